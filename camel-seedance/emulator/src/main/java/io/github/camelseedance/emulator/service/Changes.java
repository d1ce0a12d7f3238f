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
package io.github.camelseedance.emulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.fault.ChangeFault;

/** True answers of the API as faults change what they say. */
public final class Changes {

    private static final int OK = 200;

    private Changes() {}

    /** The answer, changed; a refusal, or anything that is no JSON, stays as it is. */
    public static Reply apply(ChangeFault fault, Reply reply) {
        return reply.status() == OK
                ? reply.json().map(json -> reply.withJson(changed(fault, json))).orElse(reply)
                : reply;
    }

    private static JsonNode changed(ChangeFault fault, JsonNode json) {
        if (fault instanceof ChangeFault.OfTask ofTask && !json.path("data").isArray()) {
            return ofTask(ofTask, json);
        }
        if (fault instanceof ChangeFault.WithoutId && json instanceof ObjectNode created) {
            created.remove("id");
        } else if (json.path("data") instanceof ArrayNode tasks) {
            change(fault, tasks);
        }
        return json;
    }

    private static void change(ChangeFault fault, ArrayNode tasks) {
        if (fault instanceof ChangeFault.OfTask ofTask) {
            for (int i = 0; i < tasks.size(); i++) {
                tasks.set(i, ofTask(ofTask, tasks.get(i)));
            }
        } else if (fault instanceof ChangeFault.Partial partial) {
            while (tasks.size() > partial.tasks()) {
                tasks.remove(tasks.size() - 1);
            }
        } else if (fault instanceof ChangeFault.Omit omit) {
            tasks.remove(omit.index());
        }
    }

    /** What is said of one task, changed; the given node stays as it is. */
    static JsonNode ofTask(ChangeFault.OfTask fault, JsonNode task) {
        JsonNode copy = task.deepCopy();
        if (copy instanceof ObjectNode changed) {
            if (fault instanceof ChangeFault.UnknownStatus status) {
                changed.put("status", status.word());
            } else {
                changed.put("progress", task.path("progress").asInt() / 2);
            }
        }
        return copy;
    }
}
