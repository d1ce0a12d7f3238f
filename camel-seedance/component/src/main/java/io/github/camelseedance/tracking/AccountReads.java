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
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status reads of one account: which tasks are due, read together where the service can, not
 * faster than allowed, and not at all while the account is paused. A read that fails ends no task.
 */
final class AccountReads {
    /** What the reads find. */
    interface Findings {
        /** Whether anybody still wants to know about the task: its read begins if so. */
        boolean begin(Watch watch);

        /** The task as it is now. */
        void read(Watch watch, VideoTask task);

        /** A single read answered that there is no such task. */
        void notFound(Watch watch);

        /** A single read was refused for this task; the delay until the next, in nanoseconds. */
        long denied(Watch watch);

        /** A read has failed, which says nothing; the delay until the next, in nanoseconds. */
        long failed(Watch watch);
    }

    private static final Logger LOG = LoggerFactory.getLogger(AccountReads.class);
    private static final int MAX_CALLS = 8;
    private static final Duration LIMIT_PAUSE = Duration.ofSeconds(5);
    private static final Duration ACCOUNT_PAUSE = Duration.ofSeconds(60);

    private final Account account;
    private final SeedanceClient client;
    private final Timer timer;
    private final Findings findings;
    private final long spacingNanos;

    private final Lock lock = new ReentrantLock();
    private final ReadBackoff backoff = new ReadBackoff();
    private final DueReads queue = new DueReads();
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
        long at = System.nanoTime() + delayNanos;
        enqueue(new DueReads.Due(at, watch.schedule(at), alone, watch));
    }

    /**
     * Has the task read after a delay, unless that is due earlier, or a read is under way: what
     * that one finds schedules the next.
     *
     * @param delayNanos is asked for while the watch does not change
     */
    void hasten(Watch watch, LongSupplier delayNanos) {
        DueReads.Due due;
        synchronized (watch) {
            long delay = delayNanos.getAsLong();
            long at = System.nanoTime() + delay;
            // A hint that was answered meanwhile is due never, which is no time.
            if (delay == Long.MAX_VALUE
                    || watch.done
                    || watch.hints.isReading()
                    || !watch.isDueAfter(at)) {
                return;
            }
            due = new DueReads.Due(at, watch.schedule(at), false, watch);
        }
        enqueue(due);
    }

    private void enqueue(DueReads.Due due) {
        lock.lock();
        try {
            queue.add(due);
            arm();
        } finally {
            lock.unlock();
        }
    }

    private void arm() {
        OptionalLong first = queue.first();
        if (first.isEmpty() || calls >= MAX_CALLS) {
            return;
        }
        long due = first.getAsLong();
        long at = due - notBefore > 0 ? due : notBefore;
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
                List<Watch> together = queue.take(now, batch, findings::begin);
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
            schedule(watch, Math.max(ACCOUNT_PAUSE.toNanos(), findings.denied(watch)));
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
        watches.forEach(w -> schedule(w, Math.max(delay, findings.failed(w))));
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
