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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.Durations;
import io.github.camelseedance.emulator.api.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The JSON object in a request's body; every error names the field, its value and what goes. */
final class Fields {

    private final ObjectNode json;

    private Fields(ObjectNode json) {
        this.json = json;
    }

    /**
     * @param body empty for no fields at all
     * @param known what the object may hold
     * @throws ControlError 400 for anything else
     */
    static Fields read(byte[] body, String... known) {
        JsonNode json = body.length == 0 ? Json.object() : Json.read(body).orElse(null);
        return of(json, "The body", known);
    }

    private static Fields of(JsonNode json, String what, String... known) {
        List<String> names = List.of(known);
        if (!(json instanceof ObjectNode object)) {
            throw ControlError.badRequest(
                    what
                            + " must be one JSON object with "
                            + (names.isEmpty() ? "no fields" : String.join(", ", names)));
        }
        object.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!names.contains(name)) {
                                throw ControlError.badRequest(
                                        what
                                                + " has the unknown field '"
                                                + name
                                                + "'; it may have "
                                                + (names.isEmpty()
                                                        ? "none"
                                                        : String.join(", ", names)));
                            }
                        });
        return new Fields(object);
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    String text(String name) {
        return value(name, "a string", JsonNode::isTextual).textValue();
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    boolean flag(String name) {
        return value(name, "true or false", JsonNode::isBoolean).booleanValue();
    }

    double number(String name) {
        return value(name, "a number", JsonNode::isNumber).doubleValue();
    }

    int count(String name) {
        return value(
                        name,
                        "a whole number, at most " + Integer.MAX_VALUE,
                        n -> n.isIntegralNumber() && n.canConvertToInt())
                .intValue();
    }

    Duration duration(String name) {
        String text = value(name, "a duration, as \"165s\"", JsonNode::isTextual).textValue();
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw ControlError.badRequest(name + ": " + e.getMessage());
        }
    }

    Fields object(String name, String... known) {
        return of(json.get(name), name, known);
    }

    private JsonNode value(String name, String wanted, Predicate<JsonNode> fits) {
        JsonNode value = json.get(name);
        if (value == null || !fits.test(value)) {
            throw ControlError.badRequest(
                    name
                            + (value == null ? " is missing" : " is " + value)
                            + " but must be "
                            + wanted);
        }
        return value;
    }
}
