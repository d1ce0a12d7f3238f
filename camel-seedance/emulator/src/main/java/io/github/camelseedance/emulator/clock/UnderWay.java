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
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work in the real world, which an advance of the clock waits for. Thread-safe. */
final class UnderWay {

    private final Duration patience;
    private final NavigableMap<Long, CompletableFuture<?>> works = new TreeMap<>();
    private long count;

    /**
     * @param patience how long each work is waited for, in real time
     */
    UnderWay(Duration patience) {
        this.patience = patience;
    }

    void add(CompletableFuture<?> work) {
        long number = put(work);
        work.whenComplete((result, failure) -> remove(number));
    }

    private synchronized long put(CompletableFuture<?> work) {
        works.put(count, work);
        return count++;
    }

    private synchronized void remove(long number) {
        works.remove(number);
    }

    synchronized void clear() {
        works.clear();
    }

    /** Waits until nothing is under way but what has taken too long; not at all if interrupted. */
    void await() {
        for (CompletableFuture<?> work = take(); work != null; work = take()) {
            try {
                work.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | CancellationException | TimeoutException e) {
                // its failure is its owner's matter, and of a silent one it was enough
            }
        }
    }

    private synchronized CompletableFuture<?> take() {
        Map.Entry<Long, CompletableFuture<?>> first = works.pollFirstEntry();
        return first == null ? null : first.getValue();
    }
}
