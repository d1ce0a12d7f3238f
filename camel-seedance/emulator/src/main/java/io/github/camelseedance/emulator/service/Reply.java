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
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.control.ControlReply;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An answer as a value, so that faults can change it before it goes out. */
public record Reply(int status, Map<String, String> headers, ByteBuffer body) {

    public static Reply json(int status, JsonNode json) {
        return json(status, Json.bytes(json));
    }

    public static Reply json(int status, byte[] json) {
        return of(status, "application/json; charset=utf-8", json)
                .with("X-Request-Id", UUID.randomUUID().toString());
    }

    public static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of("Content-Type", contentType), ByteBuffer.wrap(body));
    }

    public static Reply of(ControlReply answer) {
        return new Reply(answer.status(), answer.headers(), ByteBuffer.wrap(answer.body()));
    }

    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    public Reply without(String name) {
        Map<String, String> rest = new LinkedHashMap<>(headers);
        rest.remove(name);
        return new Reply(status, rest, body);
    }

    /** What the body says, if that is JSON. */
    Optional<JsonNode> json() {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return Json.read(bytes);
    }

    /** This answer with another body. */
    public Reply withJson(JsonNode json) {
        return new Reply(status, headers, ByteBuffer.wrap(Json.bytes(json)));
    }

    /** This answer with only the first bytes of its body. */
    public Reply truncated(long bytes) {
        int length = (int) Math.min(Math.max(bytes, 0), body.remaining());
        return new Reply(status, headers, body.slice(body.position(), length));
    }

    public int length() {
        return body.remaining();
    }
}
