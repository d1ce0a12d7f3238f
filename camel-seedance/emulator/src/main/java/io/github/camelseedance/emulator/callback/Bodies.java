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
package io.github.camelseedance.emulator.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What callbacks carry: the truth, or what a fault makes of it. */
final class Bodies {

    private static final int HALF = 50;

    private Bodies() {}

    /**
     * @param status a task's state as a read answers it
     */
    static String truth(JsonNode status) {
        return new String(Json.bytes(status), StandardCharsets.UTF_8);
    }

    /** Claims that the task is completed, with a video where none can be. */
    static String forged(JsonNode status) {
        ObjectNode forged = under(status, "completed", 100, false);
        forged.putArray("results").add("https://forged.invalid/video.mp4");
        return truth(forged);
    }

    /** Tells how it was when half of the task was done. */
    static String stale(JsonNode status) {
        return truth(under(status, "processing", HALF, true));
    }

    private static ObjectNode under(JsonNode status, String word, int progress, boolean open) {
        ObjectNode other = status.<ObjectNode>deepCopy().without(List.of("results", "error"));
        other.put("status", word).put("progress", progress);
        other.putObject("task_info").put("can_cancel", open);
        return other;
    }
}
