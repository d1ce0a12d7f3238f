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

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.TaskRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** A stop rolls back what waits, submits nothing, and the next start pays for nothing again. */
class ShutdownTest extends PaymentTestSupport {
    /** Far less than a stop that waits for its exchanges in vain. */
    private static final Duration PROMPT = Duration.ofSeconds(20);

    private static final int IN_VAIN_SECONDS = 120;

    private final TaskRepository table = new MemoryTaskRepository();

    @Override
    Duration taskDuration() {
        return Duration.ofMinutes(10);
    }

    private static RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(
                        deadLetterChannel("mock:dead").maximumRedeliveries(3).redeliveryDelay(0));
                from("direct:in").routeId("in").to("seedance:generate").to("mock:done");
                from("direct:file").to("seedance:generate?prompt=Pan").to("mock:done");
                from("direct:submit").to("seedance:submit?track=false").to("mock:done");
                from("direct:submitFile")
                        .to("seedance:submit?track=false&prompt=Pan")
                        .to("mock:done");
                from("direct:await").to("seedance:await").to("mock:done");
            }
        };
    }

    private CamelContext startNode() throws Exception {
        CamelContext context = newContext();
        component(context).getConfiguration().setTaskRepository(table);
        return started(context, routes());
    }

    private static List<CompletableFuture<Exchange>> begin(CamelContext context, int count) {
        return begin(context, "direct:in", count);
    }

    private static List<CompletableFuture<Exchange>> begin(
            CamelContext context, String uri, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> begin(context, uri, keyed(KEY + "-" + i)))
                .toList();
    }

    private static void stopPromptly(CamelContext context) {
        context.getShutdownStrategy().setTimeout(IN_VAIN_SECONDS);
        long began = System.nanoTime();
        context.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PROMPT);
    }

    /** Each exchange has gone back to its source, at once and not to the dead letters. */
    private static Set<String> rolledBack(List<CompletableFuture<Exchange>> exchanges)
            throws Exception {
        Set<String> messages = new HashSet<>();
        for (CompletableFuture<Exchange> each : exchanges) {
            Exchange exchange = get(each);
            assertThat(exchange.getException()).isInstanceOf(RejectedExecutionException.class);
            assertThat(exchange.getExchangeExtension().isInterrupted()).isTrue();
            assertThat(exchange.getExchangeExtension().isRedeliveryExhausted()).isFalse();
            assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERED)).isNull();
            messages.add(exchange.getException().getMessage());
        }
        return messages;
    }

    private void assertEachNamesItsTask(Set<String> messages) {
        List<String> ids = emulator.tasks().list().stream().map(TaskView::id).toList();
        assertThat(messages).hasSameSizeAs(ids);
        assertThat(ids).allMatch(id -> messages.stream().anyMatch(text -> text.contains(id)));
    }

    private void completeAll() {
        emulator.tasks().list().forEach(task -> emulator.tasks().complete(task.id()));
    }

    @Test
    void twoHundredWaitsEndAtOnceAndNonePaysAgainAfterAStart() throws Exception {
        CamelContext context = startNode();
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        MockEndpoint done = context.getEndpoint("mock:done", MockEndpoint.class);
        List<CompletableFuture<Exchange>> waiting = begin(context, 200);
        await().until(() -> paid() == 200);

        stopPromptly(context);
        assertEachNamesItsTask(rolledBack(waiting));
        assertThat(dead.getReceivedCounter()).isZero();
        assertThat(done.getReceivedCounter()).isZero();
        assertPaid(200, 200);

        completeAll();
        CamelContext restarted = startNode();
        Set<String> videos = new HashSet<>();
        for (CompletableFuture<Exchange> each : begin(restarted, 200)) {
            videos.add(video(get(each)).id());
        }
        assertThat(videos).hasSize(200);
        assertPaid(200, 200);
    }

    @Test
    void theSameComponentRemembersItsTasksThroughARestart() throws Exception {
        SeedanceComponent component = newComponent();
        CamelContext context = newContext(component);
        started(context, routes());
        List<CompletableFuture<Exchange>> waiting = begin(context, 20);
        await().until(() -> paid() == 20);
        stopPromptly(context);
        assertEachNamesItsTask(rolledBack(waiting));
        completeAll();
        CamelContext restarted = newContext(component);
        started(restarted, routes());
        for (CompletableFuture<Exchange> each : begin(restarted, 20)) {
            video(get(each));
        }
        assertPaid(20, 20);
    }

    @Test
    void createsInFlightArePutOnRecordBeforeTheStop() throws Exception {
        emulator.faults().always(Phase.CREATE, Fault.delay(Duration.ofMillis(700)));
        CamelContext context = startNode();
        List<CompletableFuture<Exchange>> waiting = begin(context, 20);
        await().until(() -> posts().size() == 20);
        stopPromptly(context);
        assertEachNamesItsTask(rolledBack(waiting));
        takeUpAgain(20, 20);
    }

    @Test
    void createsInFlightAtTheEndOfTheComponentLoseNoTask() throws Exception {
        // Well within the three seconds that the last answers are waited for.
        emulator.faults().always(Phase.CREATE, Fault.delay(Duration.ofMillis(300)));
        CamelContext context = startNode();
        List<CompletableFuture<Exchange>> waiting = begin(context, 20);
        await().pollInterval(Duration.ofMillis(10)).until(() -> posts().size() == 20);
        component(context).stop();
        assertEachNamesItsTask(rolledBack(waiting));
        takeUpAgain(20, 20);
    }

    @Test
    void createsThatNeverAnswerEndAsUnknownWithTheComponent() throws Exception {
        emulator.faults().always(Phase.CREATE, Fault.hangAfterEffect());
        CamelContext context = startNode();
        List<CompletableFuture<Exchange>> waiting = begin(context, 5);
        await().until(() -> paid() == 5);
        component(context).stop();
        for (CompletableFuture<Exchange> each : waiting) {
            get(each);
        }
        assertPaid(5, 5);
        emulator.faults().clear();
        CamelContext other = newContext();
        component(other).getConfiguration().setTaskRepository(table);
        component(other).getConfiguration().setAmbiguousSubmit(AmbiguousSubmit.RETRY);
        started(other, routes());
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<Exchange> each : begin(other, "direct:submit", 5)) {
            ids.add(taskId(get(each)));
        }
        assertThat(ids).hasSize(5);
        assertPaid(5, 10);
    }

    @Test
    void uploadsInFlightEndAndNothingIsSubmitted() throws Exception {
        emulator.faults().always(Phase.UPLOAD, Fault.hang());
        CamelContext context = startNode();
        List<CompletableFuture<Exchange>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(begin(context, "direct:file", image(i)));
        }
        await().until(() -> emulator.journal().count("POST", "/api/v1/files/upload") > 0);
        stopPromptly(context);
        rolledBack(waiting);
        assertPaid(0, 0);

        emulator.faults().clear();
        CamelContext restarted = startNode();
        waiting.clear();
        for (int i = 0; i < 8; i++) {
            waiting.add(begin(restarted, "direct:submitFile", image(i)));
        }
        for (CompletableFuture<Exchange> each : waiting) {
            taskId(get(each));
        }
        assertPaid(8, 8);
    }

    private static Processor image(int number) {
        byte[] image = Images.png(0x101010 * number);
        return exchange -> {
            exchange.getMessage().setBody(image);
            exchange.getMessage()
                    .setHeader(SeedanceConstants.IDEMPOTENCY_KEY, KEY + "-file-" + number);
        };
    }

    @Test
    void submissionsThatPauseEndAndNothingIsSubmitted() throws Exception {
        emulator.faults()
                .always(
                        Phase.CREATE,
                        Fault.answer(
                                429,
                                "application/json",
                                "{\"error\":{\"code\":\"rate_limit_exceeded\"}}",
                                Map.of("Retry-After", "30")));
        CamelContext context = startNode();
        List<CompletableFuture<Exchange>> waiting = begin(context, 1);
        await().until(() -> posts().size() == 1);
        List<CompletableFuture<Exchange>> more = begin(context, 10).subList(1, 10);
        stopPromptly(context);
        rolledBack(waiting);
        rolledBack(more);
        int posts = posts().size();
        emulator.faults().clear();
        takeUpAgain(10, posts + 10);
    }

    @Test
    void awaitsEndToo() throws Exception {
        CamelContext context = startNode();
        List<CompletableFuture<Exchange>> waiting = new ArrayList<>(begin(context, 1));
        await().until(() -> paid() == 1);
        String id = emulator.tasks().list().get(0).id();
        waiting.add(begin(context, "direct:await", e -> e.getMessage().setBody(id)));
        stopPromptly(context);
        assertThat(rolledBack(waiting)).hasSize(1).allMatch(text -> text.contains(id));
    }

    /** Another node uses the same keys: no key is paid for twice, and each has its task. */
    private void takeUpAgain(int paid, int posts) throws Exception {
        emulator.faults().clear();
        CamelContext other = startNode();
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<Exchange> each : begin(other, "direct:submit", paid)) {
            ids.add(taskId(get(each)));
        }
        assertThat(ids).hasSize(paid);
        assertPaid(paid, posts);
    }

    @Test
    void thePartsOfASplitterRollBackTheirWhole() throws Exception {
        CamelContext context = newContext();
        component(context).getConfiguration().setTaskRepository(table);
        started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(deadLetterChannel("mock:dead").maximumRedeliveries(3));
                        from("direct:split")
                                .split(body())
                                .parallelProcessing()
                                .to("seedance:generate")
                                .end()
                                .to("mock:done");
                    }
                });
        Object parts = List.of(request("One"), request("Two"));
        CompletableFuture<Exchange> whole =
                begin(context, "direct:split", e -> e.getMessage().setBody(parts));
        await().until(() -> paid() == 2);
        stopPromptly(context);
        assertThat(get(whole).getException()).isInstanceOf(RejectedExecutionException.class);
        assertThat(context.getEndpoint("mock:dead", MockEndpoint.class).getReceivedCounter())
                .isZero();
        assertThat(context.getEndpoint("mock:done", MockEndpoint.class).getReceivedCounter())
                .isZero();
        assertPaid(2, 2);
    }

    @Test
    void aRouteThatIsStoppedAndStartedPaysForNothingAgain() throws Exception {
        CamelContext context = startNode();
        List<CompletableFuture<Exchange>> waiting = begin(context, 5);
        await().until(() -> paid() == 5);
        context.getRouteController().stopRoute("in", 100, TimeUnit.MILLISECONDS);
        context.getRouteController().startRoute("in");
        List<CompletableFuture<Exchange>> again = begin(context, 5);
        assertThat(again).noneMatch(CompletableFuture::isDone);
        stopPromptly(context);
        rolledBack(waiting);
        rolledBack(again);
        assertPaid(5, 5);
    }

    @Test
    void anExchangeInATransactionIsWarnedAboutOnce() throws Exception {
        CamelContext context = startNode();
        String id = taskId(send(context, "direct:submit", keyed(KEY)));
        completeAll();
        try (CapturedLog log = CapturedLog.of(TransactionWarning.class)) {
            for (int use = 0; use < 2; use++) {
                Exchange exchange =
                        send(
                                context,
                                "direct:in",
                                e -> {
                                    keyed(KEY).process(e);
                                    e.getExchangeExtension().setTransacted(true);
                                });
                assertThat(video(exchange).id()).isEqualTo(id);
            }
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("inside a transaction", "seedance:completion");
        }
        assertPaid(1, 1);
    }

    @Test
    void aComponentMayBeStoppedTwiceAndStartedAgain() throws Exception {
        CamelContext context = startNode();
        SeedanceComponent component = component(context);
        component.stop();
        component.stop();
        component.start();
        String id = taskId(send(context, "direct:submit", keyed(KEY)));
        completeAll();
        assertThat(video(send(context, "direct:in", keyed(KEY))).id()).isEqualTo(id);
        component.stop();
        stopPromptly(context);
        assertThat(context.getStatus()).isEqualTo(ServiceStatus.Stopped);
    }
}
