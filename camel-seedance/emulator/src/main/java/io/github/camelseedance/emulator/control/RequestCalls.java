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
import io.github.camelseedance.emulator.journal.Answer;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.journal.Requests;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The requests that arrived, but for the control API's own. */
final class RequestCalls {

    private static final String PATH = ControlApi.PREFIX + "requests";

    /** A body above this is an image, or nothing that a person reads. */
    private static final int MAX_BODY = 16 * 1024;

    private final Journal journal;

    RequestCalls(Journal journal) {
        this.journal = journal;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.json("GET", PATH, this::list), Endpoint.json("DELETE", PATH, this::clear));
    }

    private JsonNode list(Call call) {
        Requests found = journal.requests();
        Map<String, String> wanted = call.parameters("method", "path", "task", "key", "status");
        for (Map.Entry<String, String> filter : wanted.entrySet()) {
            String value = filter.getValue();
            found =
                    switch (filter.getKey()) {
                        case "method" -> found.method(value.toUpperCase(Locale.ROOT));
                        case "path" -> found.path(value);
                        case "task" -> found.forTask(value);
                        case "key" -> found.withKey(value);
                        default -> found.answered(status(value));
                    };
        }
        ObjectNode answer =
                Json.object().put("count", found.size()).put("connections", journal.connections());
        ArrayNode array = answer.putArray("requests");
        for (RecordedRequest request : found) {
            ObjectNode json = json(request);
            if (request.body().length > 0 && request.body().length <= MAX_BODY) {
                Json.read(request.body()).ifPresent(body -> json.set("body", body));
            }
            array.add(json);
        }
        return answer;
    }

    /** An HTTP status; 0 stands for those that were never answered. */
    private static int status(String value) {
        if (value.matches("0|[1-5]\\d\\d")) {
            return Integer.parseInt(value);
        }
        throw ControlError.badRequest(
                "status is '" + value + "' but must be an HTTP status, or 0 for no answer");
    }

    /** A request without its body. */
    static ObjectNode json(RecordedRequest request) {
        ObjectNode json =
                Json.object()
                        .put("at", request.receivedAt().toString())
                        .put("method", request.method())
                        .put("path", request.path())
                        .put(
                                "key",
                                request.credential() == null ? null : request.credential().label())
                        .put("idempotency_key", request.header("Idempotency-Key"));
        Answer answer = request.answer();
        if (answer != null) {
            json.put("status", answer.status())
                    .put("millis", answer.after().toMillis())
                    .put("fault", answer.fault().isEmpty() ? null : answer.fault());
        }
        return json;
    }

    private JsonNode clear(Call call) {
        journal.clear();
        return list(call);
    }
}
