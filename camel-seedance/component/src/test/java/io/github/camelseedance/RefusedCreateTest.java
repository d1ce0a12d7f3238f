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
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A create call that was provably not accepted: nothing is paid, and the key stays good. */
class RefusedCreateTest extends PaymentTestSupport {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private final TaskRepository table = new MemoryTaskRepository();

    private CamelContext startRoutes(String baseUrl) throws Exception {
        CamelContext context = newContext();
        component(context).getConfiguration().setTaskRepository(table);
        component(context).getConfiguration().setBaseUrl(baseUrl);
        return started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:in").to("seedance:generate");
                        from("direct:short").to("seedance:generate?submitTimeout=400");
                        from("direct:redelivered")
                                .errorHandler(
                                        defaultErrorHandler()
                                                .maximumRedeliveries(3)
                                                .redeliveryDelay(0)
                                                .logExhausted(false))
                                .to("seedance:generate");
                    }
                });
    }

    private static Fault error(int status, String code, Map<String, String> headers) {
        return Fault.answer(
                status, "application/json", "{\"error\":{\"code\":\"" + code + "\"}}", headers);
    }

    private static Fault limit() {
        return error(429, "rate_limit_exceeded", Map.of("Retry-After", "1"));
    }

    @Test
    void aLimitPausesTheAccountAndThenOneIsPaid() throws Exception {
        emulator.faults().next(Phase.CREATE, limit());
        CamelContext context = startRoutes(emulator.baseUrl());
        CompletableFuture<Exchange> first = begin(context, "direct:in", keyed(KEY));
        // The answer has arrived when the request does not count as sent any more.
        await().until(
                        () ->
                                !posts().isEmpty()
                                        && table.find(KEY).orElseThrow().state()
                                                != RowState.SENDING);
        CompletableFuture<Exchange> second = begin(context, "direct:in", keyed(KEY + "-2"));
        video(get(first));
        video(get(second));
        assertPaid(2, 3);
        long limited = posts().get(0).receivedNanos();
        assertThat(posts().subList(1, 3))
                .extracting(post -> Duration.ofNanos(post.receivedNanos() - limited))
                .allMatch(pause -> pause.compareTo(ONE_SECOND) >= 0);
    }

    @Test
    void aLimitThatLastsIsARetryableRefusalAndTheKeyPaysOnceLater() throws Exception {
        emulator.faults()
                .always(
                        Phase.CREATE,
                        error(429, "rate_limit_exceeded", Map.of("Retry-After", "60")));
        CamelContext context = startRoutes(emulator.baseUrl());
        for (int use = 0; use < 2; use++) {
            Exchange exchange = send(context, "direct:short", keyed(KEY));
            assertThat(exchange.getException())
                    .isInstanceOfSatisfying(
                            SeedanceRefusedException.class,
                            refused -> {
                                assertThat(refused.isRetryable()).isTrue();
                                assertThat(refused.getHttpResponseCode()).isEqualTo(429);
                            });
            assertThat(exchange.getMessage().getHeader(SeedanceConstants.IDEMPOTENCY_KEY))
                    .isEqualTo(KEY);
        }
        // The second use came within the pause that the service has asked for.
        assertPaid(0, 1);
        assertThat(table.find(KEY))
                .get()
                .satisfies(
                        row -> {
                            assertThat(row.state()).isEqualTo(RowState.PREPARED);
                            assertThat(row.owner()).isNull();
                        });
        emulator.faults().clear();
        // Another node, so that the pause of the first one need not be waited for.
        video(send(startRoutes(emulator.baseUrl()), "direct:in", keyed(KEY)));
        assertPaid(1, 2);
    }

    @Test
    void aServiceThatCanNotBeReachedHasAcceptedNothing() throws Exception {
        try (Socket port = new Socket()) {
            // Bound and not listening: nobody else gets it, and it refuses connections.
            port.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            CamelContext context = startRoutes("http://127.0.0.1:" + port.getLocalPort());
            Exchange exchange = send(context, "direct:short", keyed(KEY));
            assertThat(exchange.getException())
                    .isInstanceOf(SeedanceException.class)
                    .isNotInstanceOf(SeedanceOutcomeUnknownException.class)
                    .hasMessageContaining("nothing was sent")
                    .hasMessageContaining("127.0.0.1:" + port.getLocalPort());
            assertThat(table.find(KEY)).get().extracting(TaskRow::ambiguous).isEqualTo(false);
        }
        video(send(startRoutes(emulator.baseUrl()), "direct:in", keyed(KEY)));
        assertPaid(1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "402, insufficient_quota",
        "402, account_balance_insufficient",
        "402, key_daily_quota_exhausted",
        "401, unauthorized",
        "403, model_access_denied"
    })
    void aRefusalOfTheAccountLeavesTheKeyGood(int status, String code) throws Exception {
        emulator.faults().next(Phase.CREATE, error(status, code, Map.of()));
        CamelContext context = startRoutes(emulator.baseUrl());
        Exchange exchange = send(context, "direct:in", keyed(KEY));
        assertThat(exchange.getException())
                .isInstanceOf(SeedanceRefusedException.class)
                .hasMessageContaining(code);
        assertPaid(0, 1);
        video(send(context, "direct:in", keyed(KEY)));
        assertPaid(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request",
        "400, invalid_media_url",
        "400, content_policy_violation",
        "413, invalid_request"
    })
    void aRefusalOfTheRequestIsAnsweredFromTheRecordAfterwards(int status, String code)
            throws Exception {
        emulator.faults().next(Phase.CREATE, error(status, code, Map.of()));
        CamelContext context = startRoutes(emulator.baseUrl());
        for (int use = 0; use < 2; use++) {
            Exchange exchange = send(context, "direct:redelivered", keyed(KEY));
            assertThat(exchange.getException())
                    .isInstanceOfSatisfying(
                            SeedanceRefusedException.class,
                            refused -> {
                                assertThat(refused.isRetryable()).isFalse();
                                assertThat(refused.getHttpResponseCode()).isEqualTo(status);
                                assertThat(refused.getError().code()).isEqualTo(code);
                            })
                    .hasMessageContaining("on record")
                    .hasMessageContaining("new idempotency key");
        }
        assertPaid(0, 1);
        video(send(context, "direct:in", keyed(KEY + "-2")));
        assertPaid(1, 2);
    }
}
