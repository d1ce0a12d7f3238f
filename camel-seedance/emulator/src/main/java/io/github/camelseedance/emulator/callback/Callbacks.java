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

import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.outbound.Outbound;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.TaskStore.Truth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The callbacks: when a task that was created with a {@code callback_url} has ended and is settled,
 * its state is posted there, as {@code GET /v1/tasks/{id}} would answer it. Success is a 2xx status
 * within 10 s; after a failure it is tried again, 1, 2 and 4 s later, and then given up. Redirects
 * are failures. All these times are the clock's, but a receiver has at least 2 real seconds for its
 * answer. Thread-safe.
 */
public final class Callbacks {

    private static final int CAPACITY = 10_000;

    private final TaskStore tasks;
    private final Courier courier;
    private final Deque<Sending> journal = new ArrayDeque<>();

    public Callbacks(EmulatorClock clock, TaskStore tasks, Outbound outbound) {
        this.tasks = tasks;
        this.courier = new Courier(clock, outbound);
        tasks.onEnd(this::ended);
    }

    /** The last 10,000 deliveries, those that wait included, oldest first. */
    public List<Delivery> deliveries() {
        return select(sending -> true);
    }

    /** The deliveries for one task, oldest first; none for a task that is not known. */
    public List<Delivery> deliveries(String taskId) {
        return select(sending -> sending.taskId.equals(taskId));
    }

    private synchronized List<Delivery> select(Predicate<Sending> wanted) {
        return journal.stream().filter(wanted).map(courier::view).toList();
    }

    /**
     * Sends a task's callback once more, at once and with the usual retries, whatever became of
     * earlier ones. No fault meets it.
     *
     * @return the new delivery as it begins
     * @throws IllegalArgumentException when there is no such task, or it has no callback_url
     * @throws IllegalStateException when the task has not ended
     */
    public synchronized Delivery redeliver(String taskId) {
        Truth truth =
                tasks.truth(taskId)
                        .orElseThrow(
                                () -> new IllegalArgumentException("There is no task " + taskId));
        String url = truth.task().request().callbackUrl();
        if (url == null) {
            throw new IllegalArgumentException(
                    "Task "
                            + taskId
                            + " has no callback to send: it was created without callback_url");
        }
        if (!truth.task().status().isEnd()) {
            throw new IllegalStateException(
                    "Task "
                            + taskId
                            + " is "
                            + truth.task().status().word()
                            + "; only a task that has ended has a callback");
        }
        Sending sending = Sending.post(taskId, url, text(truth));
        add(sending);
        Delivery begun = courier.view(sending);
        courier.send(sending);
        return begun;
    }

    /** Sends what is to be sent at a task's end. */
    private synchronized void ended(String taskId) {
        tasks.truth(taskId)
                .filter(truth -> truth.task().request().callbackUrl() != null)
                .ifPresent(
                        truth -> {
                            Sending sending =
                                    Sending.post(
                                            taskId,
                                            truth.task().request().callbackUrl(),
                                            text(truth));
                            add(sending);
                            courier.send(sending);
                        });
    }

    private static String text(Truth truth) {
        return new String(Json.bytes(truth.json()), StandardCharsets.UTF_8);
    }

    private void add(Sending sending) {
        journal.addLast(sending);
        if (journal.size() > CAPACITY) {
            journal.removeFirst();
        }
    }

    /** Forgets all deliveries and ends those that are under way. */
    public synchronized void clear() {
        journal.clear();
        courier.clear();
    }
}
