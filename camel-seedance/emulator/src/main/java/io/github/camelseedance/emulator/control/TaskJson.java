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

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.time.Instant;

/** A task as the control API shows it, in the service's own words where it has them. */
final class TaskJson {

    private final EmulatorClock clock;
    private final VideoLibrary videos;

    TaskJson(Controls controls) {
        this.clock = controls.clock();
        this.videos = controls.videos();
    }

    ObjectNode of(TaskView task) {
        ObjectNode json =
                Json.object()
                        .put("id", task.id())
                        .put("status", task.status().word())
                        .put("progress", task.progress())
                        .put("model", task.request().model().id())
                        .put("prompt", task.request().prompt())
                        .put("duration", task.request().duration())
                        .put("quality", task.request().quality())
                        .put("aspect_ratio", task.request().aspectRatio())
                        .put("generate_audio", task.request().generateAudio())
                        .put("callback_url", task.request().callbackUrl())
                        .put("idempotency_key", task.idempotencyKey())
                        .put("account", task.account())
                        .put("key", task.key())
                        .put("credits", task.credits())
                        .put("created", time(task.created()))
                        .put("due", time(task.due()))
                        .put("ended", time(task.ended()))
                        .put("link", link(task))
                        .put("link_expires", time(task.linkExpires()));
        if (task.error() != null) {
            json.putObject("error")
                    .put("code", task.error().code())
                    .put("message", task.error().message());
        }
        ArrayNode urls = json.putArray("image_urls");
        task.request().imageUrls().forEach(urls::add);
        return json.put("frames", videos.frames(task.id()).size());
    }

    private static String time(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** Whether there is a link to a video that works: none, alive or expired. */
    private String link(TaskView task) {
        if (task.linkExpires() == null) {
            return "none";
        }
        return clock.now().isBefore(task.linkExpires()) ? "alive" : "expired";
    }
}
