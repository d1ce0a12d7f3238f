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
import io.github.camelseedance.emulator.callback.Attempt;
import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.task.Tasks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The callbacks that were sent or wait to be. */
final class CallbackCalls {

    private static final String PATH = ControlApi.PREFIX + "callbacks";

    private final Callbacks callbacks;
    private final Tasks tasks;

    CallbackCalls(Controls controls) {
        this.callbacks = controls.callbacks();
        this.tasks = controls.tasks();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.json("GET", PATH, this::list),
                Endpoint.json("POST", TaskCalls.ONE + "/redeliver", this::redeliver));
    }

    private JsonNode list(Call call) {
        String task = call.parameters("task").get("task");
        List<Delivery> deliveries =
                task == null ? callbacks.deliveries() : callbacks.deliveries(task);
        ObjectNode answer = Json.object().put("count", deliveries.size());
        ArrayNode array = answer.putArray("callbacks");
        for (Delivery delivery : deliveries) {
            ObjectNode json = json(delivery);
            Json.read(delivery.body().getBytes(StandardCharsets.UTF_8))
                    .ifPresent(body -> json.set("body", body));
            array.add(json);
        }
        return answer;
    }

    private JsonNode redeliver(Call call) {
        call.fields();
        String id = TaskCalls.find(tasks, call).id();
        return json(callbacks.redeliver(id));
    }

    /** A delivery without its body. */
    static ObjectNode json(Delivery delivery) {
        ObjectNode json =
                Json.object()
                        .put("task", delivery.taskId())
                        .put("url", delivery.url())
                        .put("method", delivery.method())
                        .put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        ArrayNode attempts = json.putArray("attempts");
        for (Attempt attempt : delivery.attempts()) {
            attempts.addObject()
                    .put("at", attempt.time().toString())
                    .put("status", attempt.status())
                    .put("failure", attempt.failure())
                    .put("millis", attempt.took().toMillis());
        }
        return json;
    }
}
