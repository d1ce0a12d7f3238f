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
package io.github.camelseedance.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/** Reads JSON of which nothing is certain: what is missing or of another type is null. */
final class Json {
    private Json() {}

    /** The JSON object in these bytes; a missing node where there is none. */
    static JsonNode object(ObjectMapper mapper, byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode node = mapper.readTree(body);
            return node != null && node.isObject() ? node : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The first of these that is text with something in it or a number, as text; or null. */
    static String text(JsonNode... candidates) {
        for (JsonNode node : candidates) {
            if ((node.isTextual() || node.isNumber()) && !node.asText().isBlank()) {
                return node.asText();
            }
        }
        return null;
    }

    /** The first of these that is a finite number, or text that is one; or null. */
    static Double number(JsonNode... candidates) {
        for (JsonNode node : candidates) {
            double value =
                    node.isNumber() || node.isTextual() ? node.asDouble(Double.NaN) : Double.NaN;
            if (Double.isFinite(value)) {
                return value;
            }
        }
        return null;
    }

    /** As {@link #number}, rounded. */
    static Integer integer(JsonNode... candidates) {
        Double value = number(candidates);
        return value == null ? null : (int) Math.round(value);
    }
}
