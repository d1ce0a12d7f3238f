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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.task.TaskView;
import java.util.List;

/** All that the page shows, in one answer: of everything that grows, the count and the latest. */
final class StateCall {

    private static final int LATEST = 50;

    private final Controls controls;
    private final TaskJson taskJson;
    private final MoneyCalls money;

    StateCall(Controls controls) {
        this.controls = controls;
        this.taskJson = new TaskJson(controls);
        this.money = new MoneyCalls(controls);
    }

    JsonNode read(Call call) {
        ObjectNode state = Json.object();
        state.set("clock", ClockCalls.json(controls.clock()));
        state.set("tasks", tasks());
        state.set("ledger", money.json(LATEST));
        state.set("requests", requests());
        state.set("faults", FaultCalls.json(controls.faults()));
        state.set("callbacks", callbacks());
        return state;
    }

    private JsonNode tasks() {
        List<TaskView> tasks = controls.tasks().list();
        ObjectNode json = Json.object().put("count", tasks.size());
        ArrayNode latest = json.putArray("latest");
        latest(tasks).forEach(task -> latest.add(taskJson.of(task)));
        return json;
    }

    private JsonNode requests() {
        List<RecordedRequest> requests = controls.journal().requests();
        ObjectNode json = Json.object().put("count", requests.size());
        ArrayNode latest = json.putArray("latest");
        latest(requests).forEach(request -> latest.add(RequestCalls.json(request)));
        return json;
    }

    private JsonNode callbacks() {
        List<Delivery> deliveries = controls.callbacks().deliveries();
        ObjectNode json = Json.object().put("count", deliveries.size());
        ArrayNode latest = json.putArray("latest");
        latest(deliveries).forEach(delivery -> latest.add(CallbackCalls.json(delivery)));
        return json;
    }

    /** The last ones, oldest first. */
    static <T> List<T> latest(List<T> all) {
        return all.subList(Math.max(0, all.size() - LATEST), all.size());
    }
}
