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

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.CreateOutcome;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the outcome of a create call means for its key. The same bytes are sent again only when
 * provably not accepted, or on demand under the same key. Certainty belongs to the key: once one
 * attempt's outcome is unknown, no later refusal makes it certain.
 */
final class CreateDecision {
    private static final Logger LOG = LoggerFactory.getLogger(CreateDecision.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    /** How long the service wants to be left alone after {@code paid_outcome_unknown}. */
    private static final Duration UNSETTLED_DELAY = Duration.ofSeconds(60);

    /** How long an exchange waits for its task to be written down. */
    private static final Duration RECORD_PATIENCE = Duration.ofSeconds(15);

    private static final int MAX_DOUBLINGS = 6;

    private final SubmitOnce submitOnce;
    private final Submission submission;
    private final SubmitAttempt attempt;
    private int outcomes;
    private volatile boolean made;

    CreateDecision(SubmitOnce submitOnce, Submission submission, SubmitAttempt attempt) {
        this.submitOnce = submitOnce;
        this.submission = submission;
        this.attempt = attempt;
    }

    /** Whether a create call has ended. */
    boolean isMade() {
        return made;
    }

    void decide(TaskRow row, CreateOutcome outcome) {
        outcomes++;
        made = true;
        if (outcome instanceof CreateOutcome.Accepted accepted) {
            recordAccepted(accepted.task());
        } else if (outcome instanceof CreateOutcome.NotAccepted not) {
            notAccepted(row, not);
        } else if (outcome instanceof CreateOutcome.Refused refused) {
            refused(row, refused.cause());
        } else if (outcome instanceof CreateOutcome.Unsettled unsettled) {
            attempt.inDoubt();
            repeat(row.change().ambiguous().row(), unsettled.cause(), UNSETTLED_DELAY, true);
        } else if (outcome instanceof CreateOutcome.Ambiguous ambiguous) {
            boolean allowed = submission.retryAmbiguous();
            attempt.inDoubt();
            repeat(row.change().ambiguous().row(), ambiguous.cause(), delay(null), allowed);
        }
    }

    /** The write is tried for as long as the process lives; the exchange hears of it in time. */
    private void recordAccepted(VideoTask task) {
        submitOnce
                .writeOutcome(
                        submission.key(),
                        "the id of task " + task.id(),
                        repo -> submitOnce.accept(repo, submission, task, attempt.waiter()),
                        failure ->
                                submitOnce
                                        .timer()
                                        .schedule(
                                                RECORD_PATIENCE.toNanos(),
                                                () -> notRecorded(task, failure)))
                .whenComplete(
                        (row, failure) -> {
                            if (failure == null) {
                                attempt.answer()
                                        .complete(submitOnce.accepted(submission, task, row));
                            } else {
                                notRecorded(task, failure);
                            }
                        });
    }

    private void notRecorded(VideoTask task, Throwable failure) {
        if (attempt.answer().isDone()) {
            return;
        }
        LOG.error("Task {} is accepted and is not on record yet", task.id(), failure);
        attempt.answer()
                .completeExceptionally(
                        new SeedanceException(
                                "The service has accepted the task "
                                        + task.id()
                                        + ", but the task table can not be written. Do not submit"
                                        + " it again: wait for it with seedance:await and this id.",
                                task.id(),
                                failure));
    }

    private void notAccepted(TaskRow row, CreateOutcome.NotAccepted not) {
        Duration delay = delay(not.retryAfter());
        if (not.cause() instanceof SeedanceRefusedException) {
            submitOnce.pauseCreates(submission.account().label(), delay);
        }
        if (outcomes == 1) {
            LOG.warn(
                    "Nothing was accepted; creating the task is tried again until submitTimeout"
                            + " ({} s): {}",
                    submission.submitTimeout().toSeconds(),
                    not.cause().getMessage());
        }
        boolean certain = !row.ambiguous();
        TaskRow back = certain ? row.change().state(RowState.PREPARED).row() : row;
        repeat(back, not.cause(), delay, certain || submission.retryAmbiguous());
    }

    private void refused(TaskRow row, SeedanceRefusedException cause) {
        if (row.ambiguous()) {
            settle(row, cause);
        } else if (SubmitOnce.isAboutAccount(cause.getError())) {
            settle(row.change().state(RowState.PREPARED).row(), cause);
        } else {
            settle(row.change().tombstone(RowState.REFUSED).refusal(cause.getError()).row(), cause);
        }
    }

    /** Sends once more after a delay, or ends where that is not allowed or takes too long. */
    private void repeat(TaskRow row, SeedanceException cause, Duration delay, boolean allowed) {
        if (!allowed || !attempt.inTime(delay)) {
            settle(row, cause);
            return;
        }
        submitOnce
                .access()
                .call(repo -> holdFor(repo, row, cause, delay))
                .whenComplete(
                        (held, failure) -> {
                            if (failure != null) {
                                settle(row, cause);
                            } else if (held.isEmpty()) {
                                attempt.restart();
                            } else {
                                attempt.reopen();
                                sendLater(held.get(), row.request(), cause, delay);
                            }
                        });
    }

    /**
     * @throws SeedanceException the cause, when the service may have forgotten the key until then
     */
    private Optional<TaskRow> holdFor(
            TaskRepository repo, TaskRow row, SeedanceException cause, Duration delay) {
        Instant until = repo.now().plus(delay).plus(submitOnce.settings().sendingLease());
        if (row.ambiguous() && !KeyReservation.withinLedger(row, until)) {
            throw cause;
        }
        return repo.update(row.change().heldBy(submitOnce.settings().waitOwner(), until).row());
    }

    /** Sends after a delay, or ends with the cause where that takes too long. */
    void sendLater(TaskRow row, String json, SeedanceException cause, Duration delay) {
        if (attempt.inTime(delay)) {
            submitOnce.timer().schedule(delay.toNanos(), () -> attempt.send(row, json));
        } else {
            settle(row, cause);
        }
    }

    /**
     * Ends the attempt: writes what is known of the key, and fails with the cause, unless a
     * callback has told of the task meanwhile. An event tells of an unknown outcome when that is
     * written, so that only one process tells it.
     */
    private void settle(TaskRow row, SeedanceException cause) {
        Throwable answer = row.ambiguous() ? unknown(cause) : cause;
        submitOnce
                .writeOutcome(
                        row.key(),
                        "the outcome of the request with the key '" + row.key() + "'",
                        repo -> settle(repo, asItStands(repo, row)),
                        failure -> attempt.answer().completeExceptionally(answer))
                .whenComplete(
                        (found, failure) -> {
                            if (failure == null && found.isPresent()) {
                                attempt.found(found.get());
                            } else {
                                attempt.answer().completeExceptionally(answer);
                            }
                        });
    }

    /**
     * @return the row when its task is on record
     */
    private Optional<Ownerships.Seen> settle(TaskRepository repo, TaskRow row) {
        boolean awaited =
                row.ambiguous() && submission.awaitsCallback() && !submitOnce.isStopping();
        Optional<TaskRow> written =
                awaited ? submitOnce.writeAwaited(repo, row) : submitOnce.writeEnd(repo, row);
        return written.isPresent()
                ? Optional.empty()
                : repo.find(row.key())
                        .filter(now -> now.taskId() != null)
                        .map(now -> new Ownerships.Seen(now, repo.now()));
    }

    /** The hold for a next sending may have been committed although it failed. */
    private TaskRow asItStands(TaskRepository repo, TaskRow row) {
        return submitOnce
                .ours(repo, row)
                .map(now -> row.written(now.changedAt(), now.version()))
                .orElse(row);
    }

    /** Names the key as the route knows it: on the wire it may be a hash. */
    private SeedanceOutcomeUnknownException unknown(SeedanceException cause) {
        if (cause instanceof SeedanceOutcomeUnknownException unknown) {
            return new SeedanceOutcomeUnknownException(
                    submission.key(), unknown.getReason(), unknown.getCause());
        }
        String reason = cause.getMessage().replaceFirst("\\.$", "");
        return new SeedanceOutcomeUnknownException(submission.key(), reason, cause);
    }

    private Duration delay(Duration asked) {
        if (asked != null) {
            return asked;
        }
        Duration grown = FIRST_DELAY.multipliedBy(1L << Math.min(outcomes, MAX_DOUBLINGS));
        return grown.compareTo(LONGEST_DELAY) < 0 ? grown : LONGEST_DELAY;
    }
}
