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
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.fault.Subject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All tasks, and with them the ledgers' movements. States follow the clock: whoever asks first
 * after a task's time finds it ended at that time. Or, where each read shows one state, they follow
 * the reads: the first says processing, the second finds it ended.
 *
 * <p>While the clock runs, a task that is to complete stays at 99 % until its video is rendered,
 * since clients give a download less time than a task; it fails with {@code service_error} if that
 * fails. On a frozen clock tasks complete by the clock alone, as a test must not wait for pictures
 * that it may never look at, and so they do by reads; then the download waits. Thread-safe.
 */
public final class TaskStore {

    private static final int READS_TO_END = 2;

    private final EmulatorClock clock;
    private final Duration taskDuration;
    private final boolean oneStatePerRead;
    private final Prices prices;
    private final TaskJson json;
    private final Faults faults;
    private Consumer<String> onEnd = id -> {};
    private final TaskIds ids = new TaskIds();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final DueTasks due;
    private long created;

    /**
     * @param taskDuration emulated time from creation to completion
     * @param oneStatePerRead whether reads move the tasks, and the clock does not
     * @param faults asked for each new task how it is to end
     */
    public TaskStore(
            EmulatorClock clock,
            Duration taskDuration,
            boolean oneStatePerRead,
            Prices prices,
            VideoLinks links,
            Faults faults) {
        this.clock = clock;
        this.taskDuration = taskDuration;
        this.oneStatePerRead = oneStatePerRead;
        this.prices = prices;
        this.json = new TaskJson(links);
        this.faults = faults;
        this.due = new DueTasks(clock, this::end, this::rendered);
        clock.onFreeze(this::settle);
    }

    /**
     * Tells of each task that has ended and is not forgotten, after its credits are settled: its
     * id, at its time on the clock.
     */
    public void onEnd(Consumer<String> listener) {
        this.onEnd = listener;
    }

    /** An accepted create: the new task's id, and the answer for the client. */
    public record Accepted(String taskId, byte[] answer) {}

    /**
     * Reserves the price and creates the task.
     *
     * @param video begins the video of the task with the given id, and ends when a client that
     *     downloads it need not wait
     * @throws ApiError 429 when the key has too many unfinished tasks, 402 when the account has too
     *     little
     */
    public synchronized Accepted create(
            TaskOrder order, Function<String, CompletableFuture<?>> video) {
        settle();
        Instant now = clock.now();
        checkConcurrency(order.credential(), now);
        String id = ids.next(now, tasks::containsKey);
        BigDecimal credits = prices.of(order.request());
        order.account().require(credits);
        Instant end = oneStatePerRead ? null : now.plus(taskDuration);
        Outcome planned = Outcome.of(faults.take(Phase.OUTCOME, order.subject(id)));
        Task task = new Task(++created, id, order, credits, now, end, planned);
        task.video = video.apply(id);
        // last, so that nothing is held for a task that there is not
        order.account().reserve(id, order.idempotencyKey(), credits);
        tasks.put(id, task);
        if (!oneStatePerRead && !task.isEndless()) {
            due.add(task);
            clock.at(task.due, this::settle);
        }
        return new Accepted(id, Json.bytes(json.creation(task, estimatedSeconds())));
    }

    private void checkConcurrency(Credential key, Instant now) {
        int most = key.limits().concurrentTasks();
        if (most == 0) {
            return;
        }
        List<Task> unfinished =
                tasks.values().stream()
                        .filter(task -> task.order.credential() == key && !task.hasEnded())
                        .toList();
        int tooMany = unfinished.size() - most;
        if (tooMany >= 0) {
            Duration wait =
                    unfinished.stream()
                            .filter(task -> task.due != null && !task.isEndless())
                            .map(task -> Duration.between(now, task.due))
                            .sorted()
                            .skip(tooMany)
                            .findFirst()
                            .orElse(Duration.ZERO);
            throw ApiError.rateLimited(
                    "rate_limit_error",
                    "The key has "
                            + unfinished.size()
                            + " unfinished tasks, "
                            + most
                            + " are allowed",
                    clock.real(wait));
        }
    }

    /**
     * What the client, which lives in real time, is told to expect: at least the service's smallest
     * number, 1, and no more where no real time has to pass, that is on a frozen clock or when
     * reads move the tasks. A client that paces itself by it then does not hold up its test.
     */
    private long estimatedSeconds() {
        return oneStatePerRead
                ? 1
                : Math.max(1, clock.real(taskDuration).plusSeconds(1).minusNanos(1).toSeconds());
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
        if (task.order.account() != reader) {
            throw new ApiError(
                    403,
                    "permission_denied",
                    "invalid_request_error",
                    "task_id",
                    "Task " + id + " belongs to another account");
        }
        read(task);
        return Optional.of(
                task.scriptedAnswer != null ? task.scriptedAnswer : json.status(task, clock.now()));
    }

    private void read(Task task) {
        task.reads++;
        if (oneStatePerRead
                && task.reads >= READS_TO_END
                && !task.hasEnded()
                && !task.isEndless()) {
            end(task, task.outcome(), clock.now());
        }
    }

    /** As {@link #status}, but another account's task is as unknown as one that never was. */
    public synchronized Optional<JsonNode> statusOfOwn(String id, Account reader) {
        Task task = tasks.get(id);
        return task == null || task.order.account() != reader
                ? Optional.empty()
                : status(id, reader);
    }

    /** What the faults of calls for a task are chosen by, or nothing when there is no such task. */
    public synchronized Optional<Subject> subject(String id) {
        return Optional.ofNullable(tasks.get(id)).map(task -> task.order.subject(id));
    }

    /** A task as it is, what its faults are chosen by, and what a read says of it by itself. */
    public record Truth(TaskView task, Subject subject, JsonNode json) {}

    /** The true state of a task, or nothing when there is no such task; this is not a read. */
    public synchronized Optional<Truth> truth(String id) {
        settle();
        Instant now = clock.now();
        return Optional.ofNullable(tasks.get(id))
                .map(
                        task ->
                                new Truth(
                                        task.view(now),
                                        task.order.subject(id),
                                        json.status(task, now)));
    }

    /** Whether the task's video may be fetched now: it has one, and its link has not expired. */
    public synchronized boolean isLinkAlive(String id) {
        settle();
        Task task = tasks.get(id);
        return task != null && task.isLinkAlive(clock.now());
    }

    public synchronized void clear() {
        tasks.clear();
        due.clear();
    }

    /** Every task, oldest first; this is not a read. */
    public synchronized List<TaskView> list() {
        settle();
        Instant now = clock.now();
        return tasks.values().stream().map(task -> task.view(now)).toList();
    }

    synchronized Optional<TaskView> find(String id) {
        settle();
        return Optional.ofNullable(tasks.get(id)).map(task -> task.view(clock.now()));
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

    synchronized void end(Task task, Outcome outcome, Instant at) {
        if (task.hasEnded()) {
            throw new IllegalStateException(
                    "Task " + task.id + " has ended already: " + task.status(at).word());
        }
        task.end(outcome, at);
        if (task.due != null) {
            due.remove(task);
        }
        TaskOrder order = task.order;
        if (outcome.status() == TaskStatus.COMPLETED) {
            order.account().charge(task.id, order.idempotencyKey(), task.credits);
        } else {
            order.account().refund(task.id, order.idempotencyKey(), task.credits);
        }
        clock.at(at, () -> tellEnd(task));
    }

    private void tellEnd(Task task) {
        boolean known;
        synchronized (this) {
            known = tasks.get(task.id) == task;
        }
        if (known) {
            onEnd.accept(task.id);
        }
    }

    synchronized void remove(Task task) {
        tasks.remove(task.id);
    }

    Instant now() {
        return clock.now();
    }

    /** Ends what is due, each at its own time. */
    public synchronized void settle() {
        due.settle();
    }

    private synchronized void rendered(Task task) {
        due.rendered(task);
    }
}
