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

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short actions later. What it runs must not block, must not call the repository and must not
 * go on with an exchange.
 */
public final class Timer {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final ScheduledExecutorService executor;

    /**
     * @param executor one thread with an unbounded queue, so that nothing is ever rejected while it
     *     runs
     */
    public Timer(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /**
     * Runs something once; not at all when the executor is shut down before.
     *
     * @param nanos from now
     * @return by which it can be cancelled
     */
    public Entry schedule(long nanos, Runnable action) {
        try {
            Future<?> future =
                    executor.schedule(() -> run(action), Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("The timer is shut down; an action is dropped", e);
            return () -> {};
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("A timed action failed; the timer goes on", e);
        }
    }

    /** Something that waits for its time. */
    @FunctionalInterface
    public interface Entry {
        /** Makes sure that it does not run, unless it runs already. */
        void cancel();
    }
}
