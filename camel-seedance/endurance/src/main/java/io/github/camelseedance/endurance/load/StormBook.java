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
package io.github.camelseedance.endurance.load;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the routes of a {@link Storm} were told, written down by several threads. */
final class StormBook {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Map<String, String> unexpected = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> deliveries = new ConcurrentHashMap<>();

    void sent(String key) {
        keys.add(key);
    }

    /** The service refused for good. */
    void refused(String key) {
        refused.add(key);
    }

    void unexpected(String key, Exception failure) {
        unexpected.put(key, failure.toString());
    }

    /** A submit has answered with this task. */
    void accepted(String taskId) {
        accepted.add(taskId);
    }

    /** A generate has ended with this task. */
    void generated(String taskId) {
        accepted(taskId);
        delivered(taskId);
    }

    /** A route has got the task's end. */
    void delivered(String taskId) {
        deliveries.merge(taskId, 1, Integer::sum);
    }

    boolean allDelivered() {
        return deliveries.keySet().containsAll(accepted);
    }

    Set<String> keys() {
        return Set.copyOf(keys);
    }

    Set<String> refused() {
        return Set.copyOf(refused);
    }

    Map<String, String> unexpected() {
        return Map.copyOf(unexpected);
    }

    /** How often each task's end was delivered. */
    Map<String, Integer> deliveries() {
        return Map.copyOf(deliveries);
    }

    /** Tasks whose end was delivered more than once. */
    List<String> deliveredTwice() {
        return deliveries.entrySet().stream()
                .filter(delivery -> delivery.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
