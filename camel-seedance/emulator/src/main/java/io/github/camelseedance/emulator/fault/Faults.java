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
package io.github.camelseedance.emulator.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** The script of what goes wrong: for each phase a queue, and what holds when it is empty. */
public final class Faults {

    private final Map<Phase, Deque<Fault>> queues = new EnumMap<>(Phase.class);
    private final Map<Phase, Fault> standing = new EnumMap<>(Phase.class);

    /** Lets the next call that has no fault yet meet this one. */
    public synchronized Faults next(Phase phase, Fault fault) {
        queues.computeIfAbsent(phase, p -> new ArrayDeque<>()).addLast(fault);
        return this;
    }

    /** Lets every call meet this fault, once the queue is empty. */
    public synchronized Faults always(Phase phase, Fault fault) {
        standing.put(phase, fault);
        return this;
    }

    /** No faults any more, in any phase. */
    public synchronized void clear() {
        queues.clear();
        standing.clear();
    }

    /** The fault of the call that arrives now; {@link Fault#none()} when nothing is scripted. */
    public synchronized Fault take(Phase phase) {
        Deque<Fault> queue = queues.get(phase);
        Fault fault = queue == null ? null : queue.pollFirst();
        return fault != null ? fault : standing.getOrDefault(phase, Fault.none());
    }
}
