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
package io.github.camelseedance.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.account.Limits;
import io.github.camelseedance.emulator.api.Json;
import java.util.List;

/** What each key and each account may do. */
final class LimitCalls {

    private static final String PATH = ControlApi.PREFIX + "limits";
    private static final String REQUESTS = "requests_per_second";
    private static final String TASKS = "concurrent_tasks";
    private static final String SLOTS = "upload_slots";

    private final Limits limits;

    LimitCalls(Limits limits) {
        this.limits = limits;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.json("GET", PATH, call -> json()),
                Endpoint.json("PUT", PATH, this::change));
    }

    private JsonNode json() {
        return Json.object()
                .put(REQUESTS, limits.requestsPerSecond())
                .put(TASKS, limits.concurrentTasks())
                .put(SLOTS, limits.uploadSlots());
    }

    /** Changes those that are given; all of them, or none when one is wrong. */
    private JsonNode change(Call call) {
        Fields fields = call.fields(REQUESTS, TASKS, SLOTS);
        int requests = given(fields, REQUESTS, limits.requestsPerSecond());
        int tasks = given(fields, TASKS, limits.concurrentTasks());
        int slots = given(fields, SLOTS, limits.uploadSlots());
        limits.requestsPerSecond(requests);
        limits.concurrentTasks(tasks);
        limits.uploadSlots(slots);
        return json();
    }

    private static int given(Fields fields, String name, int otherwise) {
        if (!fields.has(name)) {
            return otherwise;
        }
        int value = fields.count(name);
        if (value < 0) {
            throw ControlError.badRequest(name + " is " + value + " but must be 0 or more");
        }
        return value;
    }
}
