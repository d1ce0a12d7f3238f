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

import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.SeedanceClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open tasks of this process: reads each when it is due and finds its end. It gives up a task
 * that nobody here wants any more; it never sends a create.
 */
final class Tracker implements AccountReads.Findings {
    /** Hears the end of a task, once. */
    interface Ends {
        /**
         * @param waiters to be completed with the task
         */
        void ended(Watch watch, VideoTask task, List<CompletableFuture<VideoTask>> waiters);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);

    /** So many single reads must agree before a task is called lost or without a result. */
    private static final int CONFIRMATIONS = 4;

    private final TrackingSettings settings;
    private final SeedanceClient client;
    private final Timer timer;
    private final TrackingListener listener;
    private final Predicate<Group> consumed;
    private final Ends ends;
    private final ReadSchedule schedule;
    private final Map<Watch.Id, Watch> watches = new ConcurrentHashMap<>();
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
        this.schedule = new ReadSchedule(settings.statusInterval());
    }

    /** A task to be watched. */
    record Target(Account account, String taskId, String key, Group group, Duration age) {}

    /**
     * Watches a task for a consumer, unless it is watched already.
     *
     * @param estimatedTime in seconds, or null; where it is known the first read takes its time
     */
    void watch(Target target, Integer estimatedTime) {
        watch(target, estimatedTime, estimatedTime == null, null);
    }

    /**
     * Watches a task for one who waits; the future completes with its end, in any thread.
     *
     * @param estimatedTime in seconds, or null
     * @param atOnce whether the first read is due now
     */
    CompletableFuture<VideoTask> await(Target target, Integer estimatedTime, boolean atOnce) {
        CompletableFuture<VideoTask> waiter = new CompletableFuture<>();
        Watch watch = watch(target, estimatedTime, atOnce, waiter);
        waiter.whenComplete((task, failure) -> watch.remove(waiter));
        return waiter;
    }

    private Watch watch(
            Target target, Integer estimate, boolean atOnce, CompletableFuture<VideoTask> waiter) {
        Watch.Id id = new Watch.Id(target.account().label(), target.taskId());
        while (true) {
            Watch fresh =
                    new Watch(
                            target.account(),
                            target.taskId(),
                            target.key(),
                            target.group(),
                            target.age().toNanos());
            Watch known = watches.putIfAbsent(id, fresh);
            Watch watch = known == null ? fresh : known;
            if (waiter != null && !watch.add(waiter)) {
                watches.remove(id, watch);
                continue;
            }
            if (known == null) {
                fresh.estimatedTime = estimate;
                reads(target.account()).schedule(fresh, atOnce ? 0 : nextDelay(fresh));
            } else if (estimate != null && watch.learn(estimate)) {
                // A look at the table, which knows no estimate, was faster than the submission.
                reads(target.account()).schedule(watch, nextDelay(watch));
            }
            return watch;
        }
    }

    /** The tasks of an account are expected to be called back. */
    void expectCallbacks(String account) {}

    /**
     * Has a task read at once because of a callback, when it is watched here under its key.
     *
     * @return whether it is
     */
    boolean hint(CallbackHint hint) {
        Watch watch =
                hint.taskId() == null
                        ? null
                        : watches.get(new Watch.Id(hint.account(), hint.taskId()));
        if (watch == null || !hint.key().equals(watch.key)) {
            return false;
        }
        reads(watch.account).schedule(watch, 0);
        return true;
    }

    /** Has a task read once, whether anybody here waits for its end or not. */
    void hint(Target target) {
        reads(target.account()).schedule(watch(target, null, true, null), 0);
    }

    /** Another process has put a task's end on record: who waits here gets it without a read. */
    void endedElsewhere(String account, String taskId, VideoTask end) {
        Watch watch = watches.get(new Watch.Id(account, taskId));
        List<CompletableFuture<VideoTask>> waiters = watch == null ? null : watch.end();
        if (waiters != null) {
            watches.remove(watch.id(), watch);
            waiters.forEach(waiter -> waiter.complete(end));
        }
    }

    int size() {
        return watches.size();
    }

    /** What was last read of a task's status, for messages. */
    String status(String account, String taskId) {
        Watch watch = watches.get(new Watch.Id(account, taskId));
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
    public boolean wanted(Watch watch) {
        synchronized (watch) {
            if (watch.hasWaiters() || (watch.group != null && consumed.test(watch.group))) {
                return true;
            }
            watch.done = true;
        }
        watches.remove(watch.id(), watch);
        return false;
    }

    @Override
    public void read(Watch watch, VideoTask task) {
        boolean news = watch.update(task);
        if (task.ended() && !isHollow(watch, task)) {
            end(watch, task);
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
        if (!expired(watch, task)) {
            reads(watch.account).schedule(watch, nextDelay(watch));
        }
    }

    /** Completed without a result: read again a few times before it is believed. */
    private static boolean isHollow(Watch watch, VideoTask task) {
        if (!TaskStatus.COMPLETED.equalsIgnoreCase(task.status()) || task.completed()) {
            return false;
        }
        synchronized (watch) {
            return ++watch.emptyReads < CONFIRMATIONS;
        }
    }

    @Override
    public void notFound(Watch watch) {
        boolean lost;
        synchronized (watch) {
            if (watch.notFoundReads++ == 0) {
                watch.notFoundSince = System.nanoTime();
            }
            long since = System.nanoTime() - watch.notFoundSince;
            lost = watch.notFoundReads >= CONFIRMATIONS && since >= settings.lostAfter().toNanos();
        }
        if (lost) {
            end(watch, endedHere(watch, TaskStatus.LOST, "the service answers 404 for it"));
        } else {
            long step = settings.lostAfter().toNanos() / CONFIRMATIONS;
            reads(watch.account).schedule(watch, Math.min(step, nextDelay(watch)));
        }
    }

    private boolean expired(Watch watch, VideoTask task) {
        if (watch.ageNanos() < settings.taskRetention().toNanos()) {
            return false;
        }
        end(
                watch,
                task.withStatus(
                        TaskStatus.EXPIRED,
                        new TaskError(
                                TaskStatus.EXPIRED, "it was still '" + task.status() + "'", null)));
        return true;
    }

    private static VideoTask endedHere(Watch watch, String status, String why) {
        return new VideoTask(
                watch.taskId,
                status,
                watch.progress,
                watch.estimatedTime,
                null,
                null,
                null,
                null,
                new TaskError(status, why, null),
                null,
                null);
    }

    private void end(Watch watch, VideoTask task) {
        List<CompletableFuture<VideoTask>> waiters = watch.end();
        if (waiters != null) {
            watches.remove(watch.id(), watch);
            listener.ended(watch.account.label(), task);
            ends.ended(watch, task, waiters);
        }
    }

    @Override
    public long nextDelay(Watch watch) {
        synchronized (watch) {
            return schedule.next(watch.ageNanos(), watch.estimatedTime, watch.progress);
        }
    }
}
