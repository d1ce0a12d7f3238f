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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many tasks whose ends are told by callbacks, or should be: each is delivered once. */
class CallbackDeliveryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How often the route has got the end of each task. */
    private final Map<String, Integer> delivered = new ConcurrentHashMap<>();

    private ScaleTestSupport node(Duration taskDuration) throws Exception {
        ScaleTestSupport node =
                ScaleTestSupport.with(SeedanceEmulator.builder().taskDuration(taskDuration));
        node.component.setStatusInterval(200);
        node.component.getConfiguration().setRepositoryScanInterval(1000);
        return node.route(
                rb -> {
                    rb.from("direct:in").to("seedance:submit");
                    rb.from("seedance:completion")
                            .process(
                                    exchange ->
                                            delivered.merge(
                                                    exchange.getMessage()
                                                            .getHeader(
                                                                    SeedanceConstants.TASK_ID,
                                                                    String.class),
                                                    1,
                                                    Integer::sum));
                });
    }

    private void submit(ScaleTestSupport node, int tasks) throws Exception {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            Exchange exchange = node.request("called-back-" + i);
            exchange.getMessage()
                    .setBody(
                            Map.of(
                                    "prompt",
                                    "A cat, case " + i % 24 + ".",
                                    "image_urls",
                                    List.of(ScaleTestSupport.IMAGE)));
            sent.add(node.send("direct:in", exchange));
        }
        ScaleTestSupport.getAll(sent);
    }

    private void assertEachDeliveredOnce(ScaleTestSupport node, int tasks) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> delivered.size() == tasks && node.tasks().watched() == 0);
        assertThat(delivered.values()).containsOnly(1);
        assertThat(node.emulator.ledger().paidGenerations()).isEqualTo(tasks);
        assertThat(node.emulator.journal().creates()).hasSize(tasks);
    }

    /** How often each task was read, alone or together with others. */
    private static Map<String, Integer> reads(ScaleTestSupport node) throws IOException {
        Map<String, Integer> reads = new HashMap<>();
        for (RecordedRequest read : node.emulator.journal().statusReads()) {
            reads.merge(read.path().substring("/v1/tasks/".length()), 1, Integer::sum);
        }
        for (RecordedRequest read : node.emulator.journal().batchReads()) {
            for (JsonNode id : JSON.readTree(read.body()).findValue("task_ids")) {
                reads.merge(id.asText(), 1, Integer::sum);
            }
        }
        return reads;
    }

    @Test
    void thousandTasksAreReadAtMostThreeTimesEach() throws Exception {
        int tasks = 1000;
        try (ScaleTestSupport node = node(Duration.ofSeconds(3));
                CallbackServer server = CallbackServer.receiving(node)) {
            // Callbacks that are some seconds late are not missing.
            node.component.setStatusInterval(5000);
            node.start();
            submit(node, tasks);
            assertEachDeliveredOnce(node, tasks);

            assertThat(reads(node)).hasSize(tasks);
            assertThat(reads(node).values()).allMatch(reads -> reads <= 3);
        }
    }

    @Test
    void tasksAreDeliveredByPollsWhenAllCallbacksAreLost() throws Exception {
        int tasks = 200;
        try (CapturedLog log = CapturedLog.of("io.github.camelseedance.tracking.CallbackTrust");
                ScaleTestSupport node = node(Duration.ofMillis(500));
                CallbackServer server = CallbackServer.receiving(node)) {
            node.emulator.faults().always(Phase.CALLBACK, Fault.notSent());
            node.start();
            submit(node, tasks);
            assertEachDeliveredOnce(node, tasks);

            Awaitility.await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines()).singleElement().asString().contains("callbackBaseUrl");
        }
    }

    @Test
    void callbacksOfAllKindsDeliverEachTaskOnce() throws Exception {
        int tasks = 240;
        try (CapturedLog log = CapturedLog.of("io.github.camelseedance.tracking.CallbackTrust");
                ScaleTestSupport node = node(Duration.ofMillis(800));
                CallbackServer server = CallbackServer.receiving(node)) {
            for (int i = 0; i < 24; i++) {
                node.emulator
                        .faults()
                        .when(Match.prompt("case " + i + "."))
                        .always(Phase.CALLBACK, fault(i));
            }
            node.start();
            submit(node, tasks);
            assertEachDeliveredOnce(node, tasks);
        }
    }

    /** Half are lost, a third comes twice. */
    private static Fault fault(int i) {
        return switch (i) {
            case 0 -> Fault.beforeAnswer();
            case 1 -> Fault.outOfOrder();
            case 2 -> Fault.forged();
            case 3 -> Fault.late(Duration.ofMillis(300));
            case 4 -> Fault.redirecting();
            default -> i % 3 == 0 ? Fault.twice() : Fault.notSent();
        };
    }
}
