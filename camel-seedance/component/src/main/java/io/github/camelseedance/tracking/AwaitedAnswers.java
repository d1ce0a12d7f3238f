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
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.VideoTask;
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
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges whose create answer got lost, and that wait for the callback which tells what became of
 * it. Whatever settles the row ends the wait: a callback here or elsewhere, another use of the key,
 * or a person. Their rows are held, so that no consumer takes the end that they wait for.
 */
final class AwaitedAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedAnswers.class);

    /** An exchange that waits, and what it fails with when nothing is heard. */
    private record Wait(
            Submission submission,
            SeedanceOutcomeUnknownException unknown,
            CompletableFuture<Submitted> answer) {
        private String key() {
            return submission.key();
        }

        private void reject() {
            answer.completeExceptionally(
                    new RejectedExecutionException(
                            "The component stops: the wait for the callback of the request with"
                                    + " the key '"
                                    + key()
                                    + "' ends here. It is not known yet whether that was accepted,"
                                    + " and the same idempotency key takes up the wait."));
        }
    }

    private final RepositoryAccess access;
    private final Ownerships ownerships;
    private final Timer timer;
    private final TrackingListener listener;
    private final Map<String, Set<Wait>> waits = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    AwaitedAnswers(
            RepositoryAccess access,
            Ownerships ownerships,
            Timer timer,
            TrackingListener listener) {
        this.access = access;
        this.ownerships = ownerships;
        this.timer = timer;
        this.listener = listener;
    }

    /**
     * Goes on waiting after a failure, where it leaves the outcome unknown and a callback may come.
     * The row must be held. The wait is over when the exchange's time is, counted from the sending.
     *
     * @return fails with that failure at once, or when the time is over; or with {@link
     *     RejectedExecutionException} when the component stops
     */
    CompletableFuture<Submitted> await(Submission submission, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (!submission.awaitsCallback()
                || !(cause instanceof SeedanceOutcomeUnknownException unknown)) {
            return CompletableFuture.failedFuture(cause);
        }
        Wait wait = new Wait(submission, unknown, new CompletableFuture<>());
        add(wait);
        wait.answer.whenComplete((submitted, thrown) -> remove(wait));
        bound(wait, submission.waitTimeout());
        if (stopping) {
            wait.reject();
        }
        // Even when it is over already: the row may be ours, and has to be let go then.
        ownerships
                .own(wait.key())
                .whenComplete(
                        (seen, thrown) -> {
                            if (thrown == null) {
                                begin(wait, seen);
                            }
                        });
        return wait.answer;
    }

    private void add(Wait wait) {
        waits.compute(
                wait.key(),
                (key, known) -> {
                    Set<Wait> all = known == null ? ConcurrentHashMap.newKeySet() : known;
                    all.add(wait);
                    return all;
                });
    }

    /** Whether the wait was not over yet. */
    private boolean remove(Wait wait) {
        Set<Wait> all = waits.get(wait.key());
        boolean removed = all != null && all.remove(wait);
        waits.computeIfPresent(wait.key(), (key, rest) -> rest.isEmpty() ? null : rest);
        return removed;
    }

    private Set<Wait> of(String key) {
        return waits.getOrDefault(key, Set.of());
    }

    private void bound(Wait wait, Duration left) {
        Timer.Entry timedOut =
                timer.schedule(
                        Math.max(0, left.toNanos()),
                        () -> wait.answer.completeExceptionally(wait.unknown));
        wait.answer.whenComplete((submitted, failure) -> timedOut.cancel());
    }

    private void begin(Wait wait, Optional<Ownerships.Seen> seen) {
        settle(wait, seen);
        seen.filter(found -> found.row().firstSent() != null && !wait.answer.isDone())
                .ifPresent(
                        found ->
                                bound(
                                        wait,
                                        wait.submission
                                                .waitTimeout()
                                                .minus(Submitted.age(found.row(), found.at()))));
        if (!wait.answer.isDone()) {
            LOG.info(
                    "The answer to the request with the key '{}' is lost; its exchange waits for"
                            + " the callback, until {} s after it was sent",
                    wait.key(),
                    wait.submission.waitTimeout().toSeconds());
        }
    }

    /** A row has been written, by a callback, another use of its key, or a person. */
    void changed(Ownerships.Seen seen) {
        of(seen.row().key()).forEach(wait -> settle(wait, Optional.of(seen)));
    }

    /** Ends a wait when its row says what became of the request. */
    private void settle(Wait wait, Optional<Ownerships.Seen> seen) {
        TaskRow row = seen.map(Ownerships.Seen::row).orElse(null);
        if (row == null) {
            wait.answer.completeExceptionally(wait.unknown);
        } else if (row.taskId() != null) {
            found(wait, seen.get());
        } else {
            switch (row.state()) {
                case PREPARED -> wait.answer.completeExceptionally(notAccepted(wait.key()));
                case REFUSED ->
                        wait.answer.completeExceptionally(KeyReservation.refusedBefore(row));
                default -> LOG.debug("Key '{}' is {} still", wait.key(), row.state());
            }
        }
    }

    private void found(Wait wait, Ownerships.Seen seen) {
        TaskRow row = seen.row();
        VideoTask task = Submitted.taskOf(row);
        if (remove(wait)) {
            listener.submitted(row.account(), row.key(), wait.submission.exchangeId(), task);
            wait.answer.complete(Submitted.known(row, task, seen.at()));
        }
    }

    private static SeedanceException notAccepted(String key) {
        return new SeedanceException(
                "The request with the key '"
                        + key
                        + "' was not accepted, as was found while its exchange waited for a"
                        + " callback; nothing is paid for. A message with the same idempotency key"
                        + " sends it anew.");
    }

    /**
     * Looks for what others have done about the rows, and takes those that nobody holds.
     *
     * @return whether there was anything to look for
     */
    CompletableFuture<Boolean> look() {
        List<String> keys = List.copyOf(waits.keySet());
        return keys.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : access.call(repo -> look(repo, keys));
    }

    private boolean look(TaskRepository repo, List<String> keys) {
        // Asked for once: each question is a call of the database.
        Instant now = repo.now();
        for (String key : keys) {
            Optional<TaskRow> row = repo.find(key);
            if (row.filter(found -> found.taskId() == null && found.free(now)).isPresent()) {
                ownerships.own(key);
            }
            Optional<Ownerships.Seen> seen = row.map(found -> new Ownerships.Seen(found, now));
            of(key).forEach(wait -> settle(wait, seen));
        }
        return true;
    }

    /** Ends every wait, and each that begins from now on. */
    void stopping() {
        stopping = true;
        waits.values().forEach(all -> all.forEach(Wait::reject));
    }
}
