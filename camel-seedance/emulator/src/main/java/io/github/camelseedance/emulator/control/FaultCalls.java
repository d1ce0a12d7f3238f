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
import io.github.camelseedance.emulator.fault.FaultKind;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.fault.Rule;
import java.util.List;
import java.util.Locale;

/** What is to go wrong. */
final class FaultCalls {

    private static final String PATH = ControlApi.PREFIX + "faults";
    private static final String ONE = PATH + "/{id}";
    private static final String[] CONDITIONS = {"prompt", "model", "header", "task"};

    private final Faults faults;

    FaultCalls(Faults faults) {
        this.faults = faults;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.json("GET", PATH, call -> catalogue()),
                Endpoint.json("POST", PATH, this::add),
                Endpoint.json("DELETE", PATH, this::clear),
                Endpoint.json("DELETE", ONE, this::remove));
    }

    /** The rules in force, oldest first. */
    static ArrayNode json(Faults faults) {
        ArrayNode array = Json.object().putArray("faults");
        for (Rule rule : faults.rules()) {
            ObjectNode json = array.addObject();
            json.put("id", rule.id()).put("script", rule.text());
            if (rule.match() != null) {
                json.set("when", json(rule.match()));
            }
        }
        return array;
    }

    private static JsonNode json(Match match) {
        ObjectNode when = Json.object();
        String of = match.of().name().toLowerCase(Locale.ROOT);
        if (match.of() == Match.Field.HEADER) {
            when.putObject(of).put("name", match.name()).put("value", match.value());
        } else {
            when.put(of, match.value());
        }
        return when;
    }

    private ObjectNode list() {
        ObjectNode answer = Json.object();
        answer.set("faults", json(faults));
        return answer;
    }

    /** The rules, and for each phase what can be scripted. */
    private JsonNode catalogue() {
        ObjectNode answer = list();
        ObjectNode known = answer.putObject("known");
        for (Phase phase : Phase.values()) {
            ArrayNode kinds = known.putArray(phase.word());
            FaultKind.in(phase).forEach(kind -> kinds.add(kind.usage()));
        }
        return answer;
    }

    private JsonNode add(Call call) {
        Fields fields = call.fields("script", "when");
        String script = fields.text("script");
        if (fields.has("when")) {
            faults.when(match(fields.object("when", CONDITIONS))).script(script);
        } else {
            faults.script(script);
        }
        return list();
    }

    private static Match match(Fields when) {
        List<String> given = List.of(CONDITIONS).stream().filter(when::has).toList();
        if (given.size() != 1) {
            throw ControlError.badRequest(
                    "when must have exactly one of " + String.join(", ", CONDITIONS));
        }
        return switch (given.get(0)) {
            case "prompt" -> Match.prompt(when.text("prompt"));
            case "model" -> Match.model(when.text("model"));
            case "task" -> Match.task(when.text("task"));
            default -> {
                Fields header = when.object("header", "name", "value");
                yield Match.header(header.text("name"), header.text("value"));
            }
        };
    }

    private JsonNode clear(Call call) {
        faults.clear();
        return list();
    }

    private JsonNode remove(Call call) {
        String id = call.variable("id");
        boolean removed = id.matches("\\d{1,9}") && faults.remove(Integer.parseInt(id));
        if (!removed) {
            throw ControlError.notFound(
                    "There is no fault " + id + "; GET " + PATH + " lists those in force");
        }
        return list();
    }
}
