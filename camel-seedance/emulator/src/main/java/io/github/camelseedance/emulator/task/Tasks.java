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
import io.github.camelseedance.emulator.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A test's hand on the tasks: look at them, end them, let them vanish. */
public final class Tasks {

    private final TaskStore store;

    public Tasks(TaskStore store) {
        this.store = store;
    }

    /** Every task that was created and not forgotten, oldest first. */
    public List<TaskView> list() {
        return store.list();
    }

    /** The task of the given id, or nothing when there is none. */
    public Optional<TaskView> find(String id) {
        return store.find(id);
    }

    /**
     * Completes a task now, ahead of its time; its video is rendered when it is asked for.
     *
     * @throws IllegalArgumentException when there is no such task
     * @throws IllegalStateException when it has ended already
     */
    public void complete(String id) {
        end(id, Outcome.COMPLETED);
    }

    /**
     * Completes a task now, and charges for it, but with an empty list of results.
     *
     * @throws IllegalArgumentException when there is no such task
     * @throws IllegalStateException when it has ended already
     */
    public void completeWithoutResults(String id) {
        end(id, Outcome.WITHOUT_RESULTS);
    }

    /**
     * Lets a task fail now; its credits go back.
     *
     * @param code a task error code, as {@code content_policy_violation}, or any other
     * @param message as the status reads and the callback give it
     * @throws IllegalArgumentException when the code is empty, or there is no such task
     * @throws IllegalStateException when it has ended already
     */
    public void fail(String id, String code, String message) {
        if (code == null || code.isBlank()) {
            throw new IllegalArgumentException(
                    "The code of a failed task must not be empty; give one, as service_error");
        }
        end(id, Outcome.failed(code, message));
    }

    /**
     * Cancels a task now, as only the service itself can; its credits go back.
     *
     * @throws IllegalArgumentException when there is no such task
     * @throws IllegalStateException when it has ended already
     */
    public void cancel(String id) {
        end(id, Outcome.CANCELLED);
    }

    private void end(String id, Outcome outcome) {
        store.change(id, task -> store.end(task, outcome, store.now()));
    }

    /**
     * Lets the service know nothing of a task any more: reads answer 404; the ledger stays.
     *
     * @throws IllegalArgumentException when there is no such task
     */
    public void forget(String id) {
        store.change(id, store::remove);
    }

    /**
     * Lets the link to a task's video expire now: downloads answer 403. Of a task that has not
     * completed yet, the link will have expired when it does.
     *
     * @throws IllegalArgumentException when there is no such task
     */
    public void expireLink(String id) {
        store.change(id, task -> task.expireLink(store.now()));
    }

    /**
     * Lets each status read of a task, alone or in a batch, answer the given JSON; null goes back
     * to the true state. The task itself goes on underneath.
     *
     * @throws IllegalArgumentException when it is not JSON, or there is no such task
     */
    public void answerWith(String id, String json) {
        JsonNode answer =
                json == null
                        ? null
                        : Json.read(json.getBytes(StandardCharsets.UTF_8))
                                .orElseThrow(
                                        () -> new IllegalArgumentException("not JSON: " + json));
        store.change(id, task -> task.scriptedAnswer = answer);
    }
}
