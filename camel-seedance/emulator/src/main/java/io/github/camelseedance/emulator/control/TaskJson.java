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
import io.github.camelseedance.emulator.task.TaskStatus;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.emulator.video.VideoLibrary;

/** A task as the control API shows it, in the service's own words where it has them. */
final class TaskJson {

    private final TaskStore store;
    private final VideoLibrary videos;

    TaskJson(Controls controls) {
        this.store = controls.store();
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
                        .put("credits", task.credits())
                        .put("created", task.created().toString())
                        .put("link", link(task));
        ArrayNode urls = json.putArray("image_urls");
        task.request().imageUrls().forEach(urls::add);
        return json.put("frames", videos.frames(task.id()).size());
    }

    /** Whether the link to the video works: none before the task is completed, alive, expired. */
    private String link(TaskView task) {
        if (task.status() != TaskStatus.COMPLETED) {
            return "none";
        }
        return store.isLinkAlive(task.id()) ? "alive" : "expired";
    }
}
