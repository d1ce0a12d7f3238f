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
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task table that fails, or is full, does to payments. */
class TaskTableFailureTest extends PaymentTestSupport {
    private final FailingTaskTable table = new FailingTaskTable();
    private CapturedLog outage;

    @BeforeEach
    void captureLog() {
        outage = CapturedLog.withInfo("io.github.camelseedance.tracking.TableOutage");
    }

    @AfterEach
    void releaseLog() {
        outage.close();
    }

    private CamelContext startRoutes(CamelContext context, TaskRepository repository)
            throws Exception {
        component(context).getConfiguration().setTaskRepository(repository);
        return started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:generate").to("seedance:generate");
                        from("direct:submit").to("seedance:submit?group=nobody");
                        from("direct:await").to("seedance:await");
                    }
                });
    }

    @Test
    void anIntentThatCanNotBeWrittenIsNotSent() throws Exception {
        table.fail(1, row -> row.state() == RowState.PREPARED);
        CamelContext context = startRoutes(newContext(), table);
        Exchange exchange = send(context, "direct:generate", keyed(KEY));
        assertThat(exchange.getException())
                .isInstanceOf(SeedanceException.class)
                .hasMessageContaining("nothing was sent for the key '" + KEY + "'")
                .hasRootCauseMessage(FailingTaskTable.MESSAGE);
        assertPaid(0, 0);
        video(send(context, "direct:generate", keyed(KEY)));
        assertPaid(1, 1);
    }

    @Test
    void bytesThatCanNotBeWrittenAreNotSent() throws Exception {
        table.fail(1, row -> row.state() == RowState.SENDING);
        CamelContext context = startRoutes(newContext(), table);
        Exchange exchange = send(context, "direct:generate", keyed(KEY));
        assertThat(exchange.getException())
                .isInstanceOf(SeedanceException.class)
                .hasMessageContaining("nothing was sent for the key '" + KEY + "'")
                .hasRootCauseMessage(FailingTaskTable.MESSAGE);
        assertPaid(0, 0);
        video(send(context, "direct:generate", keyed(KEY)));
        assertPaid(1, 1);
    }

    @Test
    void aTaskThatCanNotBeWrittenAtFirstIsWrittenLater() throws Exception {
        table.fail(1, row -> row.state() == RowState.ACCEPTED);
        CamelContext context = startRoutes(newContext(), table);
        String id = video(send(context, "direct:generate", keyed(KEY))).id();
        assertThat(table.failures()).isOne();
        assertThat(table.find(KEY)).get().extracting(TaskRow::taskId).isEqualTo(id);
        assertPaid(1, 1);
    }

    @Test
    void aTaskThatCanNotBeWrittenIsNamedAndCanBeAwaited() throws Exception {
        table.fail(Integer.MAX_VALUE, row -> row.state() == RowState.ACCEPTED);
        CamelContext context = newContext();
        HurriedTimers.hurry(context, component(context));
        startRoutes(context, table);
        Exchange exchange;
        try (CapturedLog log = CapturedLog.of("io.github.camelseedance.tracking.CreateDecision")) {
            exchange = send(context, "direct:generate", keyed(KEY));
            assertThat(log.lines()).anyMatch(line -> line.contains("not on record"));
        }
        String id = emulator.tasks().list().get(0).id();
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SeedanceException.class, e -> assertThat(e.getTaskId()).isEqualTo(id))
                .hasMessageContaining(id)
                .hasMessageContaining("seedance:await");
        Exchange awaited = send(context, "direct:await", e -> e.getMessage().setBody(id));
        assertThat(video(awaited).id()).isEqualTo(id);

        table.fail(0, row -> false);
        await().until(() -> table.find(KEY).map(TaskRow::taskId).isPresent());
        assertThat(video(send(context, "direct:generate", keyed(KEY))).id()).isEqualTo(id);
        assertPaid(1, 1);
    }

    @Test
    void anEndThatCanNotBeWrittenAtFirstIsDeliveredAllTheSame() throws Exception {
        table.fail(1, row -> row.state() == RowState.ENDED);
        CamelContext context = startRoutes(newContext(), table);
        video(send(context, "direct:generate", keyed(KEY)));
        // The waiter is served first, then it is logged.
        await().untilAsserted(
                        () ->
                                assertThat(outage.lines())
                                        .anyMatch(line -> line.contains("the end of task")));
        await().until(() -> table.find(KEY).orElseThrow().state() == RowState.DELIVERED);
        assertPaid(1, 1);
    }

    @Test
    void aDoubtThatCanNotBeWrittenStaysADoubt() throws Exception {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        table.fail(Integer.MAX_VALUE, row -> row.state() == RowState.UNKNOWN);
        CamelContext context = newContext();
        component(context).getConfiguration().setSubmitTimeout(300);
        startRoutes(context, table);
        Exchange exchange = send(context, "direct:generate", keyed(KEY));
        assertThat(exchange.getException()).hasMessageContaining("It is not known whether");
        // The row's lease is still running: nobody may say yet that the sender is gone.
        exchange = send(context, "direct:generate", keyed(KEY));
        assertThat(exchange.getException()).hasMessageContaining("Nothing was sent here");

        table.fail(0, row -> false);
        await().until(() -> table.find(KEY).orElseThrow().state() == RowState.UNKNOWN);
        assertPaid(1, 1);
    }

    @Test
    void anOutageIsToldOnceThoughEachPollMeetsIt() throws Exception {
        CamelContext context = newContext();
        component(context).getConfiguration().setTaskRepository(table);
        component(context).getConfiguration().setRepositoryScanInterval(50);
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:submit").to("seedance:submit");
                        from("seedance:completion")
                                .process(exchange -> delivered.add(taskId(exchange)));
                    }
                });
        try (CapturedLog log = CapturedLog.of("io.github.camelseedance");
                CapturedLog camel = CapturedLog.of("org.apache.camel")) {
            table.down(true);
            await().until(() -> table.failures() > 5);
            table.down(false);
            // Before anybody else is: a poll that failed until now may be late to tell it.
            await().until(() -> outage.lines().contains("The task table works again"));
            String id = taskId(send(context, "direct:submit", keyed(KEY)));
            await().until(() -> delivered.contains(id));
            assertThat(outage.lines()).hasSize(2);
            assertThat(outage.lines().get(0)).contains("The task table fails, at the look for ");
            assertThat(log.lines()).isEmpty();
            assertThat(camel.lines()).isEmpty();
        }
    }

    @Test
    void aFullTableRefusesNewKeysAndForgetsNone() throws Exception {
        MemoryTaskRepository full = new MemoryTaskRepository(3);
        CamelContext context = startRoutes(newContext(), full);
        for (int i = 0; i < 3; i++) {
            taskId(send(context, "direct:submit", keyed(KEY + i)));
        }
        for (String operation : new String[] {"submit", "generate"}) {
            Exchange exchange = send(context, "direct:" + operation, keyed(KEY + "more"));
            assertThat(exchange.getException())
                    .isInstanceOf(SeedanceException.class)
                    .hasMessageContaining("full (3 rows")
                    .hasMessageContaining("Nothing was sent");
        }
        assertPaid(3, 3);
        await().until(() -> emulator.ledger().charges() == 3);
        for (int i = 0; i < 3; i++) {
            video(send(context, "direct:generate", keyed(KEY + i)));
        }
        assertPaid(3, 3);
    }
}
