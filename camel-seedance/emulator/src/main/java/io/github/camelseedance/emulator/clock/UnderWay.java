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
package io.github.camelseedance.emulator.clock;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Work in the real world, which an advance of the clock waits for. Thread-safe. */
final class UnderWay {

    /**
     * The patience is spent in so many waits, none of which counts for longer than it was to be.
     */
    private static final int WAITS = 20;

    private final Duration patience;

    /** Their numbers. */
    private final Set<Long> works = new HashSet<>();

    private long count;

    /** How much work has begun or ended. */
    private long progress;

    /**
     * @param patience how long it is waited, in real time, while no work begins or ends; a time in
     *     which this process stands still does not count, since the work stands still as well
     */
    UnderWay(Duration patience) {
        this.patience = patience;
    }

    void add(CompletableFuture<?> work) {
        long number = begin();
        work.whenComplete((result, failure) -> end(number));
    }

    private synchronized long begin() {
        works.add(++count);
        progress++;
        return count;
    }

    private synchronized void end(long number) {
        if (works.remove(number)) {
            progress++;
            notifyAll();
        }
    }

    synchronized void clear() {
        works.clear();
        notifyAll();
    }

    /**
     * Waits until nothing is under way but what has taken too long, which is never waited for
     * again; not at all if interrupted.
     *
     * @return false when something has taken too long
     */
    synchronized boolean await() {
        int waits = 0;
        long seen = progress;
        while (!works.isEmpty()) {
            if (waits == WAITS) {
                works.clear();
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, patience.toNanos() / WAITS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            waits = progress == seen ? waits + 1 : 0;
            seen = progress;
        }
        return true;
    }
}
