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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that happens to tasks of one task table in this process: submitted once, read until they end,
 * given to the exchange that waits or to a consumer. No call blocks; futures complete in any
 * thread, so callers hop to the worker pool before they go on with a route.
 */
public final class TaskService {
    private static final Logger LOG = LoggerFactory.getLogger(TaskService.class);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    private static final Duration RECORD_RETRY = Duration.ofSeconds(2);

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final SeedanceClient client;
    private final Timer timer;
    private final SubmitOnce submitOnce;
    private final Tracker tracker;
    private final Ownerships ownerships;
    private final Deliveries deliveries;
    private final TableScan scan;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Waits waits;
    private final Set<Group> warnedGroups = ConcurrentHashMap.newKeySet();

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
        this.settings = settings;
        this.access = new RepositoryAccess(repository, repositoryPool);
        this.client = client;
        this.timer = timer;
        this.deliveries = new Deliveries(settings, access, timer, this::read);
        this.tracker =
                new Tracker(settings, client, timer, listener, deliveries::isConsumed, this::ended);
        this.submitOnce =
                new SubmitOnce(
                        settings, access, client, timer, publishers, listener, this::accepted);
        this.waits = new Waits(timer);
        this.ownerships = new Ownerships(settings, access, this::freed);
        this.scan =
                new TableScan(access, deliveries, (row, now) -> watch(row, now, null), listener);
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
        housekeeping();
    }

    /** Names an account whose rows may be read; rows carry only its label. */
    public void register(Account account) {
        accounts.put(account.label(), account);
    }

    /** Submits, or joins what the key stands for already. */
    public CompletableFuture<Submitted> submit(Submission submission) {
        if (submission.waits()) {
            ownerships.hold(submission.key());
        } else {
            warnUnconsumed(submission);
        }
        return submitOnce
                .submit(submission)
                .thenCompose(
                        submitted ->
                                submitted.known() && submission.waits()
                                        ? access.call(repo -> own(repo, submitted.key()))
                                                .thenApply(row -> submitted)
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
     * @return the row, ours or not; empty for a task that is not on record
     */
    public CompletableFuture<Optional<TaskRow>> take(Account account, String taskId) {
        return access.call(
                repo ->
                        repo.findByTaskId(account.label(), taskId)
                                .map(
                                        row -> {
                                            ownerships.hold(row.key());
                                            try {
                                                return own(repo, row.key()).orElse(row);
                                            } catch (RuntimeException e) {
                                                ownerships.exchangeEnded(row.key());
                                                throw e;
                                            }
                                        }));
    }

    private Optional<TaskRow> own(TaskRepository repo, String key) {
        return RepositoryAccess.change(
                repo,
                key,
                row -> {
                    Instant now = repo.now();
                    boolean open =
                            row.state() == RowState.ACCEPTED || row.state() == RowState.ENDED;
                    return open && !row.heldByOther(settings.waitOwner(), now)
                            ? row.change()
                                    .heldBy(settings.waitOwner(), now.plus(settings.lease()))
                                    .row()
                            : null;
                });
    }

    /**
     * Waits for a task's end, of whatever kind.
     *
     * @param key of its row, or null
     * @param known the task as the caller knows it: an end is believed, an estimate is used
     * @param fresh whether the task was accepted just now, so that a first read takes its time
     * @param timeout after which the wait ends, and the task lives on
     * @return fails with {@link SeedanceTimeoutException}, or with {@link
     *     RejectedExecutionException} when the component stops
     */
    public CompletableFuture<VideoTask> await(
            Account account, String key, VideoTask known, boolean fresh, Duration timeout) {
        CompletableFuture<VideoTask> wait;
        if (known.ended()) {
            wait = CompletableFuture.completedFuture(known);
        } else {
            Tracker.Target target =
                    new Tracker.Target(account, known.id(), key, null, Duration.ZERO);
            wait = tracker.await(target, known.estimatedTime(), !fresh);
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

    /** The task that a row with a task id stands for, as far as the row knows it. */
    public static VideoTask taskOf(TaskRow row) {
        return SubmitOnce.taskOf(row);
    }

    /** Ended tasks for consumers. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /**
     * Looks through the table for what a group's consumers have to watch or to claim; blocks on the
     * repository, so it must not be called on its pool.
     */
    public void rescan(Group group) {
        scan.run(group);
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

    private void accepted(Submission submission, VideoTask task, TaskRow row) {
        if (!submission.waits() && deliveries.isConsumed(Group.of(row))) {
            watch(row, row.changedAt(), task.estimatedTime());
        }
    }

    /**
     * A row that nobody holds any more, because its exchange is gone or a person has settled it:
     * consumers of its group take over, where there are any.
     */
    public void freed(TaskRow row) {
        if (row.state() == RowState.ACCEPTED && deliveries.isConsumed(Group.of(row))) {
            watch(row, row.changedAt(), null);
        } else {
            deliveries.offer(row);
        }
    }

    private void watch(TaskRow row, Instant now, Integer estimatedTime) {
        Account account = accounts.get(row.account());
        if (account == null) {
            LOG.debug("Task {}: account '{}' is not configured here", row.taskId(), row.account());
            return;
        }
        Instant since = row.firstSent() == null ? row.createdAt() : row.firstSent();
        Duration age = Duration.between(since, now);
        tracker.watch(
                new Tracker.Target(account, row.taskId(), row.key(), Group.of(row), age),
                estimatedTime);
    }

    /** Reads a task once, with the key of its account, which must be one of this context. */
    public CompletableFuture<VideoTask> read(String account, String taskId) {
        Account known = accounts.get(account);
        return known == null
                ? CompletableFuture.failedFuture(
                        new SeedanceException(
                                "No endpoint of this context has account="
                                        + account
                                        + ", so its key is not known here"))
                : client.read(known, taskId);
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

    private void ended(Watch watch, VideoTask task, List<CompletableFuture<VideoTask>> waiters) {
        if (watch.key == null) {
            waiters.forEach(waiter -> waiter.complete(task));
            return;
        }
        access.call(repo -> recordEnd(repo, watch.key, task))
                .whenComplete(
                        (row, failure) -> {
                            waiters.forEach(waiter -> waiter.complete(task));
                            if (failure == null) {
                                row.filter(r -> r.owner() == null).ifPresent(deliveries::offer);
                            } else {
                                LOG.warn(
                                        "Task {} has ended; that could not be written and is tried"
                                                + " again",
                                        watch.taskId,
                                        failure);
                                timer.schedule(
                                        RECORD_RETRY.toNanos(),
                                        () -> ended(watch, task, List.of()));
                            }
                        });
    }

    private static Optional<TaskRow> recordEnd(TaskRepository repo, String key, VideoTask task) {
        return RepositoryAccess.change(
                repo,
                key,
                row ->
                        row.state() == RowState.ACCEPTED
                                ? row.change().state(RowState.ENDED).ended(task, repo.now()).row()
                                : null);
    }

    private void warnUnconsumed(Submission submission) {
        Group group =
                submission.group() == null
                        ? null
                        : new Group(submission.account().label(), submission.group());
        if (group != null
                && !access.isShared()
                && !deliveries.isConsumed(group)
                && warnedGroups.add(group)) {
            LOG.warn(
                    "A task is submitted to group '{}' of account '{}', which no"
                            + " seedance:completion consumer of this context takes, and the"
                            + " in-memory task table is not seen by others. Start a consumer with"
                            + " group={}, or set track=false, or use seedance:await.",
                    group.name(),
                    group.account(),
                    group.name());
        }
    }

    private static Integer notPurged(Throwable failure) {
        LOG.warn("Old rows of the task table could not be deleted; it is tried again", failure);
        return 0;
    }

    private void housekeeping() {
        long renewal = Math.min(settings.lease().dividedBy(3).toNanos(), HOUSEKEEPING.toNanos());
        timer.schedule(
                renewal,
                () -> {
                    ownerships.renew();
                    deliveries.renew();
                    access.call(repo -> repo.purge(repo.now().minus(settings.keyRetention())))
                            .exceptionally(TaskService::notPurged);
                    housekeeping();
                });
    }
}
