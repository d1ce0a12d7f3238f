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

import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Exchanges that wait for a task's end: they take its row, so that no consumer gets the end while
 * they wait for it.
 */
final class WaitingExchanges {
    private final RepositoryAccess access;
    private final SubmitOnce submitOnce;
    private final Ownerships ownerships;
    private final AwaitedAnswers answers;
    private final FreshLinks links;
    private final Tracker tracker;
    private final Waits waits;

    WaitingExchanges(
            RepositoryAccess access,
            SubmitOnce submitOnce,
            Ownerships ownerships,
            AwaitedAnswers answers,
            FreshLinks links,
            Tracker tracker,
            Waits waits) {
        this.access = access;
        this.submitOnce = submitOnce;
        this.ownerships = ownerships;
        this.answers = answers;
        this.links = links;
        this.tracker = tracker;
        this.waits = waits;
    }

    /** Submits, or joins what the key stands for already, as its owner where that is possible. */
    CompletableFuture<Submitted> submit(Submission submission) {
        ownerships.hold(submission.key());
        return submitOnce
                .submit(submission)
                .exceptionallyCompose(failure -> answers.await(submission, failure))
                .thenCompose(
                        submitted ->
                                submitted.known() && submitted.key() != null
                                        ? own(submitted.key())
                                                .thenApply(owned -> owned.orElse(submitted))
                                        : CompletableFuture.completedFuture(submitted));
    }

    /** Takes the row of a task that is on record; empty when it is not. */
    CompletableFuture<Optional<Submitted>> take(Account account, String taskId) {
        return access.call(repo -> repo.findByTaskId(account.label(), taskId))
                .thenCompose(
                        row ->
                                row.isPresent()
                                        ? take(row.get().key())
                                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Optional<Submitted>> take(String key) {
        ownerships.hold(key);
        return own(key).whenComplete(
                        (task, failure) -> {
                            if (failure != null || task.isEmpty()) {
                                ownerships.exchangeEnded(key);
                            }
                        });
    }

    private CompletableFuture<Optional<Submitted>> own(String key) {
        return ownerships
                .own(key)
                .thenCompose(
                        seen ->
                                seen.isPresent()
                                        ? known(seen.get()).thenApply(Optional::of)
                                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Submitted> known(Ownerships.Seen seen) {
        return links.task(seen.row(), seen.at())
                .thenApply(task -> Submitted.known(seen.row(), task, seen.at()));
    }

    /**
     * Waits for a task's end.
     *
     * @return fails with {@link SeedanceTimeoutException}, or with {@link
     *     RejectedExecutionException} when the component stops
     */
    CompletableFuture<VideoTask> await(Account account, Submitted submitted, Duration timeout) {
        String key = submitted.key();
        VideoTask known = submitted.task();
        CompletableFuture<VideoTask> wait;
        if (known.ended()) {
            wait = CompletableFuture.completedFuture(known);
        } else {
            Tracker.Target target =
                    new Tracker.Target(
                            account,
                            known.id(),
                            key,
                            null,
                            submitted.age(),
                            submitted.calledBack());
            wait = tracker.await(target, known.estimatedTime(), submitted.known());
            // A guard read may be due only when the time is over.
            waits.bound(
                    known.id(),
                    wait,
                    timeout,
                    () -> tracker.status(account.label(), known.id()),
                    () -> tracker.look(account.label(), known.id()));
        }
        return wait.thenApply(
                task -> {
                    if (key != null) {
                        ownerships.received(key);
                    }
                    return task;
                });
    }

    /** Ends every wait, and each that begins from now on. */
    void stopping() {
        answers.stopping();
        waits.stopping();
    }
}
