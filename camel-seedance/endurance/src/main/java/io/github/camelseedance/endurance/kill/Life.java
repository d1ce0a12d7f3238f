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
package io.github.camelseedance.endurance.kill;

import io.github.camelseedance.endurance.Child;
import io.github.camelseedance.repository.RowState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** One process from its start to its end, and what it has said of its work. */
final class Life {
    private final String node;
    private final int number;
    private final int creates;
    private final Child child;

    /**
     * A write of a row that has returned.
     *
     * @param version that the row has got
     */
    record Write(RowState state, String key, long version) {}

    private final List<Write> writes = new ArrayList<>();
    private final Map<String, RowState> begun = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final Map<String, RowState> written = new HashMap<>();
    private final Set<String> delivered = new TreeSet<>();
    private int takenAgain;
    private boolean killed;
    private Set<String> unacknowledged = Set.of();

    /**
     * @param creates how many create requests the service had seen before
     */
    Life(String node, int number, int creates, Child child) {
        this.node = node;
        this.number = number;
        this.creates = creates;
        this.child = child;
    }

    String node() {
        return node;
    }

    int number() {
        return number;
    }

    int creates() {
        return creates;
    }

    Child child() {
        return child;
    }

    /**
     * Kills the process.
     *
     * @param messages finds those that it has not acknowledged, once it is dead
     */
    void kill(Supplier<Set<String>> messages) {
        child.kill();
        killed = true;
        unacknowledged = messages.get();
        learn();
    }

    /** Reads what the process has said; it must have ended. */
    void learn() {
        for (String line : child.said()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "before" -> {
                    RowState state = RowState.valueOf(words[1]);
                    begun.put(words[2], state);
                    if (state == RowState.SENDING) {
                        sent.add(words[2]);
                    }
                }
                case "after" -> written.put(words[2], RowState.valueOf(words[1]));
                case "wrote" ->
                        writes.add(
                                new Write(
                                        RowState.valueOf(words[1]),
                                        words[2],
                                        Long.parseLong(words[3])));
                case "delivered" -> delivered.add(words[1]);
                case "gone" -> takenAgain++;
                default -> {
                    // Only those tell what is done.
                }
            }
        }
    }

    List<Write> writes() {
        return writes;
    }

    /** How many messages it was given whose file it had deleted already. */
    int takenAgain() {
        return takenAgain;
    }

    boolean wasKilled() {
        return killed;
    }

    /** The state that this process last wrote for a key, or null. */
    RowState written(String key) {
        return written.get(key);
    }

    /** The state that this process last was about to write for a key, or null. */
    RowState begun(String key) {
        return begun.get(key);
    }

    boolean hasDelivered(String task) {
        return task != null && delivered.contains(task);
    }

    boolean hasConfirmed(String key) {
        return written(key) == RowState.DELIVERED;
    }

    /** Whether this process itself has sent a key's request, and has got no answer in time. */
    boolean hasGivenUp(String key) {
        return sent.contains(key)
                && writes.stream()
                        .anyMatch(w -> w.state() == RowState.UNKNOWN && w.key().equals(key));
    }

    /** Whether the message of a key was still there when the process was dead. */
    boolean leftBehind(String key) {
        return unacknowledged.contains(key);
    }
}
