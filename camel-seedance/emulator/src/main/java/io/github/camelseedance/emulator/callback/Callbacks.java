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

import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.CallbackFault;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.FaultKind;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.outbound.Outbound;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.TaskStore.Truth;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.emulator.task.Tasks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final TaskStore store;
    private final Tasks tasks;
    private final Faults faults;
    private final Outbound outbound;
    private final Courier courier;
    private final Deque<Sending> journal = new ArrayDeque<>();

    /** The tasks whose creates are answered after their callbacks. */
    private final Map<String, CompletableFuture<Void>> unanswered = new HashMap<>();

    public Callbacks(EmulatorClock clock, TaskStore store, Faults faults, Outbound outbound) {
        this.store = store;
        this.tasks = new Tasks(store);
        this.faults = faults;
        this.outbound = outbound;
        this.courier = new Courier(clock, outbound);
        store.onEnd(this::ended);
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
                store.truth(taskId)
                        .orElseThrow(
                                () -> new IllegalArgumentException("There is no task " + taskId));
        if (!isWanted(truth)) {
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
                            + "; only a task that has ended has a callback to send");
        }
        Sending sending = write(post(truth, Bodies.truth(truth.json())));
        Delivery begun = courier.view(sending);
        courier.send(sending);
        return begun;
    }

    /**
     * Tells of a new task, since some faults of its callback act at once: one is forged, or the
     * task completes and its callback is sent before its create is answered.
     *
     * @return done when the create may be answered: when callbacks can be sent, or in the last case
     *     when it was tried, 10 real seconds later at the latest
     */
    public synchronized CompletionStage<Void> created(String taskId) {
        Optional<Truth> wanted = store.truth(taskId).filter(Callbacks::isWanted);
        if (wanted.isEmpty()) {
            return DONE;
        }
        Truth truth = wanted.get();
        FaultKind kind = take(truth, true).kind();
        if (kind == FaultKind.FORGED) {
            courier.send(write(post(truth, Bodies.forged(truth.json()))));
        }
        return kind == FaultKind.BEFORE_ANSWER && !truth.task().status().isEnd()
                ? completed(taskId)
                : outbound.prepare();
    }

    private CompletionStage<Void> completed(String taskId) {
        CompletableFuture<Void> tried = new CompletableFuture<>();
        unanswered.put(taskId, tried);
        try {
            tasks.complete(taskId);
        } catch (IllegalStateException e) {
            // it has ended this very moment: its callback comes all the same
        } catch (IllegalArgumentException e) {
            // it was forgotten this very moment: there will be none
            unanswered.remove(taskId);
            return DONE;
        }
        return tried.completeOnTimeout(null, Courier.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private synchronized void ended(String taskId) {
        store.truth(taskId).filter(Callbacks::isWanted).ifPresent(this::ended);
    }

    private void ended(Truth truth) {
        TaskView task = truth.task();
        String body = Bodies.truth(truth.json());
        Fault fault = take(truth, false);
        Sending sending =
                fault.kind() == FaultKind.REDIRECTING
                        ? Sending.emptyGet(task.id(), task.request().callbackUrl())
                        : post(truth, body);
        CompletableFuture<Void> tried = unanswered.remove(task.id());
        if (tried != null) {
            sending.firstTried.thenRun(() -> tried.complete(null));
        }
        write(sending);
        if (fault.kind() == FaultKind.TWICE) {
            sending.next = write(post(truth, body));
        } else if (fault.kind() == FaultKind.OUT_OF_ORDER) {
            sending.next = write(post(truth, Bodies.stale(truth.json())));
        }
        if (fault.kind() == FaultKind.NOT_SENT) {
            courier.omit(sending);
        } else if (fault instanceof CallbackFault.Late late) {
            courier.sendAfter(late.duration(), sending);
        } else {
            courier.send(sending);
        }
    }

    private static boolean isWanted(Truth truth) {
        return truth.task().request().callbackUrl() != null;
    }

    private static Sending post(Truth truth, String body) {
        TaskView task = truth.task();
        return Sending.post(task.id(), task.request().callbackUrl(), body);
    }

    private Fault take(Truth truth, boolean atCreation) {
        Predicate<Fault> early = fault -> fault instanceof CallbackFault f && f.actsAtCreation();
        return faults.takeIf(Phase.CALLBACK, truth.subject(), atCreation ? early : early.negate())
                .orElse(Fault.none());
    }

    private Sending write(Sending sending) {
        journal.addLast(sending);
        if (journal.size() > CAPACITY) {
            journal.removeFirst();
        }
        return sending;
    }

    /** Forgets all deliveries and ends those that are under way. */
    public synchronized void clear() {
        journal.clear();
        courier.clear();
        unanswered.values().forEach(tried -> tried.complete(null));
        unanswered.clear();
    }
}
