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
import io.github.camelseedance.api.Failures;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.SeedanceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status reads of one account: which tasks are due, read together where the service can, not
 * faster than allowed, and not at all while the account is paused. A read that fails ends no task.
 */
final class AccountReads {
    /** What the reads find. */
    interface Findings {
        /** Whether anybody still wants to know about the task; asked just before a read. */
        boolean wanted(Watch watch);

        /** The task as it is now. */
        void read(Watch watch, VideoTask task);

        /** A single read answered that there is no such task. */
        void notFound(Watch watch);

        /** The delay until the next read of a task, in nanoseconds. */
        long nextDelay(Watch watch);
    }

    private record Due(long at, long stamp, boolean alone, Watch watch) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(AccountReads.class);
    private static final int MAX_CALLS = 8;
    private static final long NEAR_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration LIMIT_PAUSE = Duration.ofSeconds(5);
    private static final Duration ACCOUNT_PAUSE = Duration.ofSeconds(60);

    private final Account account;
    private final SeedanceClient client;
    private final Timer timer;
    private final Findings findings;
    private final long spacingNanos;

    private final Lock lock = new ReentrantLock();
    private final ReadBackoff backoff = new ReadBackoff();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private Timer.Entry wake;
    private long wakeAt;
    private long notBefore = System.nanoTime();
    private int calls;
    private boolean batch = true;

    AccountReads(
            Account account,
            SeedanceClient client,
            Timer timer,
            Findings findings,
            int readsPerSecond) {
        this.account = account;
        this.client = client;
        this.timer = timer;
        this.findings = findings;
        this.spacingNanos = Duration.ofSeconds(1).toNanos() / readsPerSecond;
    }

    /** Has the task read after a delay; an earlier schedule of it is void. */
    void schedule(Watch watch, long delayNanos) {
        schedule(watch, delayNanos, false);
    }

    private void schedule(Watch watch, long delayNanos, boolean alone) {
        long stamp;
        synchronized (watch) {
            stamp = ++watch.scheduled;
        }
        lock.lock();
        try {
            queue.add(new Due(System.nanoTime() + delayNanos, stamp, alone, watch));
            arm();
        } finally {
            lock.unlock();
        }
    }

    private void arm() {
        Due head = queue.peek();
        if (head == null || calls >= MAX_CALLS) {
            return;
        }
        long at = head.at - notBefore > 0 ? head.at : notBefore;
        if (wake == null || at - wakeAt < 0) {
            if (wake != null) {
                wake.cancel();
            }
            wakeAt = at;
            wake = timer.schedule(at - System.nanoTime(), this::tick);
        }
    }

    private void tick() {
        List<List<Watch>> due = new ArrayList<>();
        lock.lock();
        try {
            wake = null;
            long now = System.nanoTime();
            while (calls < MAX_CALLS && now - notBefore >= 0) {
                List<Watch> together = take(now);
                if (together.isEmpty()) {
                    break;
                }
                due.add(together);
                calls++;
                notBefore = now + spacingNanos;
            }
            arm();
        } finally {
            lock.unlock();
        }
        due.forEach(this::call);
    }

    /** Takes what is due, and into the same call what is due very soon. */
    private List<Watch> take(long now) {
        List<Watch> together = new ArrayList<>();
        int limit = batch ? SeedanceClient.BATCH_LIMIT : 1;
        while (!queue.isEmpty() && together.size() < limit) {
            Due head = queue.peek();
            long horizon = together.isEmpty() ? now : now + NEAR_NANOS;
            if (head.at - horizon > 0 || (head.alone && !together.isEmpty())) {
                break;
            }
            queue.remove();
            if (isCurrent(head) && findings.wanted(head.watch)) {
                together.add(head.watch);
                limit = head.alone ? 1 : limit;
            }
        }
        return together;
    }

    private static boolean isCurrent(Due due) {
        synchronized (due.watch) {
            return !due.watch.done && due.watch.scheduled == due.stamp;
        }
    }

    private void call(List<Watch> watches) {
        if (watches.size() == 1) {
            Watch watch = watches.get(0);
            client.read(account, watch.taskId)
                    .whenComplete(
                            (task, failure) ->
                                    returned(
                                            failure,
                                            () -> findings.read(watch, task),
                                            cause -> failedSingle(watch, cause)));
        } else {
            client.readBatch(account, watches.stream().map(watch -> watch.taskId).toList())
                    .whenComplete(
                            (tasks, failure) ->
                                    returned(
                                            failure,
                                            () -> distribute(watches, tasks),
                                            cause -> failedBatch(watches, cause)));
        }
    }

    private void returned(Throwable failure, Runnable success, Consumer<Throwable> otherwise) {
        try {
            if (failure == null) {
                backoff.succeeded();
                success.run();
            } else {
                otherwise.accept(Failures.unwrap(failure));
            }
        } finally {
            lock.lock();
            try {
                calls--;
                arm();
            } finally {
                lock.unlock();
            }
        }
    }

    private void distribute(List<Watch> watches, List<VideoTask> tasks) {
        Map<String, VideoTask> byId = new HashMap<>();
        tasks.forEach(task -> byId.put(task.id(), task));
        for (Watch watch : watches) {
            VideoTask task = byId.get(watch.taskId);
            if (task == null) {
                schedule(watch, 0, true);
            } else {
                findings.read(watch, task);
            }
        }
    }

    private void failedSingle(Watch watch, Throwable failure) {
        ApiError error = error(failure);
        if (error != null && error.httpStatus() == 404) {
            findings.notFound(watch);
        } else if (error != null && "permission_denied".equals(error.code())) {
            // It is this task's fault alone: the key may have moved to another account.
            LOG.debug("Task {} of account {}: {}", watch.taskId, account.label(), error);
            schedule(watch, Math.max(ACCOUNT_PAUSE.toNanos(), findings.nextDelay(watch)));
        } else {
            failed(List.of(watch), failure, error);
        }
    }

    private void failedBatch(List<Watch> watches, Throwable failure) {
        ApiError error = error(failure);
        if (error != null && (error.httpStatus() == 404 || error.httpStatus() == 405)) {
            LOG.info(
                    "Account {}: the service has no batch read; reading tasks one by one",
                    account.label());
            lock.lock();
            try {
                batch = false;
            } finally {
                lock.unlock();
            }
            watches.forEach(watch -> schedule(watch, 0));
        } else {
            failed(watches, failure, error);
        }
    }

    private void failed(List<Watch> watches, Throwable failure, ApiError error) {
        int status = error == null ? 0 : error.httpStatus();
        if (status == 429) {
            Duration asked = error.retryAfter();
            pause(asked == null ? LIMIT_PAUSE : asked);
            LOG.debug("Account {}: status reads pause: {}", account.label(), error);
        } else if (status == 401 || status == 402 || status == 403) {
            pause(ACCOUNT_PAUSE);
            LOG.warn(
                    "Account {}: status reads pause for {} s, no task is given up: {}",
                    account.label(),
                    ACCOUNT_PAUSE.toSeconds(),
                    error);
        } else {
            LOG.debug("Account {}: a status read failed", account.label(), failure);
        }
        long delay = backoff.failed();
        watches.forEach(w -> schedule(w, Math.max(delay, findings.nextDelay(w))));
    }

    private void pause(Duration pause) {
        lock.lock();
        try {
            long until = System.nanoTime() + pause.toNanos();
            notBefore = until - notBefore > 0 ? until : notBefore;
        } finally {
            lock.unlock();
        }
    }

    private static ApiError error(Throwable failure) {
        return failure instanceof SeedanceRefusedException refused ? refused.getError() : null;
    }
}
