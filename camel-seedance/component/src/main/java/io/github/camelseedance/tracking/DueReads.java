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

import io.github.camelseedance.api.http.SeedanceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** The tasks of one account in the order in which their reads are due. Not thread-safe. */
final class DueReads {
    /**
     * A read that is due.
     *
     * @param at time of {@link System#nanoTime}
     * @param stamp the scheduling of the watch that it belongs to
     * @param alone whether it must not be read together with others
     */
    record Due(long at, long stamp, boolean alone, Watch watch) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    private static final long NEAR_NANOS = Duration.ofMillis(100).toNanos();

    private final PriorityQueue<Due> queue = new PriorityQueue<>();

    void add(Due due) {
        queue.add(due);
    }

    /** When the first one is due; it may have been put off meanwhile. */
    OptionalLong first() {
        Due head = queue.peek();
        return head == null ? OptionalLong.empty() : OptionalLong.of(head.at);
    }

    /**
     * Takes what is due, and into the same call what is due very soon.
     *
     * @param batch whether several tasks can be read by one call
     * @param wanted whether a task is still to be read
     */
    List<Watch> take(long now, boolean batch, Predicate<Watch> wanted) {
        List<Watch> together = new ArrayList<>();
        int limit = batch ? SeedanceClient.BATCH_LIMIT : 1;
        while (!queue.isEmpty() && together.size() < limit) {
            Due head = queue.peek();
            long horizon = together.isEmpty() ? now : now + NEAR_NANOS;
            if (head.at - horizon > 0 || (head.alone && !together.isEmpty())) {
                break;
            }
            queue.remove();
            if (isCurrent(head) && wanted.test(head.watch)) {
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
}
