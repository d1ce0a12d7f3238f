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

import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of the control API.
 *
 * @param variables what stands in the path where its endpoint has a name in braces
 */
record Call(RecordedRequest request, Map<String, String> variables) {

    String variable(String name) {
        return variables.get(name);
    }

    Fields fields(String... known) {
        return Fields.read(request.body(), known);
    }

    /**
     * The parameters after the question mark.
     *
     * @throws ControlError 400 when there is one that is not known
     */
    Map<String, String> parameters(String... known) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (request.query() == null || request.query().isEmpty()) {
            return parameters;
        }
        List<String> names = List.of(known);
        for (String pair : request.query().split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            if (!names.contains(name)) {
                throw ControlError.badRequest(
                        "There is no parameter '"
                                + name
                                + "'; there are "
                                + (names.isEmpty() ? "none" : String.join(", ", names)));
            }
            parameters.put(name, parts.length == 1 ? "" : decoded(parts[1]));
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ControlError.badRequest("'" + text + "' in the query is not percent-encoded");
        }
    }
}
