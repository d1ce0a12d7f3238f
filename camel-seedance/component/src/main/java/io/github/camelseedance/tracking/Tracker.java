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

import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.SeedanceClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open tasks of this process: reads each when it is due, or when a callback hints at it, and
 * finds its end. It gives up a task that nobody here wants any more; it never sends a create.
 */
final class Tracker implements AccountReads.Findings {
    /** Hears the end of a task, once. */
    interface Ends {
        /**
         * @param waiters to be completed with the task
         * @return whether it is this end that has been put on record
         */
        CompletableFuture<Boolean> ended(
                Watch watch, VideoTask task, List<CompletableFuture<VideoTask>> waiters);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);

    private final TrackingSettings settings;
    private final SeedanceClient client;
    private final Timer timer;
    private final TrackingListener listener;
    private final Predicate<Group> consumed;
    private final Ends ends;
    private final EndRules rules;
    private final ReadSchedule schedule;
    private final ExpectedCallbacks callbacks;
    private final Watches watches;

    /** Tasks whose ends are not on record yet, so that the table has them open. */
    private final Set<Watch.Id> ending = ConcurrentHashMap.newKeySet();

    private final Map<String, AccountReads> reads = new ConcurrentHashMap<>();

    /**
     * @param consumed whether a group has a running consumer in this process
     */
    Tracker(
            TrackingSettings settings,
            SeedanceClient client,
            Timer timer,
            TrackingListener listener,
            Predicate<Group> consumed,
            Ends ends) {
        this.settings = settings;
        this.client = client;
        this.timer = timer;
        this.listener = listener;
        this.consumed = consumed;
        this.ends = ends;
        this.watches = new Watches(settings.statusInterval());
        this.rules = new EndRules(settings);
        this.schedule = new ReadSchedule(settings.statusInterval());
        this.callbacks =
                new ExpectedCallbacks(
                        timer, settings.statusInterval().multipliedBy(2), this::readClosely);
    }

    /**
     * A task to be watched.
     *
     * @param calledBack whether its end may be called back, if that of any task is
     */
    record Target(
            Account account,
            String taskId,
            String key,
            Group group,
            Duration age,
            boolean calledBack) {}

    /**
     * Watches a task for a consumer, unless it is watched already.
     *
     * @param estimatedTime in seconds, or null; where it is known the first read takes its time
     */
    void watch(Target target, Integer estimatedTime) {
        join(target, estimatedTime, estimatedTime == null, watch -> {});
    }

    /**
     * Watches a task for one who waits; the future completes with its end, in any thread.
     *
     * @param estimatedTime in seconds, or null
     * @param atOnce whether the first read is due now
     */
    CompletableFuture<VideoTask> await(Target target, Integer estimatedTime, boolean atOnce) {
        CompletableFuture<VideoTask> waiter = new CompletableFuture<>();
        Watch watch = join(target, estimatedTime, atOnce, w -> w.add(waiter));
        waiter.whenComplete((task, failure) -> watch.remove(waiter));
        return waiter;
    }

    private Watch join(Target target, Integer estimate, boolean atOnce, Consumer<Watch> interest) {
        AccountReads accountReads = reads(target.account());
        Watch watch =
                watches.join(
                        target,
                        interest.andThen(w -> w.closely |= !target.calledBack()),
                        fresh -> {
                            fresh.estimatedTime = estimate;
                            accountReads.schedule(fresh, atOnce ? 0 : nextDelay(fresh));
                        });
        if (estimate != null && watch.learn(estimate)) {
            // A look at the table, which knows no estimate, was faster than the submission.
            accountReads.schedule(watch, nextDelay(watch));
        }
        return watch;
    }

    /** The tasks of an account are expected to be called back. */
    void expectCallbacks(String account) {
        callbacks.expect(account);
    }

    /** A callback has come, perhaps after a read has found what it tells. */
    void calledBack(CallbackHint hint) {
        callbacks.received(hint.account(), hint.key());
    }

    /**
     * Has a task read soon because of a callback, when it is watched here under its key.
     *
     * @return whether it is
     */
    boolean hint(CallbackHint hint) {
        Watch watch = hint.taskId() == null ? null : watches.of(hint.account(), hint.taskId());
        if (watch == null || !hint.key().equals(watch.key) || !watch.join(w -> w.hints.hint())) {
            return false;
        }
        hasten(watch);
        return true;
    }

    /** Has a task read soon, once, whether anybody here waits for its end or not. */
    void hint(Target target) {
        if (!ending.contains(new Watch.Id(target.account().label(), target.taskId()))) {
            hasten(join(target, null, true, watch -> watch.hints.hint()));
        }
    }

    /** Has a task read now, when it is watched here. */
    void look(String account, String taskId) {
        Watch watch = watches.of(account, taskId);
        if (watch != null) {
            reads(watch.account).hasten(watch, () -> 0);
        }
    }

    private void hasten(Watch watch) {
        reads(watch.account).hasten(watch, () -> watch.hints.delay(System.nanoTime()));
    }

    /**
     * The end of a task is on record, by others: it needs no read any more.
     *
     * @param end for those who wait here; where it is not known and somebody waits, the task is
     *     read
     */
    void endedElsewhere(String account, String taskId, VideoTask end) {
        Watch watch = watches.of(account, taskId);
        if (watch == null) {
            return;
        }
        if (end == null) {
            if (!forget(watch) && watch.join(w -> w.hints.hint())) {
                hasten(watch);
            }
            return;
        }
        List<CompletableFuture<VideoTask>> waiters = watch.end();
        if (waiters != null) {
            watches.remove(watch);
            waiters.forEach(waiter -> waiter.complete(end));
        }
    }

    /**
     * Forgets the tasks of a group which nobody has known to be open since then, and for which
     * nobody waits.
     *
     * @param since time of {@link System#nanoTime}
     */
    void forget(Group group, long since) {
        watches.all(watch -> group.equals(watch.group) && watch.endForgotten(since))
                .forEach(watches::remove);
    }

    private boolean forget(Watch watch) {
        boolean over = watch.endUnawaited();
        if (over) {
            watches.remove(watch);
        }
        return over;
    }

    int size() {
        return watches.size();
    }

    /** What was last read of a task's status, for messages. */
    String status(String account, String taskId) {
        Watch watch = watches.of(account, taskId);
        return watch == null ? TaskStatus.PENDING : watch.status;
    }

    private AccountReads reads(Account account) {
        return reads.computeIfAbsent(
                account.label(),
                label ->
                        new AccountReads(
                                account, client, timer, this, settings.statusReadsPerSecond()));
    }

    @Override
    public boolean begin(Watch watch) {
        synchronized (watch) {
            if (isWanted(watch) || watch.hints.isOwed()) {
                watch.hints.begin(System.nanoTime());
                return true;
            }
            watch.done = true;
        }
        watches.remove(watch);
        return false;
    }

    /** Whether there is somebody for a task's end, and not only a callback. */
    private boolean isWanted(Watch watch) {
        return watch.hasWaiters() || (watch.group != null && consumed.test(watch.group));
    }

    @Override
    public void read(Watch watch, VideoTask task) {
        boolean news = watch.update(task);
        if (rules.isEnd(watch, task)) {
            boolean told = watch.isToldOf();
            if (told) {
                callbacks.confirmed(watch.account.label());
            }
            end(watch, task, !told && isMissed(watch));
            return;
        }
        if (news) {
            if (!TaskStatus.isKnown(task.status())) {
                LOG.info(
                        "Task {}: unknown status '{}'; it is regarded as running",
                        watch.taskId,
                        task.status());
            }
            listener.progress(watch.account.label(), task);
        }
        rules.expired(watch, task)
                .ifPresentOrElse(
                        end -> end(watch, end, false),
                        () -> reads(watch.account).schedule(watch, nextDelay(watch)));
    }

    @Override
    public void notFound(Watch watch) {
        long next = denied(watch);
        rules.notFound(watch)
                .ifPresentOrElse(
                        end -> end(watch, end, false),
                        () ->
                                reads(watch.account)
                                        .schedule(watch, Math.min(rules.notFoundNanos(), next)));
    }

    /** Whether a callback should have told the end that a read has found. */
    private boolean isMissed(Watch watch) {
        return watch.isGuard() || callbacks.areMissing(watch.account.label());
    }

    /**
     * @param missed whether a callback should have told the end before
     */
    private void end(Watch watch, VideoTask task, boolean missed) {
        List<CompletableFuture<VideoTask>> waiters = watch.end();
        if (waiters != null) {
            ending.add(watch.id());
            watches.remove(watch);
            listener.ended(watch.account.label(), task);
            CompletableFuture<Boolean> recorded = ends.ended(watch, task, waiters);
            recorded.whenComplete((first, failure) -> ending.remove(watch.id()));
            if (missed) {
                String account = watch.account.label();
                recorded.thenAccept(first -> callbacks.endFound(account, watch.key, first));
            }
        }
    }

    /** Callbacks are missing: the tasks of the account are read as those that have none. */
    private void readClosely(String account) {
        watches.all(watch -> watch.account.label().equals(account))
                .forEach(watch -> reads(watch.account).hasten(watch, () -> nextDelay(watch)));
    }

    @Override
    public long denied(Watch watch) {
        synchronized (watch) {
            watch.hints.answered();
            return nextDelay(watch, false);
        }
    }

    @Override
    public long failed(Watch watch) {
        synchronized (watch) {
            watch.hints.failed();
            return nextDelay(watch, false);
        }
    }

    private long nextDelay(Watch watch) {
        return nextDelay(watch, callbacks.areReliedOn(watch.account.label()));
    }

    private long nextDelay(Watch watch, boolean relyOnCallback) {
        return watch.nextRead(schedule, relyOnCallback, isWanted(watch));
    }
}
