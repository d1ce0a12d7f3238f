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

import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A create call whose outcome nobody can tell: it is never sent a second time unasked. */
class AmbiguousCreateTest extends PaymentTestSupport {
    private static final String JSON = "application/json";
    private static final String JSON_OF_BODY =
            "{\"model\":\"seedance-2.0-image-to-video\",\"prompt\":\"The camera slowly pushes in\","
                    + "\"image_urls\":[\"https://images.example.com/first.png\"],\"duration\":5,"
                    + "\"quality\":\"720p\",\"aspect_ratio\":\"16:9\",\"generate_audio\":true}";

    private final TaskRepository table = new MemoryTaskRepository();
    private SeedanceEmulator elsewhere;
    private CamelContext context;

    @BeforeEach
    void startRoutes() throws Exception {
        elsewhere = SeedanceEmulator.builder().build().start();
        context = startRoutes(newComponent());
    }

    private CamelContext startRoutes(SeedanceComponent component) throws Exception {
        component.getConfiguration().setTaskRepository(table);
        return started(
                newContext(component),
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(
                                defaultErrorHandler()
                                        .maximumRedeliveries(2)
                                        .redeliveryDelay(0)
                                        .logExhausted(false));
                        from("direct:fail").to("seedance:generate");
                        from("direct:retry").to("seedance:generate?ambiguousSubmit=retry");
                        from("direct:short")
                                .to("seedance:generate?ambiguousSubmit=retry&submitTimeout=3000");
                    }
                });
    }

    @AfterEach
    void stopElsewhere() {
        elsewhere.close();
    }

    /** The ways in which a create call can end in doubt, and whether a task comes of it. */
    private Map<Fault, Boolean> doubts() {
        String error = "{\"error\":{\"code\":\"%s\",\"message\":\"no\"}}";
        Map<Fault, Boolean> doubts = new LinkedHashMap<>();
        doubts.put(Fault.answer(500, JSON, error.formatted("internal_error")), false);
        doubts.put(Fault.answer(502, "text/html", "<html>Bad gateway</html>"), false);
        doubts.put(Fault.answer(503, JSON, error.formatted("service_unavailable")), false);
        doubts.put(
                Fault.answer(503, JSON, error.formatted("x"), Map.of("Retry-After", "0")), false);
        doubts.put(Fault.redirect(302, elsewhere.baseUrl() + "/v1/videos/generations"), false);
        doubts.put(Fault.redirect(307, elsewhere.baseUrl() + "/v1/videos/generations"), false);
        doubts.put(Fault.redirect(308, elsewhere.baseUrl() + "/v1/videos/generations"), false);
        doubts.put(Fault.answer(400, "text/html", "<html>Bad request</html>"), false);
        doubts.put(Fault.answer(408, JSON, error.formatted("request_timeout")), false);
        doubts.put(Fault.answer(409, JSON, error.formatted("idempotency_conflict")), false);
        doubts.put(Fault.answer(200, JSON, ""), false);
        doubts.put(Fault.answer(200, "text/html", "<html>Welcome</html>"), false);
        doubts.put(Fault.resetBeforeBody(), false);
        doubts.put(Fault.resetAfterBody(), false);
        doubts.put(Fault.loseAnswer(), true);
        doubts.put(Fault.truncate(20), true);
        doubts.put(Fault.cutAt(20), true);
        doubts.put(Fault.answerAfterEffect(200, JSON, "{\"status\":\"pending\"}", Map.of()), true);
        doubts.put(Fault.answerAfterEffect(503, JSON, "{}", Map.of()), true);
        return doubts;
    }

    /** The same, where it is only the end of patience that ends the call. */
    private static Map<Fault, Boolean> hangs() {
        return Map.of(Fault.hang(), false, Fault.hangAfterEffect(), true);
    }

    /** Routes that do not wait long for an answer: on a busy machine, not for each that comes. */
    private CamelContext impatient() throws Exception {
        SeedanceComponent component = newComponent();
        component.setCreateTimeout(500);
        return startRoutes(component);
    }

    @Test
    void itIsSentOnceAndEveryUseOfTheKeySaysSo() throws Exception {
        assertSentOnce(context, doubts());
    }

    @Test
    void aCallWithoutAnAnswerIsSentOnceAndEveryUseOfTheKeySaysSo() throws Exception {
        assertSentOnce(impatient(), hangs());
    }

    private void assertSentOnce(CamelContext context, Map<Fault, Boolean> doubts) {
        int paid = 0;
        int number = 0;
        for (Map.Entry<Fault, Boolean> doubt : doubts.entrySet()) {
            String fault = doubt.getKey().toString();
            String key = KEY + "-" + number++;
            paid += doubt.getValue() ? 1 : 0;
            emulator.faults().next(Phase.CREATE, doubt.getKey());
            // The first exchange is redelivered twice by its error handler, then there is another.
            for (int use = 0; use < 2; use++) {
                Exchange exchange = send(context, "direct:fail", keyed(key));
                assertThat(exchange.getException())
                        .as(fault)
                        .isInstanceOf(SeedanceOutcomeUnknownException.class)
                        .hasMessageContaining(key)
                        .hasMessageContaining("ambiguousSubmit=retry");
                var unknown = (SeedanceOutcomeUnknownException) exchange.getException();
                assertThat(unknown.getIdempotencyKey()).isEqualTo(key);
            }
            // The patience with a call may be over before the service has seen it.
            await().untilAsserted(() -> assertThat(posts(key)).as(fault).hasSize(1));
            int soFar = paid;
            await().untilAsserted(() -> assertThat(paid()).as(fault).isEqualTo(soFar));
            assertThat(table.find(key))
                    .get()
                    .extracting(TaskRow::state)
                    .isEqualTo(RowState.UNKNOWN);
        }
        assertThat(elsewhere.journal().requests()).isEmpty();
    }

    @Test
    void withRetryTheSameBytesAreSentUnderTheSameKeyAndOneIsPaid() throws Exception {
        assertPaidOnce(context, doubts().keySet());
    }

    @Test
    void withRetryACallWithoutAnAnswerIsSentAgainAndOneIsPaid() throws Exception {
        assertPaidOnce(impatient(), hangs().keySet());
    }

    private void assertPaidOnce(CamelContext context, Set<Fault> doubts) throws Exception {
        Map<String, CompletableFuture<Exchange>> all = new LinkedHashMap<>();
        for (Fault doubt : doubts) {
            String key = KEY + "-" + all.size();
            // For this key alone: others' further calls may come before its first.
            emulator.faults().when(Match.header("Idempotency-Key", key)).next(Phase.CREATE, doubt);
            all.put(key, begin(context, "direct:retry", keyed(key)));
        }
        for (Map.Entry<String, CompletableFuture<Exchange>> each : all.entrySet()) {
            video(get(each.getValue()));
            String key = each.getKey();
            assertThat(posts(key)).hasSizeGreaterThan(1);
            assertThat(posts(key).stream().map(RecordedRequest::bodyText).filter(b -> !b.isEmpty()))
                    .containsOnly(JSON_OF_BODY);
            assertThat(emulator.ledger().paidGenerations(key)).isOne();
        }
        assertThat(paid()).isEqualTo(all.size());
        assertThat(elsewhere.journal().requests()).isEmpty();
    }

    @Test
    void anUnknownOutcomeIsSettledLaterByARetryUnderTheSameKey() {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        assertThat(send(context, "direct:fail", keyed(KEY)).getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class);
        String id = video(send(context, "direct:retry", keyed(KEY))).id();
        assertThat(video(send(context, "direct:fail", keyed(KEY))).id()).isEqualTo(id);
        assertPaid(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"400,invalid_request", "402,insufficient_quota", "401,unauthorized"})
    void aRefusalAfterADoubtProvesNothing(int status, String code) {
        emulator.faults()
                .next(Phase.CREATE, Fault.loseAnswer())
                .next(
                        Phase.CREATE,
                        Fault.answer(status, JSON, "{\"error\":{\"code\":\"" + code + "\"}}"));
        Exchange exchange = send(context, "direct:fail", keyed(KEY));
        assertThat(exchange.getException()).isInstanceOf(SeedanceOutcomeUnknownException.class);
        exchange = send(context, "direct:short", keyed(KEY));
        // The first retry is refused; the error handler's redelivery asks again and is answered.
        video(exchange);
        assertPaid(1, 3);
    }

    @Test
    void aLimitAfterADoubtDoesNotMakeItCertain() {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        emulator.faults()
                .always(
                        Phase.CREATE,
                        Fault.answer(429, JSON, "{\"error\":{\"code\":\"rate_limit_exceeded\"}}"));
        Exchange exchange = send(context, "direct:short", keyed(KEY));
        assertThat(exchange.getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class)
                .hasMessageContaining("rate_limit_exceeded");
        assertThat(table.find(KEY)).get().extracting(TaskRow::state).isEqualTo(RowState.UNKNOWN);
        assertThat(paid()).isOne();
        int posts = posts().size();
        assertThat(send(context, "direct:fail", keyed(KEY)).getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class);
        assertPaid(1, posts);
    }

    @Test
    void anUnsettledFirstCallIsNotAskedForAgainWithinAMinute() {
        emulator.faults().always(Phase.CREATE, unsettledAnswer());
        Exchange exchange = send(context, "direct:short", keyed(KEY));
        assertThat(exchange.getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class)
                .hasMessageContaining("paid_outcome_unknown");
        // One for the exchange, one for each redelivery that asks for a retry.
        assertPaid(0, 3);
    }

    @Test
    void anUnsettledFirstCallIsAskedForAgainAfterAMinute() throws Exception {
        emulator.faults().next(Phase.CREATE, unsettledAnswer());
        CamelContext hurried = startHurried();
        video(send(hurried, "direct:in", keyed(KEY)));
        assertPaid(1, 2);
        List<RecordedRequest> posts = new ArrayList<>(posts());
        long nanos = posts.get(1).receivedNanos() - posts.get(0).receivedNanos();
        assertThat(nanos).isGreaterThan(60_000_000_000L / HurriedTimers.HURRY);
    }

    @Test
    void aLimitAfterAnUnsettledFirstCallSettlesNothing() throws Exception {
        emulator.faults()
                .next(Phase.CREATE, unsettledAnswer())
                .next(
                        Phase.CREATE,
                        Fault.answer(429, JSON, "{\"error\":{\"code\":\"rate_limit_exceeded\"}}"));
        Exchange exchange = send(startHurried(), "direct:in", keyed(KEY));
        assertThat(exchange.getException()).isInstanceOf(SeedanceOutcomeUnknownException.class);
        assertPaid(0, 2);
    }

    private CamelContext startHurried() throws Exception {
        CamelContext hurried = newContext();
        HurriedTimers.hurry(hurried, component(hurried));
        return started(
                hurried,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:in").to("seedance:generate");
                    }
                });
    }

    private static Fault unsettledAnswer() {
        return Fault.answer(409, JSON, "{\"error\":{\"code\":\"paid_outcome_unknown\"}}");
    }

    private List<RecordedRequest> posts(String key) {
        return posts().stream()
                .filter(post -> key.equals(post.header("Idempotency-Key")))
                .collect(Collectors.toList());
    }
}
