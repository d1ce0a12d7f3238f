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
import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which of an account's tasks a list shows: a page of those that match, newest first. No page
 * documents the list, but the service's own clients read it.
 *
 * @param status null for any; {@link TaskStatus#PROCESSING} includes pending tasks
 * @param type null for any; the emulator's tasks are all of type video
 * @param model null for any
 * @param page counted from 1
 */
public record TaskQuery(TaskStatus status, String type, Model model, int page, int pageSize) {

    private static final String VIDEO = "video";
    private static final List<String> TYPES = List.of("image", VIDEO, "audio", "text");
    private static final int DEFAULT_PAGE_SIZE = 20;
    private static final int MAX_PAGE_SIZE = 50;

    /**
     * What the parameters of a query say; unknown ones say nothing.
     *
     * @throws ApiError 400 {@code invalid_request} for a value that is not allowed
     */
    public static TaskQuery of(Map<String, String> parameters) {
        String status = parameters.get("status");
        String type = parameters.get("type");
        String model = parameters.get("model");
        if (type != null && !TYPES.contains(type)) {
            throw refused("type", type, "one of " + TYPES);
        }
        return new TaskQuery(
                status == null
                        ? null
                        : TaskStatus.byWord(status)
                                .orElseThrow(() -> refused("status", status, statuses())),
                type,
                model == null
                        ? null
                        : Model.byId(model).orElseThrow(() -> refused("model", model, models())),
                number(parameters, "page", 1, Integer.MAX_VALUE),
                number(parameters, "page_size", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE));
    }

    private static String statuses() {
        return "one of " + Arrays.stream(TaskStatus.values()).map(TaskStatus::word).toList();
    }

    private static String models() {
        return "one of " + Arrays.stream(Model.values()).map(Model::id).toList();
    }

    private static int number(
            Map<String, String> parameters, String name, int unlessGiven, int most) {
        String value = parameters.get(name);
        if (value == null) {
            return unlessGiven;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, as a number out of range is
        }
        throw refused(name, value, "a whole number from 1 to " + most);
    }

    private static ApiError refused(String name, String value, String allowed) {
        return ApiError.invalidRequest(name, name + " is '" + value + "' but must be " + allowed);
    }

    /**
     * The answer to a list.
     *
     * @param tasks of all accounts, oldest first
     */
    public ObjectNode answer(List<TaskView> tasks, Account account) {
        List<TaskView> found =
                tasks.stream()
                        .filter(task -> task.account().equals(account.name()))
                        .filter(this::matches)
                        .toList();
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        long skipped = (page - 1L) * pageSize;
        IntStream.iterate(found.size() - 1, i -> i >= 0, i -> i - 1)
                .skip(skipped)
                .limit(pageSize)
                .mapToObj(found::get)
                .forEach(task -> data.add(item(task)));
        return answer.put("total", found.size()).put("page", page).put("page_size", pageSize);
    }

    private boolean matches(TaskView task) {
        return (type == null || type.equals(VIDEO))
                && (model == null || model == task.request().model())
                && (status == null || statusMatches(task.status()));
    }

    private boolean statusMatches(TaskStatus actual) {
        return status == actual
                || (status == TaskStatus.PROCESSING && actual == TaskStatus.PENDING);
    }

    private static ObjectNode item(TaskView task) {
        return Json.object()
                .put("id", task.id())
                .put("model", task.request().model().id())
                .put("type", VIDEO)
                .put("status", task.status().word())
                .put("progress", task.progress())
                .put("created_at", task.created().getEpochSecond())
                .put("duration", task.request().duration())
                .put("has_results", task.results() > 0)
                .put("result_count", task.results())
                .put("has_error", task.error() != null)
                .put("credits_used", Json.plain(BigDecimal.valueOf(task.creditsUsed())));
    }
}
