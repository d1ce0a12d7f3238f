/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance.tracking;

import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.Failures;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the tasks of requests whose answer got lost, by the callbacks that name them. A callback is
 * not believed: the task is read with the account's key, it may be on record under no other key,
 * and it must not be older than the intent. One such read is made for each key and {@code
 * statusInterval}, whatever comes.
 */
final class LostAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(LostAnswers.class);

    /** Between the service's clock and the table's. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    /** Reads that fail say nothing: for about a day, because no other callback will come. */
    private static final int TRIES = 300;

    /** The service's answer that it has no such task may change soon. */
    private static final int TRIES_NOT_FOUND = 4;

    private final RepositoryAccess access;
    private final LastingWrites writes;
    private final KnownAccounts accounts;
    private final TrackingListener listener;
    private final Consumer<Ownerships.Seen> found;
    private final Candidates candidates;

    /**
     * @param interval between two reads for a key
     * @param found hears of each row that has got its task; on the repository pool
     */
    LostAnswers(
            RepositoryAccess access,
            LastingWrites writes,
            KnownAccounts accounts,
            Timer timer,
            Duration interval,
            TrackingListener listener,
            Consumer<Ownerships.Seen> found) {
        this.access = access;
        this.writes = writes;
        this.accounts = accounts;
        this.listener = listener;
        this.found = found;
        this.candidates = new Candidates(timer, interval, this::check);
    }

    /**
     * A callback names a task for a key of which none is known; runs on the repository pool.
     *
     * @param row as it stands now
     */
    void found(TaskRow row, String taskId) {
        if (isOpen(row)) {
            candidates.add(row, taskId);
        }
    }

    private static boolean isOpen(TaskRow row) {
        return row.taskId() == null && row.state() != RowState.REFUSED;
    }

    private void check(Candidates.Candidate candidate) {
        access.call(repo -> isToBeRead(repo, candidate))
                .whenComplete(
                        (toBeRead, failure) -> {
                            if (failure != null) {
                                failed(candidate, TRIES, failure);
                            } else if (toBeRead) {
                                read(candidate);
                            } else {
                                candidates.dropped(candidate);
                            }
                        });
    }

    private boolean isToBeRead(TaskRepository repo, Candidates.Candidate candidate) {
        TaskRow row = repo.find(candidate.row().key()).orElse(null);
        if (row != null && candidate.taskId().equals(row.taskId())) {
            // Its answer came after all: what is left of the callback is that it may have ended.
            found.accept(new Ownerships.Seen(row, repo.now()));
            return false;
        }
        return row != null && isOpen(row) && isOnRecordNowhere(repo, candidate);
    }

    /** A task that is on record belongs to the key that it is on record under. */
    private static boolean isOnRecordNowhere(TaskRepository repo, Candidates.Candidate candidate) {
        return repo.findByTaskId(candidate.row().account(), candidate.taskId()).isEmpty();
    }

    private void read(Candidates.Candidate candidate) {
        accounts.read(candidate.row().account(), candidate.taskId())
                .whenComplete(
                        (task, thrown) -> {
                            Throwable failure = thrown == null ? null : Failures.unwrap(thrown);
                            if (failure == null) {
                                read(candidate, task);
                            } else if (failure instanceof SeedanceInvalidRequestException) {
                                refuted(candidate, "is no task id");
                            } else {
                                failed(candidate, tries(failure), failure);
                            }
                        });
    }

    private static int tries(Throwable failure) {
        ApiError error =
                failure instanceof SeedanceRefusedException refused ? refused.getError() : null;
        return error != null && error.httpStatus() == 404 ? TRIES_NOT_FOUND : TRIES;
    }

    private void read(Candidates.Candidate candidate, VideoTask task) {
        boolean older =
                task.created() != null
                        && task.created().isBefore(candidate.row().createdAt().minus(CLOCKS));
        if (!candidate.taskId().equals(task.id())) {
            refuted(candidate, "is answered as another one");
        } else if (older) {
            refuted(candidate, "was created at " + task.created() + ", before the request was");
        } else {
            record(candidate, task);
        }
    }

    private void record(Candidates.Candidate candidate, VideoTask task) {
        AtomicBoolean changed = new AtomicBoolean();
        writes.write(
                        "the id of task " + task.id(),
                        repo ->
                                RepositoryAccess.change(
                                                repo,
                                                candidate.row().key(),
                                                row -> {
                                                    if (!isOpen(row)
                                                            || !isOnRecordNowhere(
                                                                    repo, candidate)) {
                                                        return null;
                                                    }
                                                    changed.set(true);
                                                    return accepted(repo, row, task);
                                                })
                                        .filter(row -> task.id().equals(row.taskId()))
                                        .map(row -> new Ownerships.Seen(row, repo.now())))
                .whenComplete(
                        (seen, failure) -> {
                            candidates.done(candidate);
                            if (failure == null) {
                                seen.filter(row -> changed.get()).ifPresent(row -> tell(row, task));
                                seen.ifPresent(found);
                            }
                        });
    }

    /** Whoever holds the row goes on with it; the end is on record as soon as it is known. */
    private static TaskRow accepted(TaskRepository repo, TaskRow row, VideoTask task) {
        TaskRow.Change change = row.change().accepted(task.id());
        return row.group() != null && isOver(task)
                ? change.state(RowState.ENDED).ended(task, repo.now()).row()
                : change.row();
    }

    /** An end that needs no other read to be believed. */
    private static boolean isOver(VideoTask task) {
        return task.ended()
                && (task.completed() || !TaskStatus.COMPLETED.equalsIgnoreCase(task.status()));
    }

    private void tell(Ownerships.Seen seen, VideoTask task) {
        LOG.info(
                "Task {} is on record as that of the key '{}': a callback has told what the answer"
                        + " to its request did not",
                task.id(),
                seen.row().key());
        if (isOver(task)) {
            listener.ended(seen.row().account(), task);
        }
    }

    private void refuted(Candidates.Candidate candidate, String why) {
        LOG.debug(
                "Key '{}': the task {} of a callback {}",
                candidate.row().key(),
                candidate.taskId(),
                why);
        candidates.done(candidate);
    }

    private void failed(Candidates.Candidate candidate, int limit, Throwable failure) {
        int tries = candidate.tries() + 1;
        LOG.debug(
                "Key '{}': the task {} of a callback is not read, try {}",
                candidate.row().key(),
                candidate.taskId(),
                tries,
                failure);
        if (tries < limit) {
            candidates.again(candidate);
        } else {
            candidates.done(candidate);
            if (limit == TRIES) {
                givenUp(candidate, failure);
            }
        }
    }

    private static void givenUp(Candidates.Candidate candidate, Throwable failure) {
        LOG.warn(
                "A callback has named the task {} for the key '{}', and none of {} tries to read it"
                        + " has worked. If it is the task of that request, call accepted(key,"
                        + " taskId) of SeedanceComponent.getTaskOperations()",
                candidate.taskId(),
                candidate.row().key(),
                TRIES,
                failure);
    }
}
