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
package io.github.camelseedance.emulator.service;

import io.github.camelseedance.emulator.api.ApiError;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Parts what was begun before a reset from what comes after it: a request that was still under way,
 * as one whose images were being fetched, has no effect on the emulator that is as new.
 * Thread-safe.
 */
public final class Resets {

    /** For calls that no reset concerns, as the one that resets. */
    public static final Span ALWAYS =
            new Span() {
                @Override
                public <T> T within(Supplier<T> work) {
                    return work.get();
                }
            };

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicInteger count = new AtomicInteger();

    /** Runs a reset while no request is having an effect. */
    public void run(Runnable reset) {
        lock.writeLock().lock();
        try {
            count.incrementAndGet();
            reset.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** A time without a reset. */
    public interface Span {

        /**
         * Lets work have its effect, which must not block, before any reset.
         *
         * @throws ApiError 503 when there was a reset since; the work is not done
         */
        <T> T within(Supplier<T> work);
    }

    /** The time from now until the next reset. */
    public Span span() {
        int number = count.get();
        return new Span() {
            @Override
            public <T> T within(Supplier<T> work) {
                return unlessLater(number, work);
            }
        };
    }

    private <T> T unlessLater(int number, Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (count.get() != number) {
                throw new ApiError(
                        503,
                        "service_unavailable",
                        "api_error",
                        null,
                        "The emulator was reset while this request was under way; it has had no"
                                + " effect since");
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
