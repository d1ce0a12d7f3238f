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

import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every task that ends is delivered, and once where its route succeeds. */
class CompletionDeliveryTest {
    private final Map<String, AtomicInteger> delivered = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> succeeded = new ConcurrentHashMap<>();
    private CapturedLog consumerLog;

    @BeforeEach
    void captureFailures() {
        consumerLog = CapturedLog.of(CompletionConsumer.class);
    }

    @AfterEach
    void releaseLog() {
        consumerLog.close();
    }

    private static int count(Map<String, AtomicInteger> counts, String taskId) {
        return counts.getOrDefault(taskId, new AtomicInteger()).get();
    }

    private static int add(Map<String, AtomicInteger> counts, Exchange exchange) {
        String taskId = exchange.getMessage().getHeader(SeedanceConstants.TASK_ID, String.class);
        return counts.computeIfAbsent(taskId, id -> new AtomicInteger()).incrementAndGet();
    }

    @Test
    void eachOfManyTasksIsDeliveredAndAFailedDeliveryAgain() throws Exception {
        int tasks = 500;
        Set<String> failing = ConcurrentHashMap.newKeySet();
        AtomicInteger first = new AtomicInteger();
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(500))) {
            node.route(
                            rb -> {
                                rb.errorHandler(rb.noErrorHandler());
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("seedance:completion?redeliveryDelay=200ms")
                                        .process(
                                                exchange -> {
                                                    VideoTask task =
                                                            exchange.getMessage()
                                                                    .getBody(VideoTask.class);
                                                    if (add(delivered, exchange) == 1
                                                            && first.incrementAndGet() % 10 == 0) {
                                                        failing.add(task.id());
                                                        throw new IllegalStateException("not yet");
                                                    }
                                                    add(succeeded, exchange);
                                                });
                            })
                    .start();
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                sent.add(node.sendRequest("direct:in", "every-tenth-fails-" + i));
            }
            ScaleTestSupport.getAll(sent);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> succeeded.size() == tasks && noOpenRows(node));

            assertThat(failing).hasSize(tasks / 10);
            for (CompletableFuture<Exchange> one : sent) {
                String id = one.join().getMessage().getBody(VideoTask.class).id();
                assertThat(count(succeeded, id)).isEqualTo(1);
                assertThat(count(delivered, id)).isEqualTo(failing.contains(id) ? 2 : 1);
            }
            assertThat(node.emulator.ledger().paidGenerations()).isEqualTo(tasks);
            // A failure is told after its row is released.
            Awaitility.await().until(() -> consumerLog.lines().size() >= tasks / 10);
            assertThat(consumerLog.lines()).hasSize(tasks / 10);
        }
    }

    @Test
    void eachAccountsTasksGoToItsOwnConsumers() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(300))) {
            Map<String, AtomicInteger> other = new ConcurrentHashMap<>();
            node.route(
                            rb -> {
                                rb.from("direct:one").to("seedance:submit");
                                rb.from("direct:two").to("seedance:submit?account=second");
                                rb.from("seedance:completion")
                                        .process(exchange -> add(delivered, exchange));
                                rb.from("seedance:completion?account=second")
                                        .process(exchange -> add(other, exchange));
                            })
                    .start();
            String one = node.submit("direct:one", "first-account-0001");
            String two = node.submit("direct:two", "second-account-0001");

            Awaitility.await().until(() -> noOpenRows(node));

            assertThat(delivered.keySet()).containsExactly(one);
            assertThat(other.keySet()).containsExactly(two);
        }
    }

    private static boolean noOpenRows(ScaleTestSupport node) {
        return node.repository.list(RowQuery.open(), null, 1000).isEmpty();
    }

    @Test
    void taskThatNoRouteTakesIsParkedInSight() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(300));
                CapturedLog log = CapturedLog.of("io.github.camelseedance.tracking.Deliveries")) {
            node.route(
                            rb -> {
                                rb.errorHandler(rb.noErrorHandler());
                                rb.from("direct:in").to("seedance:submit");
                                rb.from(
                                                "seedance:completion?redeliveryDelay=50ms"
                                                        + "&maximumRedeliveries=2")
                                        .process(
                                                exchange -> {
                                                    add(delivered, exchange);
                                                    throw new IllegalStateException("never");
                                                });
                            })
                    .start();
            String id = node.submit("direct:in", "parked-task-000001");

            Awaitility.await()
                    .until(
                            () ->
                                    node.repository.find("parked-task-000001").orElseThrow().state()
                                            == RowState.PARKED);
            Awaitility.await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines()).singleElement().asString().contains(id, "parked", "3");
            // Several scans of the table pass.
            Awaitility.await()
                    .during(Duration.ofMillis(400))
                    .until(() -> count(delivered, id) == 3);
            List<TaskRow> rows = node.repository.list(RowQuery.open(), null, 10);
            assertThat(rows)
                    .singleElement()
                    .satisfies(
                            row -> {
                                assertThat(row.state()).isEqualTo(RowState.PARKED);
                                assertThat(row.taskId()).isEqualTo(id);
                                assertThat(row.attempts()).isEqualTo(3);
                                assertThat(row.ended().completed()).isTrue();
                            });
        }
    }

    @Test
    void failedAndCancelledTasksAreEmittedWithTheirReason() throws Exception {
        List<Exchange> ends = new CopyOnWriteArrayList<>();
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofSeconds(2))) {
            node.route(
                            rb -> {
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("seedance:completion").process(e -> ends.add(e.copy()));
                            })
                    .start();
            node.emulator.clock().freeze();
            String failing = node.submit("direct:in", "emitted-failed-0001");
            String cancelled = node.submit("direct:in", "emitted-cancel-0001");
            node.emulator.tasks().fail(failing, "content_policy_violation", "no celebrities");
            node.emulator.tasks().cancel(cancelled);

            Awaitility.await().until(() -> ends.size() == 2);
            assertThat(end(ends, failing).getMessage().getHeaders())
                    .containsEntry(SeedanceConstants.STATUS, TaskStatus.FAILED)
                    .containsEntry(SeedanceConstants.ERROR_CODE, "content_policy_violation")
                    .containsEntry(SeedanceConstants.ERROR_MESSAGE, "no celebrities")
                    .doesNotContainKey(SeedanceConstants.VIDEO_URL);
            assertThat(end(ends, failing).getMessage().getBody(VideoTask.class).error().code())
                    .isEqualTo("content_policy_violation");
            assertThat(end(ends, cancelled).getMessage().getHeaders())
                    .containsEntry(SeedanceConstants.STATUS, TaskStatus.CANCELLED)
                    .doesNotContainKey(SeedanceConstants.VIDEO_URL);
        }
    }

    private static Exchange end(List<Exchange> ends, String taskId) {
        return ends.stream()
                .filter(e -> taskId.equals(e.getMessage().getHeader(SeedanceConstants.TASK_ID)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void confirmWaitsForTheExchangeBehindSeda() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        AtomicInteger behindSeda = new AtomicInteger();
        String key = "behind-seda-000001";
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(300))) {
            node.route(
                            rb -> {
                                rb.errorHandler(rb.noErrorHandler());
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("seedance:completion?redeliveryDelay=50ms")
                                        .process(exchange -> add(delivered, exchange))
                                        .to("seda:next");
                                rb.from("seda:next?exchangePattern=InOnly")
                                        .process(
                                                exchange -> {
                                                    if (behindSeda.incrementAndGet() == 1) {
                                                        gate.join();
                                                        throw new IllegalStateException("at first");
                                                    }
                                                    add(succeeded, exchange);
                                                });
                            })
                    .start();
            try (CapturedLog sedaLog =
                    CapturedLog.of("org.apache.camel.component.seda.SedaConsumer")) {
                String id = node.submit("direct:in", key);

                Awaitility.await().until(() -> behindSeda.get() == 1);
                assertThat(node.repository.find(key).orElseThrow().state())
                        .isEqualTo(RowState.CLAIMED);
                gate.complete(null);
                Awaitility.await()
                        .until(
                                () ->
                                        node.repository.find(key).orElseThrow().state()
                                                == RowState.DELIVERED);
                assertThat(count(delivered, id)).isEqualTo(2);
                assertThat(count(succeeded, id)).isEqualTo(1);
                Awaitility.await().until(() -> sedaLog.lines().size() == 1);
            }
        }
    }

    @Test
    void consumersOfOneGroupOnTwoNodesCompete() throws Exception {
        int tasks = 60;
        AtomicInteger byFirst = new AtomicInteger();
        AtomicInteger bySecond = new AtomicInteger();
        try (ScaleTestSupport first = ScaleTestSupport.withTasksOf(Duration.ofMillis(500));
                ScaleTestSupport second = first.otherNode()) {
            first.route(
                            rb -> {
                                rb.from("direct:in").to("seedance:submit");
                                rb.from("seedance:completion?maxInFlight=2")
                                        .process(e -> add(succeeded, e))
                                        .process(e -> byFirst.incrementAndGet());
                            })
                    .start();
            second.route(
                            rb ->
                                    rb.from("seedance:completion?maxInFlight=2")
                                            .process(e -> add(succeeded, e))
                                            .process(e -> bySecond.incrementAndGet()))
                    .start();
            for (int i = 0; i < tasks; i++) {
                first.sendRequest("direct:in", "two-nodes-compete-" + i);
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> succeeded.size() == tasks && noOpenRows(first));

            assertThat(succeeded.values()).allMatch(times -> times.get() == 1);
            assertThat(byFirst.get() + bySecond.get()).isEqualTo(tasks);
        }
    }

    @Test
    void groupsAreSeparate() throws Exception {
        Map<String, AtomicInteger> ofA = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> ofB = new ConcurrentHashMap<>();
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(300))) {
            node.route(
                            rb -> {
                                rb.from("direct:a").to("seedance:submit?group=a");
                                rb.from("direct:b").to("seedance:submit?group=b");
                                rb.from("seedance:completion?group=a").process(e -> add(ofA, e));
                                rb.from("seedance:completion?group=b").process(e -> add(ofB, e));
                            })
                    .start();
            String a = node.submit("direct:a", "separate-groups-a1");
            String b = node.submit("direct:b", "separate-groups-b1");

            Awaitility.await().until(() -> noOpenRows(node));
            assertThat(ofA).containsOnlyKeys(a);
            assertThat(ofB).containsOnlyKeys(b);
        }
    }
}
