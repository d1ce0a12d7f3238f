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
package io.github.camelseedance.emulator.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.account.Credential;
import io.github.camelseedance.emulator.api.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it arrived, and its answer.
 *
 * @param query null when there was none
 * @param headers names in any case; the value of Authorization is replaced by {@code valid} or
 *     {@code invalid}
 * @param credential whose key the request carried, null when it had none or a wrong one
 * @param body as it arrived, empty when the connection was reset before it was read
 * @param receivedNanos {@link System#nanoTime()} when the head had arrived
 * @param receivedAt the emulated time then
 * @param answer null until it goes out
 */
public record RecordedRequest(
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        boolean authorizationPresent,
        Credential credential,
        byte[] body,
        long receivedNanos,
        Instant receivedAt,
        Answer answer) {

    private static final String MEDIA = "/media/";
    private static final String READS = "/v1/tasks/";

    /** Whether the request carried a key that is accepted. */
    public boolean authorizationValid() {
        return credential != null;
    }

    /** The body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first value of a header, or null. */
    public String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /** This request with the given body. */
    public RecordedRequest withBody(byte[] body) {
        return with(headers, body, answer);
    }

    /** This request as if it had not carried the given header. */
    public RecordedRequest withoutHeader(String name) {
        Map<String, List<String>> rest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rest.putAll(headers);
        rest.remove(name);
        return with(rest, body, answer);
    }

    RecordedRequest withAnswer(Answer answer) {
        return with(headers, body, answer);
    }

    private RecordedRequest with(Map<String, List<String>> headers, byte[] body, Answer answer) {
        return new RecordedRequest(
                method,
                path,
                query,
                headers,
                authorizationPresent,
                credential,
                body,
                receivedNanos,
                receivedAt,
                answer);
    }

    /** Whether this reads the task, alone or in a batch, or downloads its video. */
    boolean names(String taskId) {
        return path.equals(READS + taskId)
                || path.equals(MEDIA + taskId + ".mp4")
                || (path.equals(READS + "batch") && batchNames(taskId));
    }

    private boolean batchNames(String taskId) {
        JsonNode ids = Json.read(body).map(json -> json.path("task_ids")).orElse(null);
        if (ids != null) {
            for (JsonNode id : ids) {
                if (id.isTextual() && id.textValue().equals(taskId)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One line, for failed assertions: which call for what, and its answer. */
    @Override
    public String toString() {
        String key = header("Idempotency-Key");
        return method
                + " "
                + path
                + (key == null ? "" : " Idempotency-Key: " + key)
                + " -> "
                + (answer == null ? "no answer yet" : answer);
    }
}
