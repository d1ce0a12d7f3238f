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

import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.TaskRepository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong after a task was created: it is never followed by a second create. */
class WaitFailureTest extends PaymentTestSupport {
    private static final String JSON = "application/json";

    private final TaskRepository table = new MemoryTaskRepository();

    @Override
    Duration taskDuration() {
        return Duration.ofMinutes(5);
    }

    private CamelContext startRoutes() throws Exception {
        return startRoutes(newContext());
    }

    private CamelContext startRoutes(CamelContext context) throws Exception {
        component(context).getConfiguration().setTaskRepository(table);
        return started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:generate").to("seedance:generate");
                        from("direct:await").to("seedance:await");
                        from("direct:short")
                                .errorHandler(
                                        defaultErrorHandler()
                                                .maximumRedeliveries(1)
                                                .redeliveryDelay(0)
                                                .logExhausted(false))
                                .to("seedance:generate?waitTimeout=250");
                    }
                });
    }

    static Stream<Fault> faultsOfReads() {
        String error = "{\"error\":{\"code\":%s,\"message\":\"no\"}}";
        return Stream.of(
                Fault.answer(500, JSON, error.formatted("\"internal_error\"")),
                Fault.answer(502, "text/html", "<html>Bad gateway</html>"),
                Fault.answer(503, JSON, error.formatted("503")),
                Fault.answer(429, JSON, error.formatted("429"), Map.of("Retry-After", "1")),
                Fault.answer(401, JSON, error.formatted("\"unauthorized\"")),
                Fault.answer(402, JSON, error.formatted("\"insufficient_quota\"")),
                Fault.answer(403, JSON, error.formatted("\"permission_denied\"")),
                Fault.answer(404, JSON, error.formatted("\"task_not_found\"")),
                Fault.answer(200, JSON, ""),
                Fault.answer(200, JSON, "{\"id\":\"task-unified-1-other\",\"status\":\"failed\"}"),
                Fault.answer(200, JSON, "[]"),
                Fault.html(),
                Fault.redirect(307, "https://elsewhere.example.com/"),
                Fault.resetBeforeBody(),
                Fault.resetAfterBody(),
                Fault.truncate(20),
                Fault.hang());
    }

    @ParameterizedTest
    @MethodSource("faultsOfReads")
    void aReadThatFailsIsNoFailedTask(Fault fault) throws Exception {
        emulator.faults().always(Phase.STATUS, fault).always(Phase.BATCH, fault);
        CamelContext context = newContext();
        component(context).setReadTimeout(100);
        startRoutes(context);
        Exchange exchange = send(context, "direct:short", keyed(KEY));
        String id = emulator.tasks().list().get(0).id();
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SeedanceTimeoutException.class,
                        e -> assertThat(e.getTaskId()).isEqualTo(id))
                .hasMessageContaining("waitTimeout=250ms")
                .hasMessageContaining("seedance:await");
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERED)).isEqualTo(true);
        assertPaid(1, 1);

        emulator.faults().clear();
        emulator.tasks().complete(id);
        // Another node, so that no pause of the first one's reads has to be waited for.
        CamelContext other = startRoutes();
        Exchange awaited = send(other, "direct:await", e -> e.getMessage().setBody(id));
        assertThat(video(awaited).id()).isEqualTo(id);
        assertThat(video(send(other, "direct:generate", keyed(KEY))).id()).isEqualTo(id);
        assertPaid(1, 1);
    }

    @Test
    void oddAnswersAboutATaskCauseNoSecondCreate() throws Exception {
        CamelContext context = startRoutes();
        for (String answer :
                List.of(
                        "{\"id\":\"%s\",\"status\":\"melting\",\"progress\":40}",
                        "{\"id\":\"%s\"}",
                        "{\"id\":\"%s\",\"status\":\"completed\",\"results\":[]}")) {
            String key = KEY + "-" + answer.hashCode();
            CompletableFuture<Exchange> waiting = begin(context, "direct:short", keyed(key));
            await().until(() -> emulator.ledger().paidGenerations(key) == 1);
            var tasks = emulator.tasks().list();
            String id = tasks.get(tasks.size() - 1).id();
            emulator.tasks().answerWith(id, answer.formatted(id));
            assertThat(get(waiting).getException())
                    .isInstanceOfAny(
                            SeedanceTimeoutException.class, SeedanceTaskFailedException.class);
            assertThat(emulator.ledger().paidGenerations(key)).isOne();
        }
        assertPaid(3, 3);
    }
}
