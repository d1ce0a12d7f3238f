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

import io.github.camelseedance.api.Failures;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One key's way from intent to task id. The order is the promise: the intent is committed, then the
 * exact bytes, then they are sent. What their outcome means is decided by {@link CreateDecision}.
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

    private static final Duration BUSY = Duration.ofMillis(500);

    private final SubmitOnce submitOnce;
    private final Submission submission;
    private final String owner;
    private final CreateDecision decision;
    private final AttemptFailures failures;
    private final CompletableFuture<Submitted> answer = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final long deadline;
    private volatile String waiter;

    SubmitAttempt(SubmitOnce submitOnce, Submission submission) {
        this.submitOnce = submitOnce;
        this.submission = submission;
        this.owner = submitOnce.settings().waitOwner();
        this.failures = new AttemptFailures(submission.key());
        this.decision = new CreateDecision(submitOnce, submission, this);
        this.deadline = System.nanoTime() + submission.submitTimeout().toNanos();
    }

    String fingerprint() {
        return submission.fingerprint();
    }

    /** Completes in any thread. */
    CompletableFuture<Submitted> answer() {
        return answer;
    }

    /** Whether something may still start after this delay. */
    boolean inTime(Duration delay) {
        return System.nanoTime() + delay.toNanos() - deadline < 0;
    }

    /** Ends the attempt unless a create call is under way. */
    void stop() {
        if (phase.compareAndSet(Phase.OPEN, Phase.STOPPED)) {
            release();
            answer.completeExceptionally(failures.stopped());
        }
    }

    /** An attempt may have been accepted: what fails from now on does not make that certain. */
    void inDoubt() {
        failures.inDoubt(true);
    }

    private void resumed(Optional<String> waiting) {
        inDoubt();
        waiting.ifPresent(owner -> waiter = owner);
    }

    /** Who was waiting for a callback about the key when this attempt took it; or null. */
    String waiter() {
        return waiter;
    }

    void start() {
        if (phase.get() == Phase.STOPPED) {
            return;
        }
        KeyReservation reservation =
                new KeyReservation(
                        submission,
                        owner,
                        submitOnce.settings().lease(),
                        submitOnce.unknowns(),
                        submitOnce::isUnwritten,
                        this::resumed);
        submitOnce
                .access()
                .call(reservation::reserve)
                .whenComplete(then(this::reserved, failure -> fail(failures.notSent(failure))));
    }

    private void reserved(Optional<TaskRow> reserved) {
        if (reserved.isEmpty()) {
            busy();
            return;
        }
        TaskRow row = reserved.get();
        failures.inDoubt(row.ambiguous());
        if (phase.get() == Phase.STOPPED) {
            release();
        } else if (row.taskId() != null) {
            submitOnce
                    .access()
                    .call(repo -> new Ownerships.Seen(row, repo.now()))
                    .whenComplete(then(this::found, failure -> fail(failures.notSent(failure))));
        } else if (row.request() != null) {
            send(row, row.request());
        } else {
            publish(row);
        }
    }

    /** The task is on record, by somebody else's doing: another use of the key, or a callback. */
    void found(Ownerships.Seen seen) {
        boolean sent = decision.isMade() && !answer.isDone();
        answer.complete(submitOnce.found(submission, seen, sent));
    }

    private void busy() {
        if (inTime(BUSY)) {
            submitOnce.timer().schedule(BUSY.toNanos(), this::start);
        } else {
            fail(failures.busy());
        }
    }

    private void publish(TaskRow row) {
        submitOnce
                .publishers()
                .execute(
                        () -> {
                            if (phase.get() != Phase.STOPPED) {
                                json().whenComplete(then(json -> send(row, json)));
                            }
                        });
    }

    private CompletionStage<String> json() {
        try {
            return submission.body().json();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Sends the bytes when the account may create. */
    void send(TaskRow row, String json) {
        Duration pause = submitOnce.createPause(submission.account().label());
        if (!pause.isZero()) {
            decision.sendLater(row, json, SubmitOnce.paused(submission), pause);
        } else if (phase.compareAndSet(Phase.OPEN, Phase.POSTING)) {
            submitOnce
                    .access()
                    .call(repo -> toSending(repo, row, json))
                    .whenComplete(
                            then(
                                    sending -> post(sending, json),
                                    failure -> {
                                        backFromSending(row);
                                        answer.completeExceptionally(failures.notSent(failure));
                                    }));
        }
    }

    private Optional<TaskRow> toSending(TaskRepository repo, TaskRow row, String json) {
        Instant now = repo.now();
        if (row.ambiguous() && !KeyReservation.withinLedger(row, now)) {
            submitOnce.writeEnd(repo, row);
            // The reservation, asked anew, says that it is unknown.
            return Optional.empty();
        }
        return repo.update(
                row.change()
                        .state(RowState.SENDING)
                        .request(json)
                        .sentAt(now)
                        .heldBy(owner, now.plus(submitOnce.settings().sendingLease()))
                        .row());
    }

    private void post(Optional<TaskRow> sending, String json) {
        if (sending.isEmpty()) {
            restart();
            return;
        }
        if (submitOnce.isStopping()) {
            backFromSending(sending.get());
            answer.completeExceptionally(failures.stopped());
            return;
        }
        submitOnce
                .client()
                .create(
                        submission.account(),
                        json.getBytes(StandardCharsets.UTF_8),
                        submission.wireKey())
                .whenComplete(then(outcome -> decision.decide(sending.get(), outcome)));
    }

    /** Somebody else has written the row since: looks at it anew. */
    void restart() {
        reopen();
        start();
    }

    /** The create call has ended, and nothing can have been accepted that is not on record. */
    void reopen() {
        phase.set(Phase.OPEN);
        if (submitOnce.isStopping()) {
            stop();
        }
    }

    private void fail(Throwable failure) {
        release();
        answer.completeExceptionally(failure);
    }

    /** Lets go of what is not being sent, so that the next use of the key starts at once. */
    private void release() {
        submitOnce
                .access()
                .call(
                        repo ->
                                repo.find(submission.key())
                                        .filter(row -> owner.equals(row.owner()) && isIdle(row))
                                        .flatMap(row -> submitOnce.writeEnd(repo, row)));
    }

    /** After a failure the key may be in use here again already; after a stop it is not. */
    private boolean isIdle(TaskRow row) {
        return row.state() == RowState.PREPARED
                || (row.state() == RowState.SENDING
                        && row.ambiguous()
                        && phase.get() == Phase.STOPPED
                        && !submitOnce.isUnwritten(row.key()));
    }

    /** The bytes are perhaps on record, and were not sent. */
    private void backFromSending(TaskRow row) {
        submitOnce.writeOutcome(
                row.key(),
                "that nothing was sent under the key '" + row.key() + "'",
                repo ->
                        submitOnce
                                .ours(repo, row)
                                .map(now -> now.change().state(RowState.PREPARED).row())
                                .flatMap(unsent -> submitOnce.writeEnd(repo, unsent)),
                failure -> {});
    }

    /** The next step, unless the one before has failed: that ends the attempt. */
    <T> BiConsumer<T, Throwable> then(Consumer<T> step) {
        return then(step, this::fail);
    }

    private <T> BiConsumer<T, Throwable> then(Consumer<T> step, Consumer<Throwable> otherwise) {
        return (value, failure) -> {
            if (failure == null) {
                try {
                    step.accept(value);
                } catch (RuntimeException | Error e) {
                    fail(e);
                }
            } else {
                otherwise.accept(Failures.unwrap(failure));
            }
        };
    }
}
