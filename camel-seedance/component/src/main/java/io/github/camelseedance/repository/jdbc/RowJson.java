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
package io.github.camelseedance.repository.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.VideoTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks and refusals as they stand in a row. The names are those of the records; a field that is
 * not known here was written by a newer release and is left out.
 */
final class RowJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** In characters, of any text of the service: an end that did not fit would be lost. */
    private static final int LONGEST_TEXT = 4_000;

    /** In characters, of all links together; the video is the first one. */
    private static final int LONGEST_LINKS = 60_000;

    private RowJson() {}

    static String write(VideoTask task) {
        if (task == null) {
            return null;
        }
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", task.id());
        json.put("status", cut(task.status()));
        json.put("progress", task.progress());
        json.put("estimatedTime", task.estimatedTime());
        json.put("videoDuration", task.videoDuration());
        json.put("model", cut(task.model()));
        json.put("created", task.created() == null ? null : task.created().toString());
        ArrayNode results = json.putArray("results");
        int length = 0;
        for (String link : task.results()) {
            length += link.length();
            if (length <= LONGEST_LINKS) {
                results.add(link);
            }
        }
        if (task.error() != null) {
            json.putObject("error")
                    .put("code", cut(task.error().code()))
                    .put("message", cut(task.error().message()))
                    .put("type", cut(task.error().type()));
        }
        json.put("creditsReserved", task.creditsReserved());
        json.put("creditsUsed", task.creditsUsed());
        return json.toString();
    }

    static VideoTask readTask(String text) {
        JsonNode json = parse(text);
        if (json == null) {
            return null;
        }
        List<String> results = new ArrayList<>();
        json.path("results").forEach(link -> results.add(link.textValue()));
        return new VideoTask(
                text(json, "id"),
                text(json, "status"),
                json.path("progress").asInt(),
                json.hasNonNull("estimatedTime") ? json.get("estimatedTime").intValue() : null,
                json.hasNonNull("videoDuration") ? json.get("videoDuration").intValue() : null,
                text(json, "model"),
                json.hasNonNull("created") ? Instant.parse(text(json, "created")) : null,
                results,
                error(json.path("error")),
                number(json, "creditsReserved"),
                number(json, "creditsUsed"));
    }

    private static TaskError error(JsonNode json) {
        return json.isObject()
                ? new TaskError(text(json, "code"), text(json, "message"), text(json, "type"))
                : null;
    }

    static String write(ApiError error) {
        if (error == null) {
            return null;
        }
        return MAPPER.createObjectNode()
                .put("httpStatus", error.httpStatus())
                .put("code", cut(error.code()))
                .put("message", cut(error.message()))
                .put("type", cut(error.type()))
                .put("param", cut(error.param()))
                .put("requestId", cut(error.requestId()))
                .put(
                        "retryAfter",
                        error.retryAfter() == null ? null : error.retryAfter().toString())
                .toString();
    }

    static ApiError readError(String text) {
        JsonNode json = parse(text);
        return json == null
                ? null
                : new ApiError(
                        json.path("httpStatus").asInt(),
                        text(json, "code"),
                        text(json, "message"),
                        text(json, "type"),
                        text(json, "param"),
                        text(json, "requestId"),
                        json.hasNonNull("retryAfter")
                                ? Duration.parse(text(json, "retryAfter"))
                                : null);
    }

    /** Not between the halves of a surrogate pair. */
    private static String cut(String text) {
        if (text == null || text.length() <= LONGEST_TEXT) {
            return text;
        }
        int end = LONGEST_TEXT - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + '…';
    }

    private static JsonNode parse(String text) {
        try {
            return text == null ? null : MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of the task table holds JSON that is none", e);
        }
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).textValue();
    }

    private static Double number(JsonNode json, String field) {
        return json.hasNonNull(field) ? json.get(field).doubleValue() : null;
    }
}
