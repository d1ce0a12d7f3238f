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
package io.github.camelseedance.examples.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What the nodes have told so far. Thread-safe. */
final class Observer {

    private final Set<String> started = new HashSet<>();
    private final List<String> leaders = new ArrayList<>();
    private final Map<String, Integer> deliveries = new TreeMap<>();
    private final Set<String> delivered = new HashSet<>();

    /** Takes a line of {@link NodeEvents}. */
    synchronized void heard(String node, String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case NodeEvents.STARTED -> started.add(node);
            case NodeEvents.LEADER -> leaders.add(node);
            case NodeEvents.DELIVERED -> {
                deliveries.merge(node, 1, Integer::sum);
                delivered.add(words[1]);
            }
            default -> throw new IllegalArgumentException(node + " says " + line);
        }
        notifyAll();
    }

    /** How many nodes are up. */
    synchronized int started() {
        return started.size();
    }

    /** Who became leader, in the order of time. */
    synchronized List<String> leaders() {
        return List.copyOf(leaders);
    }

    /** How many tasks have been delivered, however often. */
    synchronized int delivered() {
        return delivered.size();
    }

    /** How many tasks a node has delivered. */
    synchronized int deliveries(String node) {
        return deliveries.getOrDefault(node, 0);
    }

    /** How many deliveries were of tasks that had been delivered before. */
    synchronized int repeated() {
        return deliveries.values().stream().mapToInt(Integer::intValue).sum() - delivered.size();
    }

    /** Waits until something is so; asks whenever a node says something, and each 100 ms. */
    synchronized boolean await(BooleanSupplier what, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!what.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            try {
                wait(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
