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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Credential;
import io.github.camelseedance.emulator.api.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** One task. Guarded by its {@link TaskStore}. */
final class Task {

    /** Part of the run time that a task stays pending. */
    private static final double PENDING_PART = 0.05;

    final String id;
    final Credential credential;
    final String idempotencyKey;
    final VideoRequest request;
    final BigDecimal credits;
    final Instant created;
    final Instant due;
    TaskStatus end;
    Instant ended;
    String errorCode;
    String errorMessage;
    boolean linkExpired;
    JsonNode scriptedAnswer;

    Task(
            String id,
            Credential credential,
            String idempotencyKey,
            VideoRequest request,
            BigDecimal credits,
            Instant created,
            Instant due) {
        this.id = id;
        this.credential = credential;
        this.idempotencyKey = idempotencyKey;
        this.request = request;
        this.credits = credits;
        this.created = created;
        this.due = due;
    }

    Account account() {
        return credential.account();
    }

    TaskStatus status(Instant now) {
        if (end != null) {
            return end;
        }
        return part(now) < PENDING_PART ? TaskStatus.PENDING : TaskStatus.PROCESSING;
    }

    int progress(Instant now) {
        return switch (status(now)) {
            case COMPLETED -> 100;
            case PROCESSING -> Math.min(99, Math.max(1, (int) (part(now) * 100)));
            case PENDING, FAILED, CANCELLED -> 0;
        };
    }

    private double part(Instant now) {
        double whole = Duration.between(created, due).toNanos();
        return Duration.between(created, now).toNanos() / whole;
    }

    TaskView view(Instant now) {
        return new TaskView(
                id,
                idempotencyKey,
                request,
                status(now),
                progress(now),
                created,
                credits.doubleValue());
    }

    /**
     * The answer to the create, field for field as the API's page shows it.
     *
     * @param estimate real seconds that a client will wait
     */
    ObjectNode creationJson(long estimate) {
        ObjectNode json = common(TaskStatus.PENDING, 0);
        json.putObject("task_info")
                .put("can_cancel", true)
                .put("estimated_time", estimate)
                .put("video_duration", request.duration());
        json.putObject("usage")
                .put("billing_rule", "per_second")
                .put("credits_reserved", Json.plain(credits))
                .put("user_group", "default");
        return json;
    }

    /** The answer to a status read. */
    ObjectNode statusJson(Instant now, String videoUrl) {
        TaskStatus status = status(now);
        ObjectNode json = common(status, progress(now));
        json.putObject("task_info").put("can_cancel", !status.isEnd());
        if (status == TaskStatus.COMPLETED) {
            json.putArray("results").add(videoUrl);
        } else if (status == TaskStatus.FAILED) {
            json.putObject("error")
                    .put("code", errorCode)
                    .put("message", errorMessage)
                    .put("type", "task_error");
        }
        return json;
    }

    private ObjectNode common(TaskStatus status, int progress) {
        return Json.object()
                .put("id", id)
                .put("object", "video.generation.task")
                .put("created", created.getEpochSecond())
                .put("model", request.model().id())
                .put("status", status.word())
                .put("progress", progress)
                .put("type", "video");
    }
}
