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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What the table needs from time to time, whether or not this process consumes: leases renewed,
 * sendings given up whose sender is gone, old tombstones deleted. Each goes on after it has ended,
 * so that a slow table is never asked for the same twice at a time.
 */
final class Housekeeping {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PURGE = Duration.ofHours(1);
    private static final int PURGES = 48;

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final Timer timer;
    private final TableOutage outage;
    private volatile boolean stopped;

    Housekeeping(
            TrackingSettings settings, RepositoryAccess access, Timer timer, TableOutage outage) {
        this.settings = settings;
        this.access = access;
        this.timer = timer;
        this.outage = outage;
    }

    /**
     * @param renew prolongs all leases of this process, and says whether there are any
     * @param look finds what other processes have done for the exchanges of this one
     */
    void start(
            Supplier<CompletableFuture<Boolean>> renew,
            Supplier<CompletableFuture<Boolean>> look,
            TableScan scan) {
        Duration third = settings.lease().dividedBy(3);
        new Job("the renewal of leases", third, RETRY.compareTo(third) < 0 ? RETRY : third, renew)
                .next(third);
        new Job("the look for abandoned requests", third, third, () -> look(scan))
                .next(Duration.ZERO);
        Duration purge = purgeInterval(settings.keyRetention());
        new Job("the deletion of old rows", purge, purge, this::purge).next(purge);
        Duration interval = settings.scanInterval();
        new Job("the look for what is awaited here", interval, interval, look).next(interval);
    }

    /** How often old rows are deleted: a 48th of their time, from a second to an hour. */
    static Duration purgeInterval(Duration keyRetention) {
        Duration part = keyRetention.dividedBy(PURGES);
        if (part.compareTo(RETRY) < 0) {
            return RETRY;
        }
        return part.compareTo(LONGEST_PURGE) < 0 ? part : LONGEST_PURGE;
    }

    private CompletableFuture<Boolean> look(TableScan scan) {
        return access.call(scan::abandoned).thenApply(rows -> true);
    }

    private CompletableFuture<Boolean> purge() {
        return access.call(repo -> repo.purge(repo.now().minus(settings.keyRetention())))
                .thenApply(rows -> true);
    }

    void stop() {
        stopped = true;
    }

    /** Work that says whether the table had to be asked. */
    private final class Job {
        private final String what;
        private final Duration interval;
        private final Duration retry;
        private final Supplier<CompletableFuture<Boolean>> work;

        private Job(
                String what,
                Duration interval,
                Duration retry,
                Supplier<CompletableFuture<Boolean>> work) {
            this.what = what;
            this.interval = interval;
            this.retry = retry;
            this.work = work;
        }

        private void next(Duration delay) {
            timer.schedule(delay.toNanos(), this::run);
        }

        private void run() {
            if (stopped) {
                return;
            }
            long begun = System.nanoTime();
            work.get()
                    .whenComplete(
                            (asked, failure) -> {
                                if (failure == null) {
                                    if (asked) {
                                        outage.worked();
                                    }
                                    next(interval.minusNanos(System.nanoTime() - begun));
                                } else {
                                    outage.failed(what, failure);
                                    next(retry);
                                }
                            });
        }
    }
}
