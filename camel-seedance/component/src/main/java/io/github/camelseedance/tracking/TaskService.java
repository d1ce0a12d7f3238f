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
import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * All that happens to tasks of one task table in this process: submitted once, read until they end,
 * given to the exchange that waits or to a consumer. No call blocks; futures complete in any
 * thread, so callers hop to the worker pool before they go on with a route.
 */
public final class TaskService {
    private final RepositoryAccess access;
    private final TableOutage outage = new TableOutage();
    private final LastingWrites writes;
    private final SubmitOnce submitOnce;
    private final Tracker tracker;
    private final Ownerships ownerships;
    private final Deliveries deliveries;
    private final FreshLinks links;
    private final TableScan scan;
    private final Housekeeping housekeeping;
    private final UnconsumedGroups unconsumed;
    private final KnownAccounts accounts;
    private final Waits waits;
    private final Callbacks callbacks;

    /**
     * @param repositoryPool the only threads on which the repository is called
     * @param publishers where local images are published
     */
    public TaskService(
            TrackingSettings settings,
            TaskRepository repository,
            Executor repositoryPool,
            Executor publishers,
            SeedanceClient client,
            Timer timer,
            TrackingListener listener) {
        this.access = new RepositoryAccess(repository, repositoryPool);
        this.accounts = new KnownAccounts(client);
        this.writes = new LastingWrites(access, timer, outage);
        this.links = new FreshLinks(accounts::read);
        UnknownOutcomes unknowns = new UnknownOutcomes(listener);
        this.deliveries =
                new Deliveries(settings, access, writes, timer, links, outage, this::isHeld);
        this.unconsumed = new UnconsumedGroups(access, deliveries);
        TaskEnds ends = new TaskEnds(writes, deliveries);
        this.tracker =
                new Tracker(settings, client, timer, listener, deliveries::isConsumed, ends::ended);
        this.submitOnce =
                new SubmitOnce(
                        settings,
                        access,
                        writes,
                        unknowns,
                        client,
                        timer,
                        publishers,
                        listener,
                        this::accepted);
        this.waits = new Waits(timer);
        this.ownerships = new Ownerships(settings, access, writes, timer, this::freed);
        this.scan =
                new TableScan(
                        access, deliveries, this::watch, tracker, unknowns, submitOnce::isAtWork);
        this.callbacks = new Callbacks(access, timer, accounts, tracker, new LostAnswers());
        this.housekeeping = new Housekeeping(settings, access, timer, outage);
    }

    /**
     * Makes the task table ready; blocks until it is.
     *
     * @throws io.github.camelseedance.api.SeedanceException when it cannot be used
     */
    public void start() {
        try {
            access.call(
                            repo -> {
                                repo.start();
                                return null;
                            })
                    .join();
        } catch (CompletionException e) {
            throw new SeedanceException(e.getCause().getMessage(), null, e.getCause());
        }
        housekeeping.start(
                () -> ownerships.renew().thenCombine(deliveries.renew(), Boolean::logicalOr), scan);
    }

    /** Names an account whose rows may be read; rows carry only its label. */
    public void register(Account account) {
        accounts.add(account);
    }

    /**
     * Submits, or joins what the key stands for already.
     *
     * @return fails with {@link SeedanceException}; where the table failed, that says so and
     *     nothing was sent
     */
    public CompletableFuture<Submitted> submit(Submission submission) {
        if (!submission.waits()) {
            unconsumed.check(submission);
            return submitOnce.submit(submission);
        }
        ownerships.hold(submission.key());
        return submitOnce
                .submit(submission)
                .thenCompose(
                        submitted ->
                                submitted.known() && submitted.key() != null
                                        ? own(submitted.key())
                                                .thenApply(owned -> owned.orElse(submitted))
                                        : CompletableFuture.completedFuture(submitted));
    }

    /** The exchange of a submission that waits, or of {@link #take}, has ended. */
    public void exchangeEnded(String key) {
        ownerships.exchangeEnded(key);
    }

    /**
     * Takes responsibility for a task that is on record, so that no consumer gets it while an
     * exchange waits for it. Held until {@link #exchangeEnded}.
     *
     * @return the task, whether its row is ours or not; empty when it is not on record
     */
    public CompletableFuture<Optional<Submitted>> take(Account account, String taskId) {
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
     * Waits for a task's end, of whatever kind. A first read of a task that was accepted just now
     * takes its time.
     *
     * @param timeout after which the wait ends, and the task lives on
     * @return fails with {@link SeedanceTimeoutException}, or with {@link
     *     RejectedExecutionException} when the component stops
     */
    public CompletableFuture<VideoTask> await(
            Account account, Submitted submitted, Duration timeout) {
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
            waits.bound(
                    known.id(), wait, timeout, () -> tracker.status(account.label(), known.id()));
        }
        return wait.thenApply(
                task -> {
                    if (key != null) {
                        ownerships.received(key);
                    }
                    return task;
                });
    }

    /** The requests of an account ask for callbacks, so that its tasks need few status reads. */
    public void expectCallbacks(String account) {
        tracker.expectCallbacks(account);
    }

    /** A callback has been received: the task is looked at soon. Returns at once. */
    public void received(CallbackHint hint) {
        callbacks.received(hint);
    }

    /** Ended tasks for consumers. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /**
     * Looks through the table for what a group's consumers have to watch or to claim; blocks on the
     * repository, so it must not be called on its pool.
     *
     * @throws CompletionException when the repository fails; that is logged, once for all calls
     */
    public void rescan(Group group) {
        try {
            scan.run(group);
            outage.worked();
        } catch (CompletionException e) {
            outage.failed("the look for ended tasks", e.getCause());
            throw e;
        }
    }

    /** How many tasks are being watched here. */
    public int watched() {
        return tracker.size();
    }

    /** Ends every wait and sends nothing from now on; called when the context begins to stop. */
    public void stopping() {
        submitOnce.stopping();
        waits.stopping();
    }

    /** Ends all work on the table; what could not be written until now is tried once more. */
    public void stop() {
        housekeeping.stop();
        writes.stop();
    }

    private boolean isHeld(String key) {
        return ownerships.isHeld(key);
    }

    private void accepted(Submission submission, VideoTask task, TaskRow row) {
        if (submission.waits()) {
            ownerships.seen(new Ownerships.Seen(row, row.changedAt()));
        } else if (deliveries.isConsumed(Group.of(row))) {
            accounts.target(row, row.changedAt(), submission.calledBack())
                    .ifPresent(target -> tracker.watch(target, task.estimatedTime()));
        }
    }

    /**
     * A row that nobody holds any more, because its exchange is gone or a person has settled it:
     * consumers of its group take over, where there are any.
     */
    public void freed(TaskRow row) {
        if (row.state() == RowState.ACCEPTED && deliveries.isConsumed(Group.of(row))) {
            watch(row, row.changedAt());
        } else {
            deliveries.offer(row);
        }
    }

    private void watch(TaskRow row, Instant now) {
        accounts.target(row, now).ifPresent(target -> tracker.watch(target, null));
    }

    /** Reads a task once, with the key of its account, which must be one of this context. */
    public CompletableFuture<VideoTask> read(String account, String taskId) {
        return accounts.read(account, taskId);
    }

    /** Looks at the table on the repository pool, for those who look after it by hand. */
    public <T> CompletableFuture<T> onTable(Function<TaskRepository, T> work) {
        return access.call(work);
    }

    /**
     * Changes a row as it stands now, for those who look after the table by hand.
     *
     * @param change gives the changed row, or throws to leave it as it is
     * @return the row as it stands afterwards; empty when there is none
     */
    public CompletableFuture<Optional<TaskRow>> change(String key, UnaryOperator<TaskRow> change) {
        return access.change(key, change);
    }
}
