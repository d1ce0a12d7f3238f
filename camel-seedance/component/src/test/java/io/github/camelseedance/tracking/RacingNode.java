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
package io.github.camelseedance.tracking;

import io.github.camelseedance.api.Failures;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.repository.TaskRow;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A node of a race: all of the component's tracking, on one thread, with a clock that leaps. */
final class RacingNode {
    static final Duration LONG = Duration.ofMinutes(5);
    private static final int PATIENCE = 10;
    static final Duration NONE = Duration.ZERO;
    static final Account ACCOUNT =
            new Account("default", "key", URI.create("http://host"), URI.create("http://host"));
    static final Group GROUP = new Group("default", "group");

    private final Clock clock;
    private final Interleavings.Node node;
    private final List<Interleavings.Node> process;
    private final PaidOnce service;
    final String name;
    final TaskService tasks;

    /** The keys whose ends this node's consumer has handed to its route. */
    final List<String> delivered = new ArrayList<>();

    /** The rows that this node has written by an update. */
    final List<TaskRow> written = new ArrayList<>();

    /** What this node's exchange has got, or what it failed with. */
    VideoTask got;

    Throwable failure;
    int unknowns;

    /** What a node does. */
    interface Program {
        void run(RacingNode self) throws Exception;
    }

    /**
     * @param lease how long it holds rows, and how long a sending row is believed to be sent
     */
    RacingNode(String name, RaceTable table, PaidOnce service, Duration lease, Program program) {
        this.name = name;
        this.service = service;
        this.clock = new Clock();
        this.node = new Interleavings.Node(name, () -> run(program));
        this.process = new ArrayList<>(List.of(node));
        TrackingSettings settings =
                new TrackingSettings(
                        name,
                        Duration.ofSeconds(5),
                        1000,
                        Duration.ofHours(24),
                        Duration.ofHours(48),
                        lease,
                        lease,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(10));
        tasks =
                new TaskService(
                        settings,
                        table.seenBy(this::before, written::add),
                        Runnable::run,
                        Runnable::run,
                        service.client(this::before),
                        new Timer(clock),
                        new UnknownsListener(key -> unknowns++));
        tasks.register(ACCOUNT);
        tasks.expectCallbacks(ACCOUNT.label());
    }

    /** Another thread of a node's process. */
    RacingNode(String name, RacingNode other, Program program) {
        this.name = name;
        this.service = other.service;
        this.clock = other.clock;
        this.tasks = other.tasks;
        this.node = new Interleavings.Node(name, () -> run(program));
        this.process = other.process;
        process.add(node);
    }

    /** A step of whichever thread of the process takes it. */
    private void before(String step) {
        process.forEach(thread -> thread.before(step));
    }

    Interleavings.Node node() {
        return node;
    }

    private void run(Program program) {
        try {
            program.run(this);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the others go on for a while before it begins and looks at the clock. */
    void beginLater() {
        node.before("begins");
    }

    /** As a consumer does once it runs: claims what is ready, and confirms what its route took. */
    void consume() {
        for (Delivery delivery : tasks.deliveries().claim(GROUP, 5)) {
            delivered.add(delivery.key());
            tasks.deliveries().confirm(delivery);
        }
    }

    /** As a consumer does whose route fails. */
    void consumeInVain() {
        for (Delivery delivery : tasks.deliveries().claim(GROUP, 5)) {
            tasks.deliveries().release(delivery, 5, Duration.ZERO);
        }
    }

    Submission submission(String key, boolean waits, boolean retry, String fingerprint) {
        return submission(key, waits, false, retry, fingerprint);
    }

    private Submission submission(
            String key, boolean waits, boolean calledBack, boolean retry, String fingerprint) {
        return new Submission(
                "exchange of " + name,
                ACCOUNT,
                key,
                key,
                fingerprint,
                GROUP.name(),
                waits ? Duration.ofMinutes(30) : Duration.ZERO,
                calledBack,
                retry,
                Duration.ofMinutes(2),
                () -> CompletableFuture.completedFuture("{}"));
    }

    /** As {@code submit} does. */
    void submit(String key, boolean retry) {
        submit(submission(key, false, retry, "print"));
    }

    void submit(Submission submission) {
        finish(tasks.submit(submission).thenApply(Submitted::task));
    }

    /** As {@code generate} does. */
    void generate(String key) {
        finish(
                tasks.submit(submission(key, true, false, "print"))
                        .thenCompose(submitted -> tasks.await(ACCOUNT, submitted, LONG)));
        tasks.exchangeEnded(key);
    }

    /** As {@code generate} does that is called back. */
    void generateCalledBack(String key, boolean retry) {
        finishByOthers(
                tasks.submit(submission(key, true, true, retry, "print"))
                        .thenCompose(submitted -> tasks.await(ACCOUNT, submitted, LONG)));
        tasks.exchangeEnded(key);
    }

    /** As {@code submit} does that is called back. */
    void submitCalledBack(String key, boolean retry) {
        Submission submission = submission(key, false, true, retry, "print");
        finishByOthers(tasks.submit(submission).thenApply(Submitted::task));
        // Its end is for a consumer, even where it is known already.
        got = null;
    }

    /** The context begins to stop, which is a step of another thread. */
    void beginToStop(RacingNode other) {
        other.node.before("stops it");
        tasks.stopping();
    }

    /** The service's callback, at any time after the task exists. */
    void receiveCallback(String key) {
        node.before("is called back", () -> service.paid() > 0);
        tasks.received(new CallbackHint(ACCOUNT.label(), key, "task-" + key));
    }

    /** As a consumer does that runs on for ever, until nothing is left to be done. */
    void consumeTheRest() {
        for (int i = 0; i < PATIENCE && delivered.isEmpty(); i++) {
            tasks.rescan(GROUP);
            consume();
            clock.leap();
        }
    }

    /** As {@code await} does. */
    void await(String taskId, String key) {
        finish(
                tasks.take(ACCOUNT, taskId)
                        .thenCompose(task -> tasks.await(ACCOUNT, task.orElseThrow(), LONG)));
        tasks.exchangeEnded(key);
    }

    private void finish(CompletableFuture<VideoTask> future) {
        note(future);
        while (!future.isDone()) {
            node.waitForOthers();
            clock.leap();
        }
    }

    /** The same for one who needs nothing but what others do, and looks for that. */
    private void finishByOthers(CompletableFuture<VideoTask> future) {
        note(future);
        while (!future.isDone()) {
            node.waitForAllOthers();
            tasks.lookElsewhere();
            if (!future.isDone()) {
                clock.leap();
            }
        }
    }

    private void note(CompletableFuture<VideoTask> future) {
        future.whenComplete(
                (task, thrown) -> {
                    got = task;
                    failure = thrown == null ? null : Failures.unwrap(thrown);
                });
    }

    /** As every node does from time to time: gives up what a dead one was sending. */
    void keepHouse() {
        tasks.start();
        clock.leap();
    }

    /** What was to happen later happens now. */
    void letTimePass() {
        clock.leap();
    }

    /** Rings the earliest alarm when it is told to. */
    private static final class Clock extends ScheduledThreadPoolExecutor {
        private final Queue<Alarm> alarms =
                new PriorityQueue<>(Comparator.comparingLong(alarm -> alarm.due));
        private long now;

        Clock() {
            super(0, Executors.defaultThreadFactory());
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            Alarm alarm = new Alarm(Executors.callable(command, null), now + unit.toNanos(delay));
            alarms.add(alarm);
            return alarm;
        }

        private void leap() {
            Alarm alarm = alarms.poll();
            if (alarm != null) {
                now = alarm.due;
                alarm.run();
            }
        }
    }

    private static final class Alarm extends FutureTask<Void>
            implements RunnableScheduledFuture<Void> {
        private final long due;

        Alarm(Callable<Void> command, long due) {
            super(command);
            this.due = due;
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
