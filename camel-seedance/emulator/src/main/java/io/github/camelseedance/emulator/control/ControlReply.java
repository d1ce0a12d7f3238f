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
import io.github.camelseedance.emulator.api.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a call of the control API, or of the page, is answered with. */
public record ControlReply(int status, Map<String, String> headers, byte[] body) {

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cache-Control",
                    "no-store");

    static ControlReply json(JsonNode json) {
        return json(200, json);
    }

    static ControlReply json(int status, JsonNode json) {
        return of(status, "application/json; charset=utf-8", Json.bytes(json));
    }

    static ControlReply of(int status, String contentType, byte[] body) {
        return new ControlReply(status, ALWAYS, body).with("Content-Type", contentType);
    }

    ControlReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ControlReply(status, more, body);
    }
}
