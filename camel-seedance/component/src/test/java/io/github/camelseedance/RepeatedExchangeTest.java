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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is paid when exchanges come again, come twice, or come in parts. */
class RepeatedExchangeTest extends PaymentTestSupport {

    @Test
    void aStepAfterGenerateIsRepeatedAlone() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                errorHandler(
                                        defaultErrorHandler()
                                                .maximumRedeliveries(3)
                                                .redeliveryDelay(0)
                                                .logExhausted(false));
                                from("direct:in")
                                        .to("seedance:generate")
                                        .process(e -> failUntil(calls, 4));
                            }
                        });
        video(send(context, "direct:in", e -> e.getMessage().setBody(BODY)));
        assertThat(calls).hasValue(4);
        assertPaid(1, 1);
    }

    @Test
    void aRouteAroundGenerateIsRepeatedWithoutASecondPayment() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:in")
                                        .errorHandler(
                                                defaultErrorHandler()
                                                        .maximumRedeliveries(3)
                                                        .redeliveryDelay(0)
                                                        .logExhausted(false))
                                        .to("direct:inner");
                                from("direct:inner")
                                        .errorHandler(noErrorHandler())
                                        .to("seedance:generate")
                                        .process(e -> failUntil(calls, 3));
                            }
                        });
        video(send(context, "direct:in", e -> e.getMessage().setBody(BODY)));
        assertThat(calls).hasValue(3);
        assertPaid(1, 1);
    }

    private static void failUntil(AtomicInteger calls, int last) {
        if (calls.incrementAndGet() < last) {
            throw new IllegalStateException("not yet");
        }
    }

    @Test
    void generateIsRepeatedAfterATimeoutWithoutASecondPayment() throws Exception {
        emulator.clock().freeze();
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                onException(SeedanceTimeoutException.class)
                                        .maximumRedeliveries(20)
                                        .redeliveryDelay(0)
                                        // The task ends after the first wait for it.
                                        .onRedelivery(e -> emulator.clock().advance(taskDuration()))
                                        .to("mock:redelivered");
                                from("direct:in").to("seedance:generate?waitTimeout=100");
                            }
                        });
        Exchange exchange = send(context, "direct:in", e -> e.getMessage().setBody(BODY));
        video(exchange);
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class))
                .isPositive();
        assertPaid(1, 1);
    }

    @Test
    void generateIsRepeatedAfterARefusalOfTheAccountAndPaysOnce() throws Exception {
        emulator.faults()
                .next(Phase.CREATE, error(402, "insufficient_quota"))
                .next(Phase.CREATE, error(402, "insufficient_quota"));
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                errorHandler(
                                        defaultErrorHandler()
                                                .maximumRedeliveries(2)
                                                .redeliveryDelay(0)
                                                .logExhausted(false));
                                from("direct:in").to("seedance:generate");
                            }
                        });
        video(send(context, "direct:in", e -> e.getMessage().setBody(BODY)));
        assertPaid(1, 3);
        assertSameBytesAndKey(posts());
    }

    private static Fault error(int status, String code) {
        return Fault.answer(status, "application/json", "{\"error\":{\"code\":\"" + code + "\"}}");
    }

    private static void assertSameBytesAndKey(List<RecordedRequest> posts) {
        assertThat(posts)
                .extracting(RecordedRequest::bodyText)
                .containsOnly(posts.get(0).bodyText());
        assertThat(posts)
                .extracting(post -> post.header("Idempotency-Key"))
                .containsOnly(posts.get(0).header("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource({"generate,generate", "submit,generate", "generate,submit", "submit,submit"})
    void twoExchangesWithOneKeyAtOnceAreOneTask(String first, String second) throws Exception {
        emulator.faults().always(Phase.CREATE, Fault.delay(Duration.ofMillis(200)));
        // Answered when the task has ended: to one who knows no estimate the next read is far off.
        emulator.faults().always(Phase.STATUS, Fault.delay(taskDuration().multipliedBy(2)));
        CamelContext context = started(oneRouteForEachOperation());
        CompletableFuture<Exchange> one = begin(context, "direct:" + first, keyed(KEY));
        CompletableFuture<Exchange> two = begin(context, "direct:" + second, keyed(KEY));
        assertThat(taskId(get(one))).isEqualTo(taskId(get(two)));
        assertPaid(1, 1);
        assertThat(emulator.ledger().paidGenerations(KEY)).isOne();
    }

    private static RouteBuilder oneRouteForEachOperation() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:generate").to("seedance:generate");
                from("direct:submit").to("seedance:submit?track=false");
            }
        };
    }

    @Test
    void twoNodesWithOneTaskTableAndOneKeyAtOnceAreOneTask() throws Exception {
        emulator.faults().always(Phase.CREATE, Fault.delay(Duration.ofMillis(200)));
        TaskRepository table = new MemoryTaskRepository();
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            CamelContext context = newContext();
            component(context).getConfiguration().setTaskRepository(table);
            started(context, oneRouteForEachOperation());
            IntStream.range(0, 4)
                    .mapToObj(i -> begin(context, "direct:generate", keyed(KEY)))
                    .forEach(all::add);
        }
        List<String> ids = new ArrayList<>();
        for (CompletableFuture<Exchange> each : all) {
            ids.add(video(get(each)).id());
        }
        assertThat(ids).hasSize(8).containsOnly(ids.get(0));
        assertPaid(1, 1);
    }

    @Test
    void anEarlierKeyAnswersWithItsTask() throws Exception {
        CamelContext context = started(oneRouteForEachOperation());
        String id = video(send(context, "direct:generate", keyed(KEY))).id();
        assertThat(taskId(send(context, "direct:submit", keyed(KEY)))).isEqualTo(id);
        VideoTask again = video(send(context, "direct:generate", keyed(KEY)));
        assertThat(again.id()).isEqualTo(id);
        assertPaid(1, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeyOfAnotherRequestIsRefusedAndNothingIsSent(boolean atOnce) throws Exception {
        CountDownLatch sends = new CountDownLatch(1);
        CamelContext context = newContext();
        TaskRepository table = heldUp(sends);
        component(context).getConfiguration().setTaskRepository(table);
        started(context, oneRouteForEachOperation());
        CompletableFuture<Exchange> first = begin(context, "direct:submit", keyed(KEY));
        await().until(() -> table.find(KEY).isPresent());
        if (!atOnce) {
            sends.countDown();
        }
        String id = atOnce ? null : taskId(get(first));
        for (String operation : List.of("submit", "generate")) {
            Exchange other =
                    send(
                            context,
                            "direct:" + operation,
                            e -> {
                                keyed(KEY).process(e);
                                e.getMessage().setBody(request("Something else"));
                            });
            assertThat(other.getException())
                    .isInstanceOf(SeedanceInvalidRequestException.class)
                    .hasMessageContaining(KEY)
                    .hasMessageContaining(atOnce ? "being submitted" : id)
                    .hasMessageContaining("set a new key");
            assertThat(other.getMessage().getHeader(SeedanceConstants.IDEMPOTENCY_KEY))
                    .isEqualTo(KEY);
        }
        sends.countDown();
        taskId(get(first));
        assertPaid(1, 1);
    }

    /** A table that takes no request as sent before the latch is open. */
    private static TaskRepository heldUp(CountDownLatch sends) {
        FailingTaskTable table = new FailingTaskTable();
        table.fail(
                1,
                row -> {
                    if (row.state() == RowState.SENDING) {
                        awaitQuietly(sends);
                    }
                    return false;
                });
        return table;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"true,false", "true,true", "false,false", "false,true"})
    void eachPartOfASplitterIsPaid(boolean different, boolean parallel) throws Exception {
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                errorHandler(noErrorHandler());
                                var split = from("direct:in").split(body());
                                (parallel ? split.parallelProcessing() : split)
                                        .to("seedance:generate")
                                        .to("mock:parts");
                            }
                        });
        MockEndpoint parts = context.getEndpoint("mock:parts", MockEndpoint.class);
        parts.expectedMessageCount(3);
        Object body =
                IntStream.range(0, 3)
                        .mapToObj(i -> different ? i : 0)
                        .map(i -> request("Pan", "https://images.example.com/" + i + ".png"))
                        .toList();
        send(context, "direct:in", e -> e.getMessage().setBody(body));
        parts.assertIsSatisfied();
        assertPaid(3, 3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachRoundOfALoopIsPaid(boolean copy) throws Exception {
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                var loop = from("direct:in").loop(3);
                                (copy ? loop.copy() : loop)
                                        .setBody(constant(BODY))
                                        .to("seedance:generate");
                            }
                        });
        send(context, "direct:in", e -> {});
        assertPaid(3, 3);
    }

    @Test
    void twoSubmitsInOneRouteAndTwoBranchesAreFourPayments() throws Exception {
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:in")
                                        .to("seedance:submit?track=false")
                                        .setBody(constant(BODY))
                                        .to("seedance:submit?track=false")
                                        .setBody(constant(BODY))
                                        .multicast()
                                        .to("seedance:submit?track=false")
                                        .to("seedance:submit?track=false");
                            }
                        });
        Exchange exchange = send(context, "direct:in", e -> e.getMessage().setBody(BODY));
        assertThat(exchange.getException()).isNull();
        assertPaid(4, 4);
    }

    @Test
    void aKeyInTheHeaderIsUsedUpByItsCall() throws Exception {
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:in")
                                        .to("seedance:submit?track=false")
                                        .setBody(constant(request("Another")))
                                        .to("seedance:submit?track=false");
                            }
                        });
        taskId(send(context, "direct:in", keyed(KEY)));
        assertPaid(2, 2);
        assertThat(emulator.ledger().paidGenerations(KEY)).isOne();
    }

    @Test
    void aMessageDeliveredAgainByItsBrokerGetsItsVideoAgain() throws Exception {
        CamelContext context = started(oneRouteForEachOperation());
        List<String> ids = new ArrayList<>();
        for (int delivery = 0; delivery < 2; delivery++) {
            Exchange exchange =
                    send(
                            context,
                            "direct:generate",
                            e -> {
                                e.getMessage().setBody(BODY);
                                e.getMessage().setHeader("JMSMessageID", "ID:broker-1-42");
                            });
            ids.add(video(exchange).id());
        }
        assertThat(ids).containsOnly(ids.get(0));
        assertPaid(1, 1);
    }

    @Test
    void aFileThatIsReadAgainGetsItsVideoAgain(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a.png"), Images.png(0x336699));
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("file:"
                                                + folder
                                                + "?noop=true&idempotent=false&initialDelay=0&delay=10")
                                        .to("seedance:generate?prompt=Pan")
                                        .to("mock:videos");
                            }
                        });
        MockEndpoint videos = context.getEndpoint("mock:videos", MockEndpoint.class);
        videos.setRetainFirst(3);
        await().until(() -> videos.getReceivedCounter() >= 3);
        assertThat(videos.getReceivedExchanges())
                .extracting(e -> e.getMessage().getBody(VideoTask.class).id())
                .hasSize(3)
                .containsOnly(emulator.tasks().list().get(0).id());
        assertPaid(1, 1);
        assertThat(emulator.journal().count("POST", "/api/v1/files/upload/stream")).isOne();
    }

    @Test
    void aWaitThatTimedOutIsTakenUpByAwaitAndByGenerate() throws Exception {
        CamelContext context =
                started(
                        oneRouteForEachOperation(),
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                errorHandler(noErrorHandler());
                                from("direct:short").to("seedance:generate?waitTimeout=50");
                                from("direct:await").to("seedance:await");
                            }
                        });
        emulator.clock().freeze();
        Exchange exchange = send(context, "direct:short", keyed(KEY));
        assertThat(exchange.getException()).isInstanceOf(SeedanceTimeoutException.class);
        emulator.clock().advance(taskDuration());
        String id = ((SeedanceTimeoutException) exchange.getException()).getTaskId();
        Exchange awaited = send(context, "direct:await", e -> e.getMessage().setBody(id));
        assertThat(video(awaited).id()).isEqualTo(id);
        assertThat(video(send(context, "direct:generate", keyed(KEY))).id()).isEqualTo(id);
        assertPaid(1, 1);
    }

    @Test
    void aFailedTaskIsGeneratedAnewOnlyUnderANewKey() throws Exception {
        CamelContext context =
                started(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:in")
                                        .onException(SeedanceTaskFailedException.class)
                                        .maximumRedeliveries(1)
                                        .redeliveryDelay(0)
                                        .onRedelivery(RepeatedExchangeTest::setNewKey)
                                        .end()
                                        .to("seedance:generate");
                                from("direct:same")
                                        .errorHandler(
                                                defaultErrorHandler()
                                                        .maximumRedeliveries(2)
                                                        .redeliveryDelay(0)
                                                        .logExhausted(false))
                                        .to("seedance:generate");
                            }
                        });
        emulator.faults().next(Phase.OUTCOME, Fault.failed("service_error"));
        video(send(context, "direct:in", keyed(KEY)));
        assertPaid(2, 2);
        assertThat(emulator.ledger().refunds()).isOne();

        Exchange same = send(context, "direct:same", keyed(KEY));
        assertThat(same.getException()).isInstanceOf(SeedanceTaskFailedException.class);
        assertPaid(2, 2);
    }

    private static void setNewKey(Exchange exchange) {
        exchange.getMessage()
                .setHeader(
                        SeedanceConstants.IDEMPOTENCY_KEY,
                        KEY + "-" + exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER));
    }
}
