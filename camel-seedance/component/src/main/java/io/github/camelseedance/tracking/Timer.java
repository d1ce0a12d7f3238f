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

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread over a due queue. A queue of our own, because Camel's scheduled pools take only so many
 * waiting entries and then reject them, or make the caller sleep. What it runs must not block.
 */
public final class Timer {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final DelayQueue<Entry> queue = new DelayQueue<>();
    private final Future<?> loop;

    /**
     * @param thread runs the loop until {@link #stop()}; occupied all the time
     */
    public Timer(ExecutorService thread) {
        loop = thread.submit(this::run);
    }

    /**
     * Runs something later, once.
     *
     * @param nanos from now
     * @return by which it can be cancelled
     */
    public Entry schedule(long nanos, Runnable action) {
        Entry entry = new Entry(System.nanoTime() + Math.max(0, nanos), action);
        queue.add(entry);
        return entry;
    }

    /** Ends the thread; what is waiting never runs. */
    public void stop() {
        loop.cancel(true);
        queue.clear();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Runnable action = queue.take().action;
                if (action != null) {
                    action.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("A timed action failed; the timer goes on", e);
            }
        }
    }

    /** Something that waits for its time. */
    public static final class Entry implements Delayed {
        private final long due;
        private volatile Runnable action;

        private Entry(long due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        /** Makes sure that it does not run, unless it runs already. */
        public void cancel() {
            // The empty entry stays until its time: taking it out would cost a search of the queue.
            action = null;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(due - ((Entry) other).due);
        }
    }
}
