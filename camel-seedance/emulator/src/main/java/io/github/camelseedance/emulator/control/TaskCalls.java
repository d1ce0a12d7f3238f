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
import io.github.camelseedance.emulator.fault.TaskErrorCode;
import io.github.camelseedance.emulator.image.ImageType;
import io.github.camelseedance.emulator.storage.Blob;
import io.github.camelseedance.emulator.task.TaskStatus;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.emulator.task.Tasks;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The tasks: look at them and their pictures, end them, let them vanish. */
final class TaskCalls {

    private static final String PATH = ControlApi.PREFIX + "tasks";

    /** The path of one task. */
    static final String ONE = PATH + "/{id}";

    private final Tasks tasks;
    private final VideoLibrary videos;
    private final TaskJson json;

    TaskCalls(Controls controls) {
        this.tasks = controls.tasks();
        this.videos = controls.videos();
        this.json = new TaskJson(controls);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.json("GET", PATH, this::list),
                Endpoint.json("GET", ONE, call -> json.of(find(call))),
                Endpoint.json("POST", ONE + "/complete", this::complete),
                Endpoint.json("POST", ONE + "/fail", this::fail),
                steer("cancel", tasks::cancel),
                steer("expire", tasks::expireLink),
                Endpoint.json("POST", ONE + "/forget", this::forget),
                Endpoint.json("PUT", ONE + "/answer", this::answerWith),
                Endpoint.json("DELETE", ONE + "/answer", this::answerTruly),
                Endpoint.of("GET", ONE + "/frames/{index}", this::frame),
                new Endpoint("GET", ONE + "/video", this::video));
    }

    private Endpoint steer(String verb, Consumer<String> action) {
        return Endpoint.json(
                "POST",
                ONE + "/" + verb,
                call -> {
                    call.fields();
                    String id = find(call).id();
                    action.accept(id);
                    return json.of(find(call));
                });
    }

    private TaskView find(Call call) {
        return find(tasks, call);
    }

    /**
     * The task that a path names.
     *
     * @throws ControlError 404 when there is none
     */
    static TaskView find(Tasks tasks, Call call) {
        String id = call.variable("id");
        return tasks.find(id)
                .orElseThrow(
                        () ->
                                ControlError.notFound(
                                        "There is no task " + id + "; GET " + PATH + " lists all"));
    }

    private JsonNode list(Call call) {
        call.parameters();
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray("tasks");
        tasks.list().forEach(task -> array.add(json.of(task)));
        return answer;
    }

    private JsonNode complete(Call call) {
        Fields fields = call.fields("without_results");
        String id = find(call).id();
        if (fields.has("without_results") && fields.flag("without_results")) {
            tasks.completeWithoutResults(id);
        } else {
            tasks.complete(id);
        }
        return json.of(find(call));
    }

    private JsonNode fail(Call call) {
        Fields fields = call.fields("code", "message");
        String code = fields.text("code");
        String id = find(call).id();
        boolean known = TaskErrorCode.all().contains(code);
        String usual = known ? TaskErrorCode.messageOf(code) : "The task has failed";
        tasks.fail(id, code, fields.text("message", usual));
        return json.of(find(call));
    }

    private JsonNode forget(Call call) {
        call.fields();
        String id = find(call).id();
        tasks.forget(id);
        return Json.object().put("forgotten", id);
    }

    private JsonNode answerWith(Call call) {
        String id = find(call).id();
        byte[] body = call.request().body();
        if (Json.read(body).isEmpty()) {
            throw ControlError.badRequest(
                    "The body must be the JSON that status reads of the task shall answer");
        }
        tasks.answerWith(id, new String(body, StandardCharsets.UTF_8));
        return json.of(find(call));
    }

    private JsonNode answerTruly(Call call) {
        String id = find(call).id();
        tasks.answerWith(id, null);
        return json.of(find(call));
    }

    private ControlReply frame(Call call) {
        String id = find(call).id();
        String index = call.variable("index");
        List<Blob> frames = videos.frames(id);
        for (int i = 0; i < frames.size(); i++) {
            if (index.equals(Integer.toString(i))) {
                byte[] bytes = bytes(frames.get(i));
                String type = ImageType.of(bytes).map(ImageType::mimeType).orElse("image/png");
                return ControlReply.of(200, type, bytes)
                        .with("Cache-Control", "private, max-age=86400");
            }
        }
        throw ControlError.notFound(
                "Task " + id + " has no frame " + index + "; it has " + frames.size() + ", from 0");
    }

    /**
     * Unlike a download by the service's link, this meets no fault and leaves no request behind.
     */
    private CompletionStage<ControlReply> video(Call call) {
        TaskView task = find(call);
        if (task.status() != TaskStatus.COMPLETED) {
            throw new ControlError(
                    409, "Task " + task.id() + " has no video: it is " + task.status().word());
        }
        return videos.video(task.id())
                .orElseThrow(() -> ControlError.notFound("There is no video of " + task.id()))
                .thenApply(
                        video ->
                                ControlReply.of(200, "video/mp4", bytes(video.content()))
                                        .with("Accept-Ranges", "bytes")
                                        .with("ETag", video.etag()));
    }

    private static byte[] bytes(Blob blob) {
        try {
            return blob.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
