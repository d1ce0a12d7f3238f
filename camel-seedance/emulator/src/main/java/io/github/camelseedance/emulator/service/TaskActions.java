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
package io.github.camelseedance.emulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Ledger;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.task.Model;
import io.github.camelseedance.emulator.task.TaskQuery;
import io.github.camelseedance.emulator.task.TaskStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads of tasks and of the account. */
final class TaskActions {

    static final String PREFIX = "/v1/tasks/";

    private static final String ID_PREFIX = "task-unified-";
    private static final int MAX_BATCH = 50;

    private final TaskStore tasks;
    private final FaultChoice faults;
    private final boolean batchServed;

    TaskActions(TaskStore tasks, FaultChoice faults, boolean batchServed) {
        this.tasks = tasks;
        this.faults = faults;
        this.batchServed = batchServed;
    }

    /** Which task a path names. */
    static String taskId(String path) {
        return path.substring(PREFIX.length());
    }

    /** {@code GET /v1/tasks/{id}}. */
    CompletionStage<Reply> status(RecordedRequest request) {
        String id = taskId(request.path());
        if (!id.startsWith(ID_PREFIX)) {
            throw new ApiError(
                    400,
                    "invalid_task_id",
                    "invalid_request_error",
                    "task_id",
                    "A task id begins with " + ID_PREFIX);
        }
        JsonNode task =
                tasks.status(id, request.credential().account())
                        .orElseThrow(
                                () ->
                                        ApiError.notFound(
                                                "task_not_found", "There is no task " + id));
        return reply(task);
    }

    /** {@code POST /v1/tasks/batch}: unknown ids are just missing in the answer. */
    CompletionStage<Reply> batch(RecordedRequest request) {
        if (!batchServed) {
            throw ApiError.notFound("not_found", "There is nothing at " + request.path());
        }
        MediaTypes.requireJson(request);
        JsonNode ids = Json.readObject(request.body()).get("task_ids");
        if (ids == null || !ids.isArray() || ids.isEmpty() || ids.size() > MAX_BATCH) {
            throw ApiError.invalidRequest(
                    "task_ids", "task_ids must be an array of 1 to " + MAX_BATCH + " task ids");
        }
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        Account account = request.credential().account();
        for (JsonNode id : ids) {
            if (!id.isTextual()) {
                throw ApiError.invalidRequest("task_ids", "task_ids must hold strings only");
            }
            tasks.statusOfOwn(id.textValue(), account)
                    .map(task -> faults.entry(id.textValue(), task))
                    .ifPresent(data::add);
        }
        return reply(answer);
    }

    /** {@code GET /v1/tasks}. */
    CompletionStage<Reply> list(RecordedRequest request) {
        TaskQuery query = TaskQuery.of(Query.parameters(request.query()));
        return reply(query.answer(tasks.list(), request.credential().account()));
    }

    /** {@code GET /v1/credits}. */
    CompletionStage<Reply> credits(RecordedRequest request) {
        ObjectNode answer = Json.object().put("success", true).put("message", "");
        ObjectNode data = answer.putObject("data");
        Ledger ledger = request.credential().account().ledger();
        account(data.putObject("user"), ledger);
        account(data.putObject("token"), ledger).put("unlimited_credits", true);
        return reply(answer);
    }

    /** {@code GET /v1/models}: the models that a key may use. */
    CompletionStage<Reply> models(RecordedRequest request) {
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        for (Model model : Model.values()) {
            data.addObject().put("id", model.id());
        }
        return reply(answer);
    }

    private static ObjectNode account(ObjectNode account, Ledger ledger) {
        return account.put("remaining_credits", ledger.balance())
                .put("used_credits", ledger.charged());
    }

    private static CompletionStage<Reply> reply(JsonNode json) {
        return CompletableFuture.completedFuture(Reply.json(200, json));
    }
}
