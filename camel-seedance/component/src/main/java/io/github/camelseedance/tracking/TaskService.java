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
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
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
    private final AwaitedAnswers answers;
    private final EndsElsewhere elsewhere;
    private final WaitingExchanges exchanges;
    private final TaskTakers takers;
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
        UnknownOutcomes unknowns = new UnknownOutcomes(settings, listener);
        this.deliveries =
                new Deliveries(settings, access, writes, timer, links, outage, this::isHeld);
        this.unconsumed = new UnconsumedGroups(access, deliveries);
        TaskEnds ends = new TaskEnds(writes, deliveries);
        this.tracker =
                new Tracker(settings, client, timer, listener, deliveries::isConsumed, ends::ended);
        Consumption consumption = new Consumption(deliveries, tracker, accounts);
        this.ownerships = new Ownerships(settings, access, writes, timer, consumption::freed);
        this.answers = new AwaitedAnswers(access, ownerships, timer, listener);
        this.takers = new TaskTakers(ownerships, answers, consumption);
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
                        takers);
        this.exchanges =
                new WaitingExchanges(
                        access, submitOnce, ownerships, answers, links, tracker, new Waits(timer));
        this.elsewhere = new EndsElsewhere(access, ownerships, tracker, settings.waitOwner());
        this.scan =
                new TableScan(
                        access,
                        deliveries,
                        tracker,
                        consumption::watch,
                        unknowns,
                        submitOnce::isAtWork);
        LostAnswers lostAnswers =
                new LostAnswers(
                        access,
                        writes,
                        accounts,
                        timer,
                        settings.statusInterval(),
                        listener,
                        takers::found);
        this.callbacks = new Callbacks(access, timer, accounts, tracker, lostAnswers);
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
                () -> ownerships.renew().thenCombine(deliveries.renew(), Boolean::logicalOr),
                this::lookElsewhere,
                scan);
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
        return exchanges.submit(submission);
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
        return exchanges.take(account, taskId);
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
        return exchanges.await(account, submitted, timeout);
    }

    /** The requests of an account ask for callbacks, so that its tasks need few status reads. */
    public void expectCallbacks(String account) {
        elsewhere.expect();
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
        exchanges.stopping();
    }

    /** Ends all work on the table; what could not be written until now is tried once more. */
    public void stop() {
        housekeeping.stop();
        writes.stop();
    }

    private boolean isHeld(String key) {
        return ownerships.isHeld(key);
    }

    /** Looks for what other processes have done for the exchanges that wait in this one. */
    CompletableFuture<Boolean> lookElsewhere() {
        return answers.look().thenCombine(elsewhere.look(), Boolean::logicalOr);
    }

    /** A person has settled a row: whoever waits for it goes on, else consumers of its group do. */
    public void settled(TaskRow row) {
        takers.settled(row);
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
