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

import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.repository.RowQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What status reads mean, and what their failures do not. */
class TrackingRulesTest {
    private static final String ACCOUNT_READS = "io.github.camelseedance.tracking.AccountReads";
    private static final int BATCH = 5;

    private static ScaleTestSupport generating(SeedanceEmulator.Builder emulator) throws Exception {
        return ScaleTestSupport.with(emulator)
                .route(
                        rb -> {
                            rb.errorHandler(rb.noErrorHandler());
                            rb.from("direct:in").to("seedance:generate");
                            rb.from("direct:submit").to("seedance:submit?track=false");
                            rb.from("direct:await").to("seedance:await");
                        })
                .start();
    }

    private static ScaleTestSupport generating(Duration taskDuration) throws Exception {
        return generating(SeedanceEmulator.builder().taskDuration(taskDuration));
    }

    /** Starts one exchange; its task is on the list of the emulator when this returns. */
    private static CompletableFuture<Exchange> begin(ScaleTestSupport node) throws Exception {
        CompletableFuture<Exchange> sent = node.sendRequest("direct:in", "tracking-rules-0001");
        Awaitility.await().until(() -> node.emulator.tasks().list().size() == 1);
        return sent;
    }

    /** The same with a task that ends when the test says so, and not before. */
    private static CompletableFuture<Exchange> beginFrozen(ScaleTestSupport node) throws Exception {
        node.emulator.clock().freeze();
        return begin(node);
    }

    private static String taskId(ScaleTestSupport node) {
        return node.emulator.tasks().list().get(0).id();
    }

    private static void assertCompleted(CompletableFuture<Exchange> sent) {
        Exchange done = ScaleTestSupport.get(sent);
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(VideoTask.class)).matches(VideoTask::completed);
    }

    private static SeedanceTaskFailedException failure(CompletableFuture<Exchange> sent) {
        Exception failure = ScaleTestSupport.get(sent).getException();
        assertThat(failure).isInstanceOf(SeedanceTaskFailedException.class);
        return (SeedanceTaskFailedException) failure;
    }

    @Test
    void unknownStatusWordAndFallingProgressAreNoEnd() throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofMillis(600))) {
            CompletableFuture<Exchange> sent = beginFrozen(node);
            String id = taskId(node);
            node.answer(id, "rendering-credits", 95);
            node.awaitReads(1);
            node.answer(id, "queued", 40);
            // The second one follows what the first has found.
            node.awaitReads(2);
            assertThat(sent).isNotDone();

            node.letGo(id);
            node.emulator.tasks().complete(id);
            assertCompleted(sent);
        }
    }

    @Test
    void completedWithoutResultsIsReadAgainBeforeItIsAnErrorOfItsOwn() throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofMillis(1))) {
            node.emulator.faults().next(Phase.OUTCOME, Fault.withoutResults());

            SeedanceTaskFailedException failure = failure(begin(node));
            assertThat(failure)
                    .hasMessageContaining(taskId(node))
                    .hasMessageContaining("completed but has no result");
            assertThat(failure.getTask().status()).isEqualTo(TaskStatus.COMPLETED);
            assertThat(failure.isNewTryCanHelp()).isFalse();
            assertThat(node.reads()).hasSize(4);
        }
    }

    @Test
    void resultThatComesLaterIsTaken() throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofMillis(600))) {
            CompletableFuture<Exchange> sent = beginFrozen(node);
            String id = taskId(node);
            Fault hollow =
                    Fault.answer(
                            200,
                            "application/json",
                            ScaleTestSupport.taskJson(id, TaskStatus.COMPLETED, 100));
            node.emulator.faults().next(Phase.STATUS, hollow).next(Phase.STATUS, hollow);
            node.emulator.tasks().complete(id);

            assertCompleted(sent);
            assertThat(node.emulator.faults().rules()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"content_policy_violation, false", "service_error, true"})
    void failedTaskSaysWhyAndWhetherANewTryCanHelp(String code, boolean helps) throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofSeconds(1))) {
            CompletableFuture<Exchange> sent = beginFrozen(node);
            node.emulator.tasks().fail(taskId(node), code, "the reason");

            SeedanceTaskFailedException failure = failure(sent);
            assertThat(failure.getErrorCode()).isEqualTo(code);
            assertThat(failure.getErrorMessage()).isEqualTo("the reason");
            assertThat(failure.getTaskId()).isEqualTo(taskId(node));
            assertThat(failure.isNewTryCanHelp()).isEqualTo(helps);
            assertThat(failure).hasMessageContainingAll(taskId(node), code, "the reason");
            assertThat(node.emulator.ledger().paidGenerations()).isEqualTo(1);
        }
    }

    @Test
    void cancelledTaskIsAFailure() throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofSeconds(1))) {
            CompletableFuture<Exchange> sent = beginFrozen(node);
            node.emulator.tasks().cancel(taskId(node));

            SeedanceTaskFailedException failure = failure(sent);
            assertThat(failure.getTask().status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(failure.isNewTryCanHelp()).isFalse();
        }
    }

    @Test
    void taskThatDoesNotEndWithinItsRetentionExpires() throws Exception {
        try (ScaleTestSupport node =
                ScaleTestSupport.with(
                        SeedanceEmulator.builder().taskDuration(Duration.ofMillis(600)))) {
            node.component.setTaskRetention(700);
            node.route(
                            rb ->
                                    rb.from("direct:in")
                                            .errorHandler(rb.noErrorHandler())
                                            .to("seedance:generate"))
                    .start();
            CompletableFuture<Exchange> sent = beginFrozen(node);
            node.holdNearlyDone(taskId(node));

            SeedanceTaskFailedException failure = failure(sent);
            assertThat(failure.getTask().status()).isEqualTo(TaskStatus.EXPIRED);
            assertThat(failure).hasMessageContaining("did not end within taskRetention");
        }
    }

    /** Starts exchanges whose tasks are nearly done, until a batch of them has been read. */
    private static List<CompletableFuture<Exchange>> beginBatch(ScaleTestSupport node, String key)
            throws Exception {
        node.emulator.clock().freeze();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            sent.add(node.sendRequest("direct:in", key + i));
        }
        Awaitility.await().until(() -> node.emulator.tasks().list().size() == BATCH);
        node.emulator.tasks().list().forEach(task -> node.holdNearlyDone(task.id()));
        Awaitility.await().until(() -> !node.emulator.journal().batchReads().isEmpty());
        return sent;
    }

    private static void assertAllComplete(
            ScaleTestSupport node, List<CompletableFuture<Exchange>> sent) {
        node.emulator.tasks().list().forEach(task -> node.letGo(task.id()));
        node.emulator.clock().advance(Duration.ofSeconds(1));
        ScaleTestSupport.getAll(sent);
        sent.forEach(TrackingRulesTest::assertCompleted);
    }

    @Test
    void tasksAreReadOneByOneWhereThereIsNoBatchRead() throws Exception {
        try (ScaleTestSupport node =
                generating(
                        SeedanceEmulator.builder()
                                .taskDuration(Duration.ofMillis(600))
                                .batchEndpoint(false))) {
            assertAllComplete(node, beginBatch(node, "without-batch-read-"));
            assertThat(node.emulator.journal().statusReads()).hasSizeGreaterThanOrEqualTo(BATCH);

            // Several may have been under way when the first was refused; no other one begins.
            int batches = node.emulator.journal().batchReads().size();
            node.emulator.clock().run(1);
            List<CompletableFuture<Exchange>> more = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                more.add(node.sendRequest("direct:in", "still-without-batch-read-" + i));
            }
            ScaleTestSupport.getAll(more);
            more.forEach(TrackingRulesTest::assertCompleted);
            assertThat(node.emulator.journal().batchReads()).hasSize(batches);
        }
    }

    @Test
    void taskThatIsMissingFromABatchIsReadByItself() throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofMillis(600))) {
            node.emulator
                    .faults()
                    .always(Phase.BATCH, Fault.answer(200, "application/json", "{\"data\":[]}"));
            assertAllComplete(node, beginBatch(node, "missing-in-batch-"));
            assertThat(node.emulator.journal().statusReads().stream().map(RecordedRequest::path))
                    .containsAll(
                            node.emulator.tasks().list().stream()
                                    .map(task -> "/v1/tasks/" + task.id())
                                    .toList());
        }
    }

    @Test
    void rateLimitPausesReadsForAsLongAsItSays() throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofMillis(600))) {
            node.emulator
                    .faults()
                    .next(
                            Phase.STATUS,
                            Fault.answer(
                                    429,
                                    "application/json",
                                    error("rate_limit_exceeded"),
                                    Map.of("Retry-After", "2")));
            assertCompleted(begin(node));

            List<RecordedRequest> reads = node.reads();
            assertThat(reads.get(1).receivedNanos() - reads.get(0).receivedNanos())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1900).toNanos());
        }
    }

    private static String error(String code) {
        return """
        {"error":{"code":"%s","message":"as scripted","type":"error"}}"""
                .formatted(code);
    }

    @ParameterizedTest
    @CsvSource({"401, key_expired", "402, insufficient_quota", "403, ip_restricted"})
    void refusedKeyPausesTheAccountAndEndsNoTask(int status, String code) throws Exception {
        try (CapturedLog log = CapturedLog.of(ACCOUNT_READS);
                ScaleTestSupport node = generating(Duration.ofMillis(300))) {
            node.emulator
                    .faults()
                    .next(Phase.STATUS, Fault.answer(status, "application/json", error(code)));
            CompletableFuture<Exchange> sent = begin(node);

            Awaitility.await().until(() -> log.lines().size() == 1);
            Awaitility.await()
                    .during(Duration.ofMillis(600))
                    .until(() -> node.reads().size() == 1 && !sent.isDone());
            assertThat(node.tasks().watched()).isEqualTo(1);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("default", "pause", "no task is given up", code);
            assertThat(node.repository.list(RowQuery.open(), null, 10)).hasSize(1);
        }
    }

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of(
                        "503", Fault.answer(503, "application/json", error("service_unavailable"))),
                Arguments.of("HTML", Fault.html()),
                Arguments.of("a reset", Fault.resetAfterBody()),
                Arguments.of("cut JSON", Fault.truncate(20)),
                Arguments.of(
                        "404", Fault.answer(404, "application/json", error("task_not_found"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void readThatFailsEndsNoTask(String name, Fault fault) throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofMillis(300))) {
            node.emulator.faults().next(Phase.STATUS, fault);

            assertCompleted(begin(node));
            assertThat(node.emulator.ledger().paidGenerations()).isEqualTo(1);
        }
    }

    @Test
    void waitersForOneTaskShareItsReads() throws Exception {
        try (ScaleTestSupport node = generating(Duration.ofMillis(1500))) {
            node.emulator.clock().freeze();
            String id = node.submit("direct:submit", "shared-reads-000001");
            node.holdNearlyDone(id);
            List<CompletableFuture<Exchange>> waits = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Exchange exchange = node.context.getEndpoint("direct:await").createExchange();
                exchange.getMessage().setBody(id);
                waits.add(node.send("direct:await", exchange));
            }
            Awaitility.await().until(() -> node.reads().size() >= 5);
            assertThat(node.tasks().watched()).isEqualTo(1);
            node.letGo(id);
            node.emulator.tasks().complete(id);
            ScaleTestSupport.getAll(waits);

            waits.forEach(TrackingRulesTest::assertCompleted);
            List<RecordedRequest> reads = node.reads();
            for (int i = 1; i < reads.size(); i++) {
                assertThat(reads.get(i).receivedNanos() - reads.get(i - 1).receivedNanos())
                        .isGreaterThan(Duration.ofMillis(100).toNanos());
            }
        }
    }
}
