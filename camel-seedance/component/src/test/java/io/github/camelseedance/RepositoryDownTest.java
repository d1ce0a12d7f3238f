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

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database server that is stopped and started again under routes that keep running. */
class RepositoryDownTest extends PaymentTestSupport {
    @TempDir private Path directory;
    private DatabaseServer server;
    private JdbcTaskRepository table;
    private CamelContext context;
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private final CountDownLatch routeGoesOn = new CountDownLatch(1);
    private final AtomicInteger routeFails = new AtomicInteger();

    @BeforeEach
    void startRoutes() throws Exception {
        server = new DatabaseServer(directory);
        table = new JdbcTaskRepository(server.dataSource());
        context = newContext();
        component(context).getConfiguration().setDataSource(server.dataSource());
        component(context).getConfiguration().setRepositoryScanInterval(100);
        component(context).getConfiguration().setRedeliveryDelay(100);
        started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:submit").to("seedance:submit");
                        from("direct:generate").to("seedance:generate");
                        from("direct:slow").to("seedance:submit?group=slow");
                        from("seedance:completion")
                                .process(exchange -> delivered.add(id(exchange)));
                        from("seedance:completion?group=slow")
                                .process(exchange -> delivered.add(id(exchange)))
                                .process(exchange -> routeGoesOn.await())
                                .process(exchange -> failIfAsked());
                    }
                });
    }

    @AfterEach
    void stopServer() throws Exception {
        routeGoesOn.countDown();
        stopContexts();
        server.close();
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getBody(VideoTask.class).id();
    }

    private void failIfAsked() {
        if (routeFails.getAndDecrement() > 0) {
            throw new IllegalStateException("the route fails");
        }
    }

    private TaskRow row(String key) {
        return table.find(key).orElseThrow();
    }

    private void awaitDelivered(String key) {
        await().until(() -> row(key).state() == RowState.DELIVERED);
    }

    @Test
    void submitsAreRefusedBeforeTheyArePaid() throws Exception {
        server.stop();
        for (String operation : List.of("submit", "generate")) {
            Exchange exchange = send(context, "direct:" + operation, keyed(KEY + operation));
            assertThat(exchange.getException())
                    .isInstanceOf(SeedanceException.class)
                    .hasMessageContaining("othing was sent");
        }
        assertPaid(0, 0);

        server.start();
        taskId(send(context, "direct:submit", keyed(KEY + "submit")));
        video(send(context, "direct:generate", keyed(KEY + "generate")));
        awaitDelivered(KEY + "submit");
        awaitDelivered(KEY + "generate");
        assertThat(delivered).hasSize(1);
        assertPaid(2, 2);
    }

    @Test
    void anExchangeThatWaitsGetsItsVideoMeanwhile() throws Exception {
        Fault away = Fault.answer(503, "application/json", "{}");
        emulator.faults().always(Phase.STATUS, away).always(Phase.BATCH, away);
        CompletableFuture<Exchange> waits = begin(context, "direct:generate", keyed(KEY));
        await().until(() -> table.find(KEY).map(TaskRow::taskId).isPresent());
        server.stop();
        assertThat(waits).isNotDone();
        emulator.faults().clear();
        assertThat(video(get(waits)).id()).isEqualTo(emulator.tasks().list().get(0).id());

        server.start();
        awaitDelivered(KEY);
        assertThat(delivered).isEmpty();
        assertPaid(1, 1);
    }

    @Test
    void whatEndsMeanwhileIsDeliveredOnceAfterwards() throws Exception {
        List<String> ids =
                IntStream.range(0, 5)
                        .mapToObj(i -> taskId(send(context, "direct:submit", keyed(KEY + i))))
                        .toList();
        server.stop();
        await().until(() -> emulator.ledger().charges() == ids.size());

        server.start();
        IntStream.range(0, ids.size()).forEach(i -> awaitDelivered(KEY + i));
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(ids);
        assertPaid(ids.size(), ids.size());
    }

    @Test
    void aRouteThatSucceedsMeanwhileIsNotGivenTheTaskAgain() throws Exception {
        String id = taskId(send(context, "direct:slow", keyed(KEY)));
        await().until(() -> delivered.size() == 1);
        server.stop();
        routeGoesOn.countDown();
        await().until(() -> inflight() == 0);

        server.start();
        awaitDelivered(KEY);
        assertThat(delivered).containsExactly(id);
        assertPaid(1, 1);
    }

    private int inflight() {
        return context.getInflightRepository().size();
    }

    @Test
    void aRouteThatFailsMeanwhileIsGivenTheTaskAgain() throws Exception {
        routeFails.set(1);
        String id = taskId(send(context, "direct:slow", keyed(KEY)));
        await().until(() -> delivered.size() == 1);
        server.stop();
        try (CapturedLog log = CapturedLog.of(CompletionConsumer.class)) {
            routeGoesOn.countDown();
            await().until(() -> inflight() == 0);
            server.start();
            awaitDelivered(KEY);
            // The task is let go first, then it is logged.
            await().until(
                            () ->
                                    log.lines().stream()
                                            .anyMatch(line -> line.contains("the route fails")));
        }
        assertThat(delivered).containsExactly(id, id);
        assertThat(row(KEY).attempts()).isOne();
        assertPaid(1, 1);
    }

    @Test
    void anAnswerThatArrivesMeanwhileIsOnRecordAfterwards() throws Exception {
        emulator.faults().next(Phase.CREATE, Fault.delay(Duration.ofMillis(600)));
        CompletableFuture<Exchange> submits = begin(context, "direct:submit", keyed(KEY));
        await().until(() -> posts().size() == 1);
        server.stop();
        await().until(() -> paid() == 1);

        server.start();
        Exchange submitted = get(submits);
        awaitDelivered(KEY);
        assertThat(row(KEY).taskId()).isEqualTo(taskId(submitted));
        assertThat(delivered).containsExactly(taskId(submitted));
        assertPaid(1, 1);
    }

    @Test
    void noneIsLostAndNoneIsPaidTwiceWhileItComesAndGoes() throws Exception {
        int tasks = 20;
        ExecutorService sources = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Void>> all =
                IntStream.range(0, tasks)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> insist(KEY + i), sources))
                        .toList();
        for (int outage = 0; outage < 3; outage++) {
            int seen = posts().size();
            await().until(() -> posts().size() > seen + 2 || posts().size() == tasks);
            server.stop();
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            server.start();
        }
        all.forEach(CompletableFuture::join);
        sources.shutdown();
        IntStream.range(0, tasks).forEach(i -> awaitDelivered(KEY + i));
        assertThat(delivered).hasSize(tasks).doesNotHaveDuplicates();
        assertPaid(tasks, tasks);
    }

    /** Submits until it is accepted, as a source with redeliveries does. */
    private void insist(String key) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> send(context, "direct:submit", keyed(key)).getException() == null);
    }
}
