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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The watches of this process, one for each task. */
final class Watches {
    private final Map<Watch.Id, Watch> watches = new ConcurrentHashMap<>();
    private final Duration statusInterval;

    Watches(Duration statusInterval) {
        this.statusInterval = statusInterval;
    }

    /**
     * Takes in somebody's interest in a task.
     *
     * @param begins hears of the watch when it has begun with this interest
     */
    Watch join(Tracker.Target target, Consumer<Watch> interest, Consumer<Watch> begins) {
        Watch.Id id = new Watch.Id(target.account().label(), target.taskId());
        while (true) {
            Watch fresh = new Watch(target, statusInterval.toNanos());
            Watch known = watches.putIfAbsent(id, fresh);
            Watch watch = known == null ? fresh : known;
            if (watch.join(interest)) {
                if (known == null) {
                    begins.accept(fresh);
                }
                return watch;
            }
            remove(watch);
        }
    }

    /** The watch of a task, or null. */
    Watch of(String account, String taskId) {
        return watches.get(new Watch.Id(account, taskId));
    }

    void remove(Watch watch) {
        watches.remove(watch.id(), watch);
    }

    Stream<Watch> all(Predicate<Watch> which) {
        return watches.values().stream().filter(which);
    }

    int size() {
        return watches.size();
    }
}
