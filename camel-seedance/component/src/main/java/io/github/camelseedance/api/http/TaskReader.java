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
import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a task from the JSON of a create call, a status read or a callback. Everything but the id
 * may be missing, and the shapes that the service's documents and clients know are all understood.
 */
final class TaskReader {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private TaskReader() {}

    /** The task in this object, or in its {@code data}; null where there is no well-formed id. */
    static VideoTask read(JsonNode body) {
        JsonNode data = body.path("data");
        JsonNode task = id(body) == null && data.isObject() ? data : body;
        String id = id(task);
        if (id == null) {
            return null;
        }
        JsonNode info = task.path("task_info");
        JsonNode usage = task.path("usage");
        JsonNode billing = task.path("billing");
        return new VideoTask(
                id,
                status(task),
                progress(task),
                Json.integer(info.path("estimated_time"), task.path("estimated_time")),
                Json.integer(
                        info.path("video_duration"),
                        task.path("video_duration"),
                        task.path("duration")),
                Redaction.text(Json.text(task.path("model"))),
                created(task),
                results(task),
                error(task.path("error")),
                Json.number(usage.path("credits_reserved"), billing.path("reserved_credits")),
                Json.number(usage.path("credits_used"), billing.path("charged_credits")));
    }

    private static String id(JsonNode task) {
        String id = Json.text(task.path("id"), task.path("task_id"));
        return TaskIds.isWellFormed(id) ? id : null;
    }

    /** A known word in lower case; any other as it came; none is a task that was just accepted. */
    private static String status(JsonNode task) {
        String word = Redaction.text(Json.text(task.path("status")));
        if (word == null) {
            return TaskStatus.PENDING;
        }
        return TaskStatus.isKnown(word) ? word.toLowerCase(Locale.ROOT) : word;
    }

    private static int progress(JsonNode task) {
        Integer progress = Json.integer(task.path("progress"));
        return progress == null ? 0 : Math.max(0, Math.min(100, progress));
    }

    private static Instant created(JsonNode task) {
        Double seconds = Json.number(task.path("created"), task.path("created_at"));
        return seconds == null || seconds <= 0 || seconds > LAST_SECOND
                ? null
                : Instant.ofEpochSecond(seconds.longValue());
    }

    /** {@code results}, else {@code result_data}, else {@code output}. */
    private static List<String> results(JsonNode task) {
        return Stream.of("results", "result_data", "output")
                .map(name -> links(task.path(name)))
                .filter(links -> !links.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> links(JsonNode node) {
        List<String> links = new ArrayList<>();
        for (JsonNode item : node.isArray() ? node : List.of(node)) {
            JsonNode link = item.isObject() ? item.path("video_url") : item;
            if (link.isTextual() && !link.asText().isBlank()) {
                links.add(link.asText().strip());
            }
        }
        return links;
    }

    private static TaskError error(JsonNode error) {
        if (error.isTextual() && !error.asText().isBlank()) {
            String text = error.asText().strip();
            return new TaskError(
                    CODE.matcher(text).matches() ? text : null, Redaction.text(text), null);
        }
        if (!error.isObject() || error.isEmpty()) {
            return null;
        }
        return new TaskError(
                Redaction.text(Json.text(error.path("code"))),
                Redaction.text(Json.text(error.path("message"))),
                Redaction.text(Json.text(error.path("type"))));
    }
}
