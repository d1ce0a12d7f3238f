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
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one paid generation for each key. Two uses of one key in this process share one {@link
 * SubmitAttempt}; across processes the task table decides.
 */
final class SubmitOnce {
    private static final Logger LOG = LoggerFactory.getLogger(SubmitOnce.class);

    /** Hears what becomes of submissions. */
    interface Accepted {
        /** A task has got its place in the table. */
        void accepted(Submission submission, VideoTask task, TaskRow row);

        /** A row that this process holds has got its task otherwise than by an answer. */
        void found(Ownerships.Seen seen);
    }

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final LastingWrites writes;
    private final UnknownOutcomes unknowns;
    private final SeedanceClient client;
    private final Timer timer;
    private final Executor publishers;
    private final TrackingListener listener;
    private final Accepted accepted;
    private final Map<String, SubmitAttempt> inFlight = new ConcurrentHashMap<>();
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> createPauses = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    SubmitOnce(
            TrackingSettings settings,
            RepositoryAccess access,
            LastingWrites writes,
            UnknownOutcomes unknowns,
            SeedanceClient client,
            Timer timer,
            Executor publishers,
            TrackingListener listener,
            Accepted accepted) {
        this.settings = settings;
        this.access = access;
        this.writes = writes;
        this.unknowns = unknowns;
        this.client = client;
        this.timer = timer;
        this.publishers = publishers;
        this.listener = listener;
        this.accepted = accepted;
    }

    /** Submits, or joins what the key stands for already; completes in any thread. */
    CompletableFuture<Submitted> submit(Submission submission) {
        SubmitAttempt mine = new SubmitAttempt(this, submission);
        SubmitAttempt other = inFlight.putIfAbsent(submission.key(), mine);
        if (other != null) {
            return join(submission, other);
        }
        CompletableFuture<Submitted> answer =
                mine.answer()
                        .whenComplete((done, failure) -> inFlight.remove(submission.key(), mine));
        if (stopping) {
            mine.stop();
        } else {
            mine.start();
        }
        return answer;
    }

    private CompletableFuture<Submitted> join(Submission submission, SubmitAttempt other) {
        if (!other.fingerprint().equals(submission.fingerprint())) {
            return CompletableFuture.failedFuture(
                    new SeedanceInvalidRequestException(
                            List.of(
                                    Violation.shape(
                                            "idempotencyKey",
                                            submission.key(),
                                            "this key belongs to another request, which is being"
                                                    + " submitted now; set a new key for a new"
                                                    + " request"))));
        }
        return other.answer().thenApply(Submitted::joined);
    }

    /** Ends what is not being posted at this moment, and sends nothing from now on. */
    void stopping() {
        stopping = true;
        inFlight.values().forEach(SubmitAttempt::stop);
    }

    boolean isStopping() {
        return stopping;
    }

    TrackingSettings settings() {
        return settings;
    }

    RepositoryAccess access() {
        return access;
    }

    /**
     * Writes what has become of a key's request, by the rules of {@link LastingWrites}; until that
     * is done nobody here calls the request abandoned.
     */
    <T> CompletableFuture<T> writeOutcome(
            String key,
            String what,
            Function<TaskRepository, T> work,
            Consumer<Throwable> delayed) {
        unwritten.add(key);
        return writes.write(what, work, delayed)
                .whenComplete((written, failure) -> unwritten.remove(key));
    }

    /** Whether it is known here what has become of a key's request, and not on record yet. */
    boolean isUnwritten(String key) {
        return unwritten.contains(key);
    }

    /** Whether this process is at work on a key's request, however old its lease is. */
    boolean isAtWork(String key) {
        return inFlight.containsKey(key) || isUnwritten(key);
    }

    /**
     * The row of an attempt as it stands now: the attempt's last write may have been committed
     * although it failed. Empty when somebody else has written it since, or when that was its end.
     */
    Optional<TaskRow> ours(TaskRepository repo, TaskRow row) {
        return repo.find(row.key())
                .filter(now -> now.taskId() == null && now.state() != RowState.UNKNOWN)
                .filter(now -> now.version() <= row.version() + 1)
                .filter(now -> settings.waitOwner().equals(now.owner()));
    }

    /** Writes the end of an attempt that has brought no task; runs on the repository pool. */
    Optional<TaskRow> writeEnd(TaskRepository repo, TaskRow row) {
        TaskRow released = row.change().released().row();
        return row.ambiguous() ? unknowns.write(repo, released) : repo.update(released);
    }

    /** The same for an attempt whose exchange goes on to wait for a callback. */
    Optional<TaskRow> writeAwaited(TaskRepository repo, TaskRow row) {
        Instant until = repo.now().plus(settings.lease());
        return unknowns.write(repo, row.change().heldBy(settings.waitOwner(), until).row());
    }

    UnknownOutcomes unknowns() {
        return unknowns;
    }

    SeedanceClient client() {
        return client;
    }

    Timer timer() {
        return timer;
    }

    Executor publishers() {
        return publishers;
    }

    void pauseCreates(String account, Duration pause) {
        createPauses.merge(
                account,
                System.nanoTime() + pause.toNanos(),
                (known, asked) -> asked - known > 0 ? asked : known);
    }

    /** How long the account may not create yet; zero when it may now. */
    Duration createPause(String account) {
        Long until = createPauses.get(account);
        long left = until == null ? 0 : until - System.nanoTime();
        return Duration.ofNanos(Math.max(0, left));
    }

    /** What a submission fails with that may not be sent before its time is over. */
    static SeedanceRefusedException paused(Submission submission) {
        return new SeedanceRefusedException(
                "Creating a task",
                new ApiError(429, "rate_limit_exceeded", null, null, null, null, null),
                true,
                "The account '"
                        + submission.account().label()
                        + "' pauses longer than submitTimeout; nothing was sent. Try again later.",
                null,
                null);
    }

    /**
     * Puts a task id on record, unless a callback has done so; runs on the repository pool.
     *
     * @param waiter who goes on with the task if the submission does not; or null
     */
    TaskRow accept(TaskRepository repo, Submission submission, VideoTask task, String waiter) {
        return RepositoryAccess.change(
                        repo,
                        submission.key(),
                        row -> {
                            if (row.taskId() != null) {
                                return null;
                            }
                            TaskRow.Change change = row.change().accepted(task.id());
                            String owner = submission.waits() ? settings.waitOwner() : waiter;
                            if (owner == null) {
                                return change.released().row();
                            }
                            Instant until = repo.now().plus(settings.lease());
                            return change.state(RowState.ACCEPTED).heldBy(owner, until).row();
                        })
                .orElseThrow();
    }

    /** Tells of an accepted task, and gives it to the exchange. */
    Submitted accepted(Submission submission, VideoTask task, TaskRow row) {
        listener.submitted(
                submission.account().label(), submission.key(), submission.exchangeId(), task);
        if (!task.id().equals(row.taskId())) {
            LOG.error(
                    "The service has accepted the task {} under the key '{}', which stands for the"
                            + " task {} on record. Both may be paid for, and only the exchange that"
                            + " has submitted it knows of the first: wait for it with"
                            + " seedance:await.",
                    task.id(),
                    row.key(),
                    row.taskId());
            return Submitted.elsewhere(task);
        }
        accepted.accepted(submission, task, row);
        return row.ended() == null
                ? Submitted.anew(submission, task)
                : Submitted.known(row, row.ended(), row.changedAt());
    }

    /**
     * What a submission has got that finds its task on record.
     *
     * @param sent whether its answer was to tell of that task, and did not
     */
    Submitted found(Submission submission, Ownerships.Seen seen, boolean sent) {
        TaskRow row = seen.row();
        VideoTask task = Submitted.taskOf(row);
        if (sent) {
            listener.submitted(row.account(), row.key(), submission.exchangeId(), task);
        }
        if (settings.waitOwner().equals(row.owner())) {
            accepted.found(seen);
        }
        return Submitted.known(row, task, seen.at());
    }

    /** Whether a refusal is about the account's state, and the same request may succeed later. */
    static boolean isAboutAccount(ApiError error) {
        int status = error.httpStatus();
        return status == 401 || status == 402 || status == 403;
    }
}
