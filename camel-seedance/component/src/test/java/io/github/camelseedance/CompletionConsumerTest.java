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
package io.github.camelseedance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.SlowTaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the consumer works, on what, and on how much at once. */
class CompletionConsumerTest {
    private static final Duration SEVERAL_SCANS = Duration.ofMillis(500);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    private void deliver(Exchange exchange) {
        delivered.add(exchange.getMessage().getBody(VideoTask.class).id());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pausedConsumerReadsNothingAndTakesUpLater(boolean suspend) throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofSeconds(1))) {
            node.route(
                            rb -> {
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("seedance:completion")
                                        .routeId("completion")
                                        .process(this::deliver);
                            })
                    .start();
            node.emulator.clock().freeze();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String id = node.submit("direct:in", "paused-consumer-" + i);
                node.holdNearlyDone(id);
                ids.add(id);
            }
            Awaitility.await().until(() -> node.reads().size() > 2);
            if (suspend) {
                node.context.getRouteController().suspendRoute("completion");
            } else {
                node.context.getRouteController().stopRoute("completion");
            }
            Awaitility.await().until(() -> node.tasks().watched() == 0);

            ids.forEach(node::letGo);
            ids.forEach(node.emulator.tasks()::complete);
            // What was on its way when the consumer stopped may still arrive.
            AtomicInteger reads = new AtomicInteger();
            Awaitility.await()
                    .during(SEVERAL_SCANS)
                    .until(
                            () -> {
                                int now = node.reads().size();
                                return reads.getAndSet(now) == now;
                            });
            assertThat(delivered).isEmpty();

            if (suspend) {
                node.context.getRouteController().resumeRoute("completion");
            } else {
                node.context.getRouteController().startRoute("completion");
            }
            Awaitility.await().until(() -> delivered.size() == 3);
            assertThat(delivered).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void consumerThatStartsLaterFindsTheTasksInTheTable() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(300));
                CapturedLog log =
                        CapturedLog.of("io.github.camelseedance.tracking.UnconsumedGroups")) {
            node.route(
                            rb -> {
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("seedance:completion")
                                        .routeId("completion")
                                        .autoStartup(false)
                                        .process(this::deliver);
                            })
                    .start();
            String one = node.submit("direct:in", "started-later-0001");
            String two = node.submit("direct:in", "started-later-0002");
            Awaitility.await()
                    .during(SEVERAL_SCANS)
                    .until(() -> node.reads().isEmpty() && delivered.isEmpty());

            node.context.getRouteController().startRoute("completion");
            Awaitility.await().until(() -> delivered.size() == 2);
            assertThat(delivered).containsExactlyInAnyOrder(one, two);
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void noMoreExchangesAtOnceThanMaxInFlight() throws Exception {
        int tasks = 30;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofSeconds(1))) {
            insertEnded(node, tasks);
            node.route(
                            rb ->
                                    rb.from("seedance:completion?maxInFlight=3")
                                            .process(
                                                    exchange -> {
                                                        most.accumulateAndGet(
                                                                now.incrementAndGet(), Math::max);
                                                        gate.join();
                                                        now.decrementAndGet();
                                                        deliver(exchange);
                                                    }))
                    .start();
            Awaitility.await().until(() -> now.get() == 3);
            Awaitility.await()
                    .during(SEVERAL_SCANS)
                    .until(() -> now.get() == 3 && claimed(node) == 3);
            gate.complete(null);

            Awaitility.await()
                    .until(() -> node.repository.list(RowQuery.open(), null, 100).isEmpty());
            assertThat(delivered).doesNotHaveDuplicates().hasSize(tasks);
            assertThat(most.get()).isEqualTo(3);
        }
    }

    private static long claimed(ScaleTestSupport node) {
        return node.repository.list(RowQuery.open(), null, 100).stream()
                .filter(row -> row.state() == RowState.CLAIMED)
                .count();
    }

    /** Rows as another process has left them, whose tasks have ended. */
    private static void insertEnded(ScaleTestSupport node, int rows) {
        Instant now = node.repository.now();
        for (int i = 0; i < rows; i++) {
            String id = "task-unified-1-" + i;
            VideoTask task =
                    new VideoTask(
                            id,
                            TaskStatus.COMPLETED,
                            100,
                            null,
                            null,
                            null,
                            now,
                            List.of("https://media.example.com/" + i + ".mp4"),
                            null,
                            null,
                            null);
            node.repository.insertIfAbsent(
                    TaskRow.prepared("key-" + i, "default", "default", "print", now)
                            .change()
                            .state(RowState.ENDED)
                            .taskId(id)
                            .ended(task, now)
                            .row());
        }
    }

    @Test
    void claimsThatTakeLongHoldOneWorkerAtMost() throws Exception {
        SlowTaskRepository slow = new SlowTaskRepository();
        try (ScaleTestSupport node =
                ScaleTestSupport.with(
                        SeedanceEmulator.builder().taskDuration(Duration.ofMillis(300)), slow)) {
            node.component.setWorkerPoolSize(2);
            node.component.setRepositoryPoolSize(2);
            node.route(
                            rb -> {
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("direct:generate").to("seedance:generate");
                                rb.from("seedance:completion").process(this::deliver);
                            })
                    .start();
            try {
                for (int i = 0; i < 6; i++) {
                    node.submit("direct:in", "slow-claims-00000-" + i);
                }
                Awaitility.await().until(() -> node.tasks().watched() == 0);
                Exchange done = node.call("direct:generate", node.request("beside-slow-claims"));
                assertThat(done.getMessage().getBody(VideoTask.class))
                        .matches(VideoTask::completed);
                assertThat(delivered).isEmpty();
            } finally {
                slow.letThrough();
            }
            Awaitility.await().until(() -> delivered.size() == 6);
        }
    }

    @Test
    void stopWaitsForDeliveriesThatHaveNoWorkerYet() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        AtomicInteger held = new AtomicInteger();
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofSeconds(1))) {
            node.component.setWorkerPoolSize(1);
            node.context.getShutdownStrategy().setTimeout(30);
            node.route(
                            rb -> {
                                rb.from("direct:hold")
                                        .to("seedance:credits")
                                        .process(e -> held.incrementAndGet())
                                        .process(e -> gate.join());
                                rb.from("seedance:completion?initialDelay=1")
                                        .routeId("completion")
                                        .autoStartup(false)
                                        .process(this::deliver);
                            })
                    .start();
            insertEnded(node, 5);
            node.send("direct:hold", node.request("holds-the-worker-1"));
            Awaitility.await().until(() -> held.get() == 1);
            node.context.getRouteController().startRoute("completion");
            Awaitility.await().until(() -> claimed(node) == 5);
            CompletableFuture<Void> stopped = new CompletableFuture<>();
            Thread stop = new Thread(() -> stopRoute(node, stopped));
            stop.start();

            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> !stopped.isDone() && delivered.isEmpty());
            gate.complete(null);
            ScaleTestSupport.get(stopped);
            assertThat(delivered).hasSize(5);
            Awaitility.await()
                    .until(() -> node.repository.list(RowQuery.open(), null, 10).isEmpty());
        }
    }

    private static void stopRoute(ScaleTestSupport node, CompletableFuture<Void> stopped) {
        try {
            node.context.getRouteController().stopRoute("completion");
            stopped.complete(null);
        } catch (Exception e) {
            stopped.completeExceptionally(e);
        }
    }

    @Test
    void batchesAreBoundedAndNumbered() throws Exception {
        record Place(int index, int size, boolean last) {}
        List<Place> places = new CopyOnWriteArrayList<>();
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofSeconds(1))) {
            insertEnded(node, 8);
            node.route(
                            rb ->
                                    rb.from("seedance:completion?maxMessagesPerPoll=4")
                                            .process(
                                                    e ->
                                                            places.add(
                                                                    new Place(
                                                                            batch(e, "INDEX"),
                                                                            batch(e, "SIZE"),
                                                                            e.getProperty(
                                                                                    ExchangePropertyKey
                                                                                            .BATCH_COMPLETE,
                                                                                    Boolean
                                                                                            .class)))))
                    .start();
            Awaitility.await().until(() -> places.size() == 8);
            assertThat(places)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 8)
                                    .mapToObj(i -> new Place(i % 4, 4, i % 4 == 3))
                                    .toList());
        }
    }

    private static int batch(Exchange exchange, String what) {
        return exchange.getProperty(
                ExchangePropertyKey.valueOf("BATCH_" + what), -1, Integer.class);
    }

    @Test
    void submitToAGroupThatNobodyConsumesWarnsOnce() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(300));
                CapturedLog log =
                        CapturedLog.of("io.github.camelseedance.tracking.UnconsumedGroups")) {
            node.route(rb -> rb.from("direct:in").to("seedance:submit?group=nobody")).start();
            node.submit("direct:in", "warned-once-000001");
            node.submit("direct:in", "warned-once-000002");

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("'nobody'", "group=nobody", "track=false", "seedance:await");
        }
    }

    @Test
    void untrackedTaskIsLeftAlone() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(100));
                CapturedLog log =
                        CapturedLog.of("io.github.camelseedance.tracking.UnconsumedGroups")) {
            node.route(
                            rb -> {
                                rb.from("direct:in").to("seedance:submit?track=false");
                                rb.from("seedance:completion").process(this::deliver);
                            })
                    .start();
            String id = node.submit("direct:in", "left-alone-000001");

            Awaitility.await()
                    .during(SEVERAL_SCANS)
                    .until(() -> node.reads().isEmpty() && delivered.isEmpty());
            TaskRow row = node.repository.findByTaskId("default", id).orElseThrow();
            assertThat(row.state()).isEqualTo(RowState.DELIVERED);
            assertThat(row.request()).isNull();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void taskWhoseWaitTimedOutIsDeliveredLater() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofSeconds(1))) {
            node.route(
                            rb -> {
                                rb.errorHandler(rb.noErrorHandler());
                                rb.from("direct:in")
                                        .to("seedance:generate?waitTimeout=300ms&group=late");
                                rb.from("seedance:completion?group=late").process(this::deliver);
                            })
                    .start();
            node.emulator.clock().freeze();
            Exchange timedOut =
                    ScaleTestSupport.get(node.sendRequest("direct:in", "timed-out-wait-0001"));

            assertThat(timedOut.getException()).isInstanceOf(SeedanceTimeoutException.class);
            String id = ((SeedanceTimeoutException) timedOut.getException()).getTaskId();
            assertThat(delivered).isEmpty();
            node.emulator.tasks().complete(id);
            Awaitility.await().until(() -> !delivered.isEmpty());
            assertThat(delivered).containsExactly(id);
            assertThat(node.emulator.ledger().paidGenerations()).isEqualTo(1);
        }
    }

    @Test
    void taskThatAnExchangeAwaitsIsNotDeliveredToo() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(800))) {
            node.route(
                            rb -> {
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("direct:await").to("seedance:await");
                                rb.from("seedance:completion").process(this::deliver);
                            })
                    .start();
            node.emulator.clock().freeze();
            Exchange submitted = node.call("direct:in", node.request("awaited-task-000001"));
            String id = submitted.getMessage().getBody(VideoTask.class).id();
            CompletableFuture<Exchange> waits = node.send("direct:await", submitted);
            Supplier<TaskRow> row = () -> node.repository.find("awaited-task-000001").orElseThrow();
            Awaitility.await().until(() -> row.get().owner() != null);
            node.emulator.tasks().complete(id);

            Exchange awaited = ScaleTestSupport.get(waits);
            assertThat(awaited.getException()).isNull();
            assertThat(awaited.getMessage().getBody(VideoTask.class)).matches(VideoTask::completed);
            Awaitility.await().during(SEVERAL_SCANS).until(delivered::isEmpty);
            Awaitility.await().until(() -> row.get().state() == RowState.DELIVERED);
        }
    }
}
