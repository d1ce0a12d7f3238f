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
import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Credential;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * All tasks, and with them the ledgers' movements. States follow the clock: whoever asks first
 * after a task's time finds it completed at that time. Thread-safe.
 */
public final class TaskStore {

    /** How long a link to a video lives after the task completed. */
    public static final Duration LINK_LIFE = Duration.ofHours(24);

    private static final int RANDOM_LENGTH = 10;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final EmulatorClock clock;
    private final Duration taskDuration;
    private final VideoLinks links;
    private final Prices prices;
    private Consumer<String> onEnd = id -> {};
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final PriorityQueue<Task> open =
            new PriorityQueue<>(Comparator.comparing((Task task) -> task.due));

    /**
     * @param taskDuration emulated time from creation to completion
     */
    public TaskStore(EmulatorClock clock, Duration taskDuration, VideoLinks links, Prices prices) {
        this.clock = clock;
        this.taskDuration = taskDuration;
        this.links = links;
        this.prices = prices;
    }

    /**
     * Tells of each task that has ended, after its credits are settled: its id, at its time on the
     * clock.
     */
    public void onEnd(Consumer<String> listener) {
        this.onEnd = listener;
    }

    /** An accepted create: the new task's id, and the answer for the client. */
    public record Accepted(String taskId, byte[] answer) {}

    /**
     * Reserves the price and creates the task.
     *
     * @param idempotencyKey null when the create had none
     * @throws ApiError 429 when the key has too many unfinished tasks, 402 when the account has too
     *     little
     */
    public synchronized Accepted create(
            VideoRequest request, String idempotencyKey, Credential credential) {
        settle();
        Instant now = clock.now();
        checkConcurrency(credential, now);
        Task task =
                new Task(
                        newId(now),
                        credential,
                        idempotencyKey,
                        request,
                        prices.of(request),
                        now,
                        now.plus(taskDuration));
        task.account().reserve(task.id, idempotencyKey, task.credits);
        tasks.put(task.id, task);
        open.add(task);
        clock.at(task.due, this::settle);
        return new Accepted(task.id, Json.bytes(task.creationJson(estimatedSeconds())));
    }

    private void checkConcurrency(Credential key, Instant now) {
        int most = key.limits().concurrentTasks();
        if (most == 0) {
            return;
        }
        List<Instant> ends =
                tasks.values().stream()
                        .filter(task -> task.credential == key && task.end == null)
                        .map(task -> task.due)
                        .sorted()
                        .toList();
        if (ends.size() >= most) {
            throw ApiError.rateLimited(
                    "rate_limit_error",
                    "The key has " + ends.size() + " unfinished tasks, " + most + " are allowed",
                    clock.real(Duration.between(now, ends.get(ends.size() - most))));
        }
    }

    private String newId(Instant now) {
        while (true) {
            StringBuilder id =
                    new StringBuilder("task-unified-").append(now.getEpochSecond()).append('-');
            for (int i = 0; i < RANDOM_LENGTH; i++) {
                id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            if (!tasks.containsKey(id.toString())) {
                return id.toString();
            }
        }
    }

    private long estimatedSeconds() {
        return Math.max(1, clock.real(taskDuration).plusSeconds(1).minusNanos(1).toSeconds());
    }

    /**
     * What a status read answers, or nothing when there is no such task.
     *
     * @throws ApiError 403 {@code permission_denied} when the task is another account's
     */
    public synchronized Optional<JsonNode> status(String id, Account reader) {
        settle();
        Task task = tasks.get(id);
        if (task == null) {
            return Optional.empty();
        }
        if (task.account() != reader) {
            throw new ApiError(
                    403,
                    "permission_denied",
                    "invalid_request_error",
                    "task_id",
                    "Task " + id + " belongs to another account");
        }
        return Optional.of(
                task.scriptedAnswer != null
                        ? task.scriptedAnswer
                        : task.statusJson(clock.now(), links.link(id)));
    }

    /** As {@link #status}, but another account's task is as unknown as one that never was. */
    public synchronized Optional<JsonNode> statusOfOwn(String id, Account reader) {
        Task task = tasks.get(id);
        return task == null || task.account() != reader ? Optional.empty() : status(id, reader);
    }

    /**
     * Whether the task's video may be fetched now: it is completed and its link has not expired.
     */
    public synchronized boolean isLinkAlive(String id) {
        settle();
        Task task = tasks.get(id);
        return task != null
                && task.end == TaskStatus.COMPLETED
                && !task.linkExpired
                && clock.now().isBefore(task.ended.plus(LINK_LIFE));
    }

    public synchronized void clear() {
        tasks.clear();
        open.clear();
    }

    synchronized List<TaskView> list() {
        settle();
        Instant now = clock.now();
        return tasks.values().stream().map(task -> task.view(now)).toList();
    }

    /** Changes a task under the store's lock. */
    synchronized void change(String id, Consumer<Task> change) {
        settle();
        Task task = tasks.get(id);
        if (task == null) {
            throw new IllegalArgumentException("There is no task " + id);
        }
        change.accept(task);
    }

    synchronized void end(Task task, TaskStatus status, Instant at) {
        if (task.end != null) {
            throw new IllegalStateException(
                    "Task " + task.id + " has ended already: " + task.end.word());
        }
        task.end = status;
        task.ended = at;
        open.remove(task);
        if (status == TaskStatus.COMPLETED) {
            task.account().charge(task.id, task.idempotencyKey, task.credits);
        } else {
            task.account().refund(task.id, task.idempotencyKey, task.credits);
        }
        clock.at(at, () -> onEnd.accept(task.id));
    }

    synchronized void remove(Task task) {
        tasks.remove(task.id);
    }

    Instant now() {
        return clock.now();
    }

    /** Completes what is due, each at its own time. */
    public synchronized void settle() {
        Instant now = clock.now();
        while (!open.isEmpty() && !open.peek().due.isAfter(now)) {
            Task task = open.poll();
            end(task, TaskStatus.COMPLETED, task.due);
        }
    }
}
