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
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.CreateOutcome;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One key's way from intent to task id. The order is the promise: the intent is committed, then the
 * exact bytes, then they are sent; they are sent again only when provably not accepted, or on demand
 * under the same key.
 */
final class SubmitAttempt {
    private enum Phase {
        /** Nothing is under way that could be paid for. */
        OPEN,
        /** A create call is under way; its outcome is waited for, whatever happens. */
        POSTING,
        /** The context stops; nothing is sent any more. */
        STOPPED
    }

    private static final Logger LOG = LoggerFactory.getLogger(SubmitAttempt.class);
    private static final Duration BUSY = Duration.ofMillis(500);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration UNSETTLED_DELAY = Duration.ofSeconds(60);
    private static final int RECORD_TRIES = 5;

    private final SubmitOnce house;
    private final Submission submission;
    private final String owner;
    private final CompletableFuture<Submitted> answer = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final long deadline;
    private int tries;

    SubmitAttempt(SubmitOnce house, Submission submission) {
        this.house = house;
        this.submission = submission;
        this.owner = house.settings().waitOwner();
        this.deadline = System.nanoTime() + submission.submitTimeout().toNanos();
    }

    String fingerprint() {
        return submission.fingerprint();
    }

    /** Completes in any thread. */
    CompletableFuture<Submitted> answer() {
        return answer;
    }

    /** Ends the attempt unless a create call is under way. */
    void stop() {
        if (phase.compareAndSet(Phase.OPEN, Phase.STOPPED)) {
            release();
            answer.completeExceptionally(
                    new RejectedExecutionException(
                            "The component stops: the request with the key '"
                                    + submission.key()
                                    + "' was not sent"));
        }
    }

    void start() {
        if (stopped()) {
            return;
        }
        KeyReservation reservation =
                new KeyReservation(submission, owner, house.settings().lease());
        house.access().call(reservation::reserve).whenComplete(then(this::reserved));
    }

    private void reserved(Optional<TaskRow> reserved) {
        if (reserved.isEmpty()) {
            busy();
            return;
        }
        TaskRow row = reserved.get();
        if (row.taskId() != null) {
            answer.complete(new Submitted(row.key(), SubmitOnce.taskOf(row), true));
        } else if (row.request() != null) {
            send(row, row.request());
        } else {
            publish(row);
        }
    }

    private void busy() {
        if (System.nanoTime() + BUSY.toNanos() - deadline > 0) {
            fail(
                    new SeedanceException(
                            "Another node is sending the request with the key '"
                                    + submission.key()
                                    + "' since longer than submitTimeout. Nothing was sent here;"
                                    + " try again later with the same key."));
        } else {
            house.timer().schedule(BUSY.toNanos(), this::start);
        }
    }

    private void publish(TaskRow row) {
        house.publishers()
                .execute(
                        () -> {
                            if (!stopped()) {
                                json().whenComplete(then(json -> send(row, json)));
                            }
                        });
    }

    private CompletionStage<String> json() {
        try {
            return submission.body().json();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void send(TaskRow row, String json) {
        long pause = house.createPause(submission.account().label());
        if (pause > 0) {
            again(row, json, null, Duration.ofNanos(pause));
            return;
        }
        if (!phase.compareAndSet(Phase.OPEN, Phase.POSTING)) {
            return;
        }
        tries++;
        house.access()
                .call(repo -> toSending(repo, row, json))
                .whenComplete(then(sending -> post(sending, json)));
    }

    private Optional<TaskRow> toSending(TaskRepository repo, TaskRow row, String json) {
        Instant now = repo.now();
        return repo.update(
                row.change()
                        .state(RowState.SENDING)
                        .request(json)
                        .sentAt(now)
                        .heldBy(owner, now.plus(house.settings().sendingLease()))
                        .row(),
                row.version());
    }

    private void post(Optional<TaskRow> sending, String json) {
        if (sending.isEmpty()) {
            // Somebody else has written the row since: look at it anew.
            phase.set(Phase.OPEN);
            start();
            return;
        }
        house.client()
                .create(
                        submission.account(),
                        json.getBytes(StandardCharsets.UTF_8),
                        submission.wireKey())
                .whenComplete(then(outcome -> decide(sending.get(), outcome)));
    }

    private void decide(TaskRow row, CreateOutcome outcome) {
        if (outcome instanceof CreateOutcome.Accepted accepted) {
            recordAccepted(accepted.task(), 1);
        } else if (outcome instanceof CreateOutcome.NotAccepted not) {
            notAccepted(row, not);
        } else if (outcome instanceof CreateOutcome.Refused refused) {
            refused(row, refused.cause());
        } else if (outcome instanceof CreateOutcome.Unsettled unsettled) {
            repeat(row.change().ambiguous().row(), unsettled.cause(), UNSETTLED_DELAY, true);
        } else if (outcome instanceof CreateOutcome.Ambiguous ambiguous) {
            repeat(
                    row.change().ambiguous().row(),
                    ambiguous.cause(),
                    delay(null),
                    submission.retryAmbiguous());
        }
    }

    private void recordAccepted(VideoTask task, int attempt) {
        house.access()
                .call(repo -> house.accept(repo, submission, task))
                .whenComplete(
                        (row, failure) -> {
                            if (failure == null) {
                                house.accepted(submission, task, row);
                                answer.complete(new Submitted(submission.key(), task, false));
                            } else {
                                notRecorded(task, attempt, failure);
                            }
                        });
    }

    private void notRecorded(VideoTask task, int attempt, Throwable failure) {
        if (attempt == RECORD_TRIES) {
            LOG.error("Task {} is accepted and is not on record yet", task.id(), failure);
            answer.completeExceptionally(
                    new SeedanceException(
                            "The service has accepted the task "
                                    + task.id()
                                    + ", but the task table can not be written. Do not submit it"
                                    + " again: wait for it with seedance:await and this id.",
                            task.id(),
                            failure));
        }
        long delay = FIRST_DELAY.toNanos() << Math.min(attempt, 6);
        house.timer().schedule(delay, () -> recordAccepted(task, attempt + 1));
    }

    private void notAccepted(TaskRow row, CreateOutcome.NotAccepted not) {
        Duration delay = delay(not.retryAfter());
        ApiError error = error(not.cause());
        if (error != null) {
            house.pauseCreates(submission.account().label(), delay);
        }
        if (tries == 1) {
            LOG.warn(
                    "Creating a task is tried again until submitTimeout={}s, nothing was accepted:"
                            + " {}",
                    submission.submitTimeout().toSeconds(),
                    not.cause().getMessage());
        }
        TaskRow back =
                row.ambiguous() ? row : row.change().state(RowState.PREPARED).row();
        repeat(back, not.cause(), delay, !row.ambiguous() || submission.retryAmbiguous());
    }

    private void refused(TaskRow row, SeedanceRefusedException cause) {
        if (row.ambiguous()) {
            // An earlier attempt may have been accepted: a refusal of this one does not undo it.
            settle(row.change().state(RowState.UNKNOWN).released().row(), unknown(cause));
        } else if (SubmitOnce.isAboutAccount(cause.getError())) {
            settle(row.change().state(RowState.PREPARED).released().row(), cause);
        } else {
            TaskRow stone =
                    row.change().tombstone(RowState.REFUSED).refusal(cause.getError()).row();
            settle(stone, cause);
        }
    }

    /** Sends once more after a delay, or ends where that is not allowed or takes too long. */
    private void repeat(TaskRow row, SeedanceException cause, Duration delay, boolean allowed) {
        boolean inTime = System.nanoTime() + delay.toNanos() - deadline < 0;
        if (!allowed || !inTime) {
            if (row.ambiguous()) {
                settle(row.change().state(RowState.UNKNOWN).released().row(), unknown(cause));
            } else {
                settle(row.change().released().row(), cause);
            }
            return;
        }
        house.access()
                .call(repo -> holdFor(repo, row, delay))
                .whenComplete(
                        then(
                                held -> {
                                    phase.set(Phase.OPEN);
                                    if (held.isEmpty()) {
                                        start();
                                    } else {
                                        TaskRow mine = held.get();
                                        again(mine, mine.request(), cause, delay);
                                    }
                                }));
    }

    private Optional<TaskRow> holdFor(TaskRepository repo, TaskRow row, Duration delay) {
        Instant until = repo.now().plus(delay).plus(house.settings().sendingLease());
        if (row.ambiguous() && !KeyReservation.withinLedger(row, until)) {
            // The service may have forgotten the key by then: let the reservation say so.
            return Optional.empty();
        }
        return repo.update(row.change().heldBy(owner, until).row(), row.version());
    }

    private void again(TaskRow row, String json, SeedanceException cause, Duration delay) {
        if (house.isStopping()) {
            stop();
        } else if (System.nanoTime() + delay.toNanos() - deadline < 0) {
            house.timer().schedule(delay.toNanos(), () -> send(row, json));
        } else {
            settle(row.change().released().row(), cause == null ? paused() : cause);
        }
    }

    private void settle(TaskRow row, SeedanceException cause) {
        if (row.state() == RowState.UNKNOWN) {
            house.outcomeUnknown(submission);
        }
        house.access()
                .call(repo -> repo.update(row, row.version()))
                .whenComplete(
                        (written, failure) -> {
                            if (failure != null) {
                                LOG.warn(
                                        "The outcome of key '{}' ({}) could not be written;"
                                                + " its lease will end it",
                                        row.key(),
                                        row.state(),
                                        failure);
                            }
                            answer.completeExceptionally(cause);
                        });
    }

    private void fail(Throwable failure) {
        release();
        answer.completeExceptionally(failure);
    }

    /** Lets go of an intent that was not sent, so that the next use of the key starts at once. */
    private void release() {
        house.access()
                .change(
                        submission.key(),
                        row ->
                                row.state() == RowState.PREPARED && owner.equals(row.owner())
                                        ? row.change().released().row()
                                        : null);
    }

    private SeedanceException paused() {
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

    private SeedanceOutcomeUnknownException unknown(SeedanceException cause) {
        return new SeedanceOutcomeUnknownException(submission.key(), cause.getMessage(), cause);
    }

    private boolean stopped() {
        return phase.get() == Phase.STOPPED;
    }

    private Duration delay(Duration asked) {
        if (asked != null) {
            return asked;
        }
        Duration grown = FIRST_DELAY.multipliedBy(1L << Math.min(tries, 6));
        return grown.compareTo(LONGEST_DELAY) < 0 ? grown : LONGEST_DELAY;
    }

    private static ApiError error(SeedanceException cause) {
        return cause instanceof SeedanceRefusedException refused ? refused.getError() : null;
    }

    /** The next step, unless the one before has failed: that ends the attempt. */
    private <T> BiConsumer<T, Throwable> then(Consumer<T> step) {
        return (value, failure) -> {
            if (failure == null) {
                try {
                    step.accept(value);
                } catch (RuntimeException e) {
                    fail(e);
                }
            } else {
                fail(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        };
    }
}
