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
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.util.List;
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
        Map<String, String> wanted = call.parameters("method", "path");
        List<RecordedRequest> found =
                journal.requests().stream()
                        .filter(r -> r.method().equals(wanted.getOrDefault("method", r.method())))
                        .filter(r -> r.path().startsWith(wanted.getOrDefault("path", "")))
                        .toList();
        ObjectNode answer = Json.object().put("count", found.size());
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

    /** A request in a line. */
    static ObjectNode json(RecordedRequest request) {
        return Json.object()
                .put("method", request.method())
                .put("path", request.path())
                .put("key", request.credential() == null ? null : request.credential().label())
                .put("idempotency_key", request.header("Idempotency-Key"));
    }

    private JsonNode clear(Call call) {
        journal.clear();
        return list(call);
    }
}
