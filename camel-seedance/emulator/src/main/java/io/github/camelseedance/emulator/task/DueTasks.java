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
package io.github.camelseedance.emulator.task;

import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The tasks that the clock ends, each at its own time. Guarded by their {@link TaskStore}. */
final class DueTasks {

    private final EmulatorClock clock;
    private final End end;
    private final Consumer<Task> onRendered;
    private final NavigableSet<Task> open =
            new TreeSet<>(
                    Comparator.comparing((Task task) -> task.due)
                            .thenComparingLong(task -> task.number));

    /** Due, but their videos are not rendered. */
    private final Set<Task> unrendered = new LinkedHashSet<>();

    /** What ends a task, and takes it from here by {@link #remove}. */
    @FunctionalInterface
    interface End {
        void end(Task task, Outcome outcome, Instant at);
    }

    /**
     * @param onRendered told of a due task whose video is there now, on any thread
     */
    DueTasks(EmulatorClock clock, End end, Consumer<Task> onRendered) {
        this.clock = clock;
        this.end = end;
        this.onRendered = onRendered;
    }

    void add(Task task) {
        open.add(task);
    }

    void remove(Task task) {
        open.remove(task);
        unrendered.remove(task);
    }

    void clear() {
        open.clear();
        unrendered.clear();
    }

    /** Ends what is due; while the clock runs, not before its video is rendered. */
    void settle() {
        Instant now = clock.now();
        while (!open.isEmpty() && !open.first().due.isAfter(now)) {
            Task task = open.pollFirst();
            if (task.isToBeRendered() && !clock.isFrozen()) {
                unrendered.add(task);
                task.video.whenComplete((video, failure) -> onRendered.accept(task));
            } else {
                end.end(task, task.outcome(), task.due);
            }
        }
        if (!unrendered.isEmpty() && clock.isFrozen()) {
            List.copyOf(unrendered).forEach(task -> end.end(task, task.outcome(), now));
        }
    }

    /** Ends a task whose video is there, unless something else has ended it meanwhile. */
    void rendered(Task task) {
        if (unrendered.contains(task)) {
            end.end(task, task.outcome(), clock.now());
        }
    }
}
