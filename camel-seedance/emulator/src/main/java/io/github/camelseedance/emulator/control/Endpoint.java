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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One method of one path.
 *
 * @param template the path, with a name in braces for a segment that varies, as {@code
 *     /_emulator/tasks/{id}}
 */
record Endpoint(
        String method, String template, Function<Call, CompletionStage<ControlReply>> action) {

    /** An endpoint that answers JSON at once. */
    static Endpoint json(String method, String template, Function<Call, JsonNode> action) {
        return of(method, template, action.andThen(ControlReply::json));
    }

    /** An endpoint that answers at once. */
    static Endpoint of(String method, String template, Function<Call, ControlReply> action) {
        return new Endpoint(method, template, action.andThen(CompletableFuture::completedFuture));
    }

    /** The variable segments of a path, if it is this endpoint's. */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = List.of(template.split("/", -1));
        List<String> given = List.of(path.split("/", -1));
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String segment = wanted.get(i);
            if (segment.startsWith("{")) {
                variables.put(segment.substring(1, segment.length() - 1), given.get(i));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
