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
package io.github.camelseedance.emulator.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.Json;
import java.math.BigDecimal;
import java.time.Instant;

/** Tasks in the words of the service. */
final class TaskJson {

    private final VideoLinks links;

    TaskJson(VideoLinks links) {
        this.links = links;
    }

    /**
     * The answer to the create, field for field as the API's page shows it.
     *
     * @param estimate real seconds that a client will wait
     */
    ObjectNode creation(Task task, long estimate) {
        ObjectNode json = common(task, TaskStatus.PENDING, 0);
        json.putObject("task_info")
                .put("can_cancel", true)
                .put("estimated_time", estimate)
                .put("video_duration", task.order.request().duration());
        json.putObject("usage")
                .put("billing_rule", "per_second")
                .put("credits_reserved", Json.plain(task.credits))
                .put("user_group", "default");
        return json;
    }

    /** The answer to a status read, and the body of a callback. */
    ObjectNode status(Task task, Instant now) {
        TaskStatus status = task.status(now);
        ObjectNode json = common(task, status, task.progress(now));
        json.putObject("task_info").put("can_cancel", !status.isEnd());
        if (status == TaskStatus.COMPLETED) {
            ArrayNode results = json.putArray("results");
            if (task.results() > 0) {
                results.add(links.link(task.id));
            }
        } else if (status == TaskStatus.FAILED) {
            json.putObject("error")
                    .put("code", task.error().code())
                    .put("message", task.error().message())
                    .put("type", "task_error");
        }
        billing(json, task, status);
        return json;
    }

    /** What has become of the credits; no page documents it, but the service's clients read it. */
    private static void billing(ObjectNode json, Task task, TaskStatus status) {
        BigDecimal all = Json.plain(task.credits);
        BigDecimal charged = status == TaskStatus.COMPLETED ? all : BigDecimal.ZERO;
        BigDecimal refunded =
                status.isEnd() && status != TaskStatus.COMPLETED ? all : BigDecimal.ZERO;
        if (status.isEnd()) {
            json.putObject("usage").put("credits_used", charged);
        }
        json.putObject("billing")
                .put(
                        "charge_status",
                        switch (status) {
                            case PENDING, PROCESSING -> "reserved";
                            case COMPLETED -> "charged";
                            case FAILED, CANCELLED -> "released";
                        })
                .put("reserved_credits", all)
                .put("charged_credits", charged)
                .put("refunded_credits", refunded);
    }

    private static ObjectNode common(Task task, TaskStatus status, int progress) {
        return Json.object()
                .put("id", task.id)
                .put("object", "video.generation.task")
                .put("created", task.created.getEpochSecond())
                .put("model", task.order.request().model().id())
                .put("status", status.word())
                .put("progress", progress)
                .put("type", "video");
    }
}
