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
package io.github.camelseedance;

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.Violation;

import org.apache.camel.Converter;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts the component's records. A task becomes JSON in bytes or a map, in the API's own terms;
 * as a String it stays the short form without links, because Camel makes a String of a body to log
 * it, and a link is a bearer's right to the video.
 */
@Converter(generateLoader = true)
public final class SeedanceConverter {
    private SeedanceConverter() {}

    /** The task in the API's terms, without what is not set; {@code created} in Unix seconds. */
    @Converter
    public static Map<String, Object> toMap(VideoTask task) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", task.id());
        map.put("model", task.model());
        map.put("status", task.status());
        map.put("progress", task.progress());
        map.put("created", task.created() == null ? null : task.created().getEpochSecond());
        map.put("estimated_time", task.estimatedTime());
        map.put("video_duration", task.videoDuration());
        map.put("credits_reserved", task.creditsReserved());
        map.put("credits_used", task.creditsUsed());
        map.put("results", task.results().isEmpty() ? null : task.results());
        map.put("error", task.error() == null ? null : toMap(task.error()));
        map.values().removeIf(value -> value == null);
        return map;
    }

    /** The task as JSON in UTF-8. */
    @Converter
    public static byte[] toBytes(VideoTask task) {
        return Json.bytes(toMap(task));
    }

    /** The task as JSON in UTF-8. */
    @Converter
    public static InputStream toInputStream(VideoTask task) {
        return new ByteArrayInputStream(toBytes(task));
    }

    /**
     * The request that a map of the API's fields is.
     *
     * @throws SeedanceInvalidRequestException if a field is unknown or of another type
     */
    @Converter
    public static VideoRequest toRequest(Map<?, ?> fields) {
        List<Violation> violations = new ArrayList<>();
        RequestDraft draft = RequestFields.read(fields, violations);
        if (!violations.isEmpty()) {
            throw new SeedanceInvalidRequestException(violations);
        }
        return draft.toRequest();
    }

    private static Map<String, Object> toMap(TaskError error) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", error.code());
        map.put("message", error.message());
        map.put("type", error.type());
        map.values().removeIf(value -> value == null);
        return map;
    }
}
