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
package io.github.camelseedance.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelseedance.api.http.TaskIds;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The body of a callback, which anybody could have written who has seen the URL. All that is looked
 * for is the id of a task, as a hint; it is read within bounds (of Jackson too: depth and lengths),
 * and its parts are neither kept nor made into objects.
 */
final class CallbackBody {
    /** The largest body that is read, in bytes. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final String ID = "id";
    private static final String TASK_ID = "task_id";
    private static final String DATA = "data";

    /** Names that a stranger makes up do not stay in memory. */
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    private CallbackBody() {}

    /**
     * @param body or null for none
     * @return empty when it is longer than {@link #MAX_BYTES}
     */
    static Optional<byte[]> read(InputStream body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(MAX_BYTES + 1);
        return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
    }

    /**
     * The task that a body names: in {@code id} or {@code task_id}, or in those of {@code data}
     * where the task is wrapped.
     *
     * @return null when the body is no JSON object, or names no task id that could be one
     */
    static String taskId(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            String id = taskId(parser, true);
            return parser.nextToken() == null && TaskIds.isWellFormed(id) ? id : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String taskId(JsonParser parser, boolean outermost) throws IOException {
        Map<String, String> found = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (found.containsKey(name)) {
                throw new JsonParseException(parser, "More than one " + name);
            }
            boolean id = ID.equals(name) || TASK_ID.equals(name);
            if (id && value == JsonToken.VALUE_STRING) {
                found.put(name, parser.getText());
            } else if (outermost && DATA.equals(name) && value == JsonToken.START_OBJECT) {
                found.put(DATA, taskId(parser, false));
            } else {
                parser.skipChildren();
            }
        }
        // What wraps a task may have an id of its own.
        String wrapped = found.get(DATA);
        return wrapped == null ? found.getOrDefault(TASK_ID, found.get(ID)) : wrapped;
    }
}
