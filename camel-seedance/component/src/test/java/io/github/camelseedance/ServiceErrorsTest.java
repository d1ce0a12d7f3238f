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

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route sees of every error that the service can answer. */
class ServiceErrorsTest extends RouteTestSupport {
    private static final String JSON = "application/json";
    private static final String TASK_ID = "task-unified-1763000000-abc";

    /** Each with an account of its own: a rate limit makes the account pause. */
    private int tests;

    private String submit;
    private Map<String, Object> key;

    @BeforeEach
    void useAnotherAccount() {
        submit = "seedance:submit?track=false&submitTimeout=100ms&account=account" + ++tests;
        key = Map.of(SeedanceConstants.IDEMPOTENCY_KEY, "key " + tests);
    }

    @Override
    void configure(RouteBuilder routes) {
        routes.from("direct:redelivering")
                .onException(SeedanceException.class)
                .maximumRedeliveries(3)
                .redeliveryDelay(0)
                .end()
                .toD("${exchangeProperty.endpoint}");
    }

    private static String envelope(String code) {
        return "{\"error\":{\"code\":\""
                + code
                + "\",\"message\":\"Why it is so (request id: r-1)\",\"type\":\"some_error\","
                + "\"param\":\"duration\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request",
        "400, invalid_parameter",
        "400, invalid_parameters",
        "400, unsupported_parameters",
        "400, invalid_media_url",
        "400, content_policy_violation",
        "400, content_filter",
        "400, sensitive_content",
        "400, moderation_blocked",
        "400, input_moderation_failed",
        "401, unauthorized",
        "401, invalid_token",
        "401, key_disabled",
        "401, key_expired",
        "402, insufficient_quota",
        "402, insufficient_user_quota",
        "402, quota_not_enough",
        "402, account_balance_insufficient",
        "402, insufficient_token_quota",
        "402, key_quota_exhausted",
        "402, token_daily_quota_exceeded",
        "402, key_daily_quota_exhausted",
        "403, model_access_denied",
        "403, key_model_not_allowed",
        "403, ip_restricted",
        "403, user_disabled",
        "403, permission_denied",
        "413, invalid_request",
        "415, invalid_request"
    })
    void aCreateThatIsRefused(int status, String code) {
        emulator.faults().next(Phase.CREATE, Fault.answer(status, JSON, envelope(code)));

        SeedanceRefusedException refused =
                failure(send(submit, REQUEST, key), SeedanceRefusedException.class);

        assertRefused(refused, status, code, "Creating a task");
        assertThat(refused.isRetryable()).isFalse();
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    private static void assertRefused(
            SeedanceRefusedException refused, int status, String code, String what) {
        assertThat(refused.getHttpResponseCode()).isEqualTo(status);
        assertThat(refused.getHttpResponseStatus()).isEqualTo(code);
        assertThat(refused.getError().param()).isEqualTo("duration");
        assertThat(refused)
                .hasMessageStartingWith(
                        what
                                + " was refused: HTTP "
                                + status
                                + " "
                                + code
                                + " (duration): Why it is so (request id: r-1)")
                .hasMessageMatching("(?s).*\\. (Check|Correct|Send|Top up|Wait|The).*\\.");
    }

    /** Some answers repeat the status where a word should be. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403})
    void aRefusalWithANumberForACode(int status) {
        emulator.faults()
                .next(
                        Phase.CREATE,
                        Fault.answer(
                                status,
                                JSON,
                                "{\"error\":{\"code\":"
                                        + status
                                        + ",\"message\":\"No\",\"type\":\"\",\"param\":\"\"}}"));

        SeedanceRefusedException refused =
                failure(send(submit, REQUEST), SeedanceRefusedException.class);

        assertThat(refused.getHttpResponseCode()).isEqualTo(status);
        assertThat(refused)
                .hasMessageStartingWith("Creating a task was refused: HTTP " + status + ": No. ");
    }

    static Stream<String> rateLimits() {
        return Stream.of(
                envelope("rate_limit_exceeded"),
                "{\"error\":{\"code\":429,\"message\":\"Slow down\"}}",
                "<html><title>Too many requests</title></html>",
                "");
    }

    @ParameterizedTest
    @MethodSource
    void rateLimits(String body) {
        int before = emulator.tasks().list().size();
        emulator.faults().always(Phase.CREATE, Fault.answer(429, JSON, body));

        SeedanceRefusedException refused =
                failure(send(submit, REQUEST), SeedanceRefusedException.class);

        assertThat(refused.getHttpResponseCode()).isEqualTo(429);
        assertThat(refused.isRetryable()).isTrue();
        assertThat(refused)
                .hasMessageEndingWith(
                        "Wait and send less often: the account's rate limit is reached.");
        assertThat(emulator.tasks().list()).hasSize(before);
    }

    static Stream<Arguments> answersThatProveNothing() {
        String html = "<html><head><title>Bad gateway</title></head><p>nginx</p></html>";
        return Stream.of(
                Arguments.of(500, envelope("internal_error")),
                Arguments.of(502, envelope("upstream_error")),
                Arguments.of(503, envelope("service_unavailable")),
                Arguments.of(503, envelope("no_available_channel")),
                Arguments.of(503, envelope("model_unavailable")),
                Arguments.of(503, envelope("channel_error")),
                Arguments.of(500, "{\"error\":{\"code\":500,\"message\":\"Oops\"}}"),
                Arguments.of(502, html),
                Arguments.of(503, ""),
                Arguments.of(504, html),
                Arguments.of(200, html),
                Arguments.of(200, ""),
                Arguments.of(200, "{\"id\":\"task-uni"),
                Arguments.of(200, "[]"),
                Arguments.of(200, "{\"status\":\"pending\"}"),
                Arguments.of(200, envelope("internal_error")),
                Arguments.of(400, html),
                Arguments.of(401, ""),
                Arguments.of(403, html),
                Arguments.of(404, envelope("task_not_found")),
                Arguments.of(404, html),
                Arguments.of(404, "{\"error\":{\"code\":404,\"message\":\"No\"}}"),
                Arguments.of(409, envelope("idempotency_conflict")),
                Arguments.of(409, envelope("paid_outcome_unknown")),
                Arguments.of(413, html),
                Arguments.of(415, ""),
                Arguments.of(302, ""));
    }

    /**
     * The task is there, but the answer does not say so: neither a redelivery nor the same key
     * again may send anything.
     */
    @ParameterizedTest
    @MethodSource("answersThatProveNothing")
    void aCreatedTaskIsNeverCreatedAgain(int status, String body) {
        int before = emulator.tasks().list().size();
        emulator.faults().next(Phase.CREATE, Fault.answerAfterEffect(status, JSON, body, Map.of()));

        SeedanceOutcomeUnknownException unknown =
                failure(redelivered(submit), SeedanceOutcomeUnknownException.class);
        SeedanceOutcomeUnknownException again =
                failure(send(submit, REQUEST, key), SeedanceOutcomeUnknownException.class);
        SeedanceOutcomeUnknownException generated =
                failure(
                        send(submit.replace("submit?track=false&", "generate?"), REQUEST, key),
                        SeedanceOutcomeUnknownException.class);

        assertThat(emulator.journal().creates()).hasSize(1);
        assertThat(emulator.tasks().list()).hasSize(before + 1);
        assertThat(List.of(unknown, again, generated))
                .allSatisfy(
                        e -> {
                            assertThat(e.getIdempotencyKey())
                                    .isEqualTo(key.get(SeedanceConstants.IDEMPOTENCY_KEY));
                            assertThat(e)
                                    .hasMessageStartingWith(
                                            "It is not known whether the service accepted the"
                                                    + " generation with the idempotency key 'key "
                                                    + tests
                                                    + "': ")
                                    .hasMessageContaining("It may have been accepted")
                                    .hasMessageContaining("ambiguousSubmit=retry");
                        });
        assertThat(again).hasMessageContaining("an earlier attempt, at ");
    }

    @ParameterizedTest
    @MethodSource("answersThatProveNothing")
    void anAnswerThatProvesNothingIsTold(int status, String body) {
        emulator.faults().next(Phase.CREATE, Fault.answer(status, JSON, body));

        SeedanceOutcomeUnknownException unknown =
                failure(send(submit, REQUEST, key), SeedanceOutcomeUnknownException.class);

        assertThat(unknown.getCause()).isExactlyInstanceOf(SeedanceRefusedException.class);
        SeedanceRefusedException answer = (SeedanceRefusedException) unknown.getCause();
        assertThat(answer.getHttpResponseCode()).isEqualTo(status);
        assertThat(unknown)
                .hasMessageContaining("HTTP " + status)
                .extracting(Throwable::getMessage)
                .satisfies(text -> assertThat(text.split("It is not known")).hasSize(2));
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    @Test
    void aWrongAddressIsSuspectedWhereThereIsNothing() {
        emulator.faults().next(Phase.CREATE, Fault.answer(404, "text/html", "<title>No</title>"));

        assertThat(send(submit, REQUEST).getException())
                .hasMessageContaining(
                        "HTTP 404: a web page: No; check that baseUrl is the address of the"
                                + " service.");
    }

    @Test
    void aLostAnswerIsNeverFollowedByAnotherCreate() {
        int before = emulator.tasks().list().size();
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());

        failure(redelivered(submit), SeedanceOutcomeUnknownException.class);

        assertThat(emulator.journal().creates()).hasSize(1);
        assertThat(emulator.tasks().list()).hasSize(before + 1);
    }

    private Exchange redelivered(String uri) {
        return template.send(
                "direct:redelivering",
                exchange -> {
                    exchange.setProperty("endpoint", uri);
                    exchange.getMessage().setBody(REQUEST);
                    exchange.getMessage()
                            .setHeader(
                                    SeedanceConstants.IDEMPOTENCY_KEY,
                                    key.get(SeedanceConstants.IDEMPOTENCY_KEY));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_task_id, false",
        "401, unauthorized, false",
        "401, key_expired, false",
        "402, insufficient_quota, false",
        "403, permission_denied, false",
        "404, task_not_found, false",
        "409, idempotency_conflict, false",
        "413, invalid_request, false",
        "415, invalid_request, false",
        "429, rate_limit_exceeded, true",
        "500, internal_error, true",
        "502, upstream_error, true",
        "503, service_unavailable, true"
    })
    void aReadThatIsRefused(int status, String code, boolean retryable) {
        emulator.faults().next(Phase.STATUS, Fault.answer(status, JSON, envelope(code)));
        emulator.faults().next(Phase.CREDITS, Fault.answer(status, JSON, envelope(code)));

        SeedanceRefusedException read =
                failure(send("seedance:status", TASK_ID), SeedanceRefusedException.class);
        SeedanceRefusedException credits =
                failure(send("seedance:credits", null), SeedanceRefusedException.class);

        assertRefused(read, status, code, "Reading a task");
        assertThat(read.getTaskId()).isEqualTo(TASK_ID);
        assertThat(read.isRetryable()).isEqualTo(retryable);
        assertRefused(credits, status, code, "Reading the credits");
        assertThat(credits.isRetryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | '' | HTTP 401: an empty answer. Check the option apiKey",
                "404 | <html><title>Not here</title> | HTTP 404: a web page: Not here. Check the",
                "502 | <html><title>Bad gateway</title> | HTTP 502: a web page: Bad gateway. The",
                "503 | {\"error\":{\"co | HTTP 503: not JSON: {\"error\":{\"co. The service has",
                "429 | {\"error\":{\"code\":429,\"message\":\"\"}} | HTTP 429. Wait and send less",
                "500 | {\"error\":\"oops\"} | HTTP 500 oops: oops. The service has a fault",
                "302 | '' | HTTP 302: an empty answer. Redirects are not followed",
                "418 | Teapot | HTTP 418: not JSON: Teapot. Check the request and baseUrl."
            })
    void anErrorWithoutAnEnvelope(int status, String body, String text) {
        for (Phase phase : List.of(Phase.STATUS, Phase.CREDITS, Phase.UPLOAD)) {
            emulator.faults().next(phase, Fault.answer(status, "text/html", body));
            SeedanceRefusedException refused = failure(call(phase), SeedanceRefusedException.class);

            assertThat(refused.getHttpResponseCode()).isEqualTo(status);
            assertThat(refused).hasMessageContaining(text);
        }
    }

    private Exchange call(Phase phase) {
        return switch (phase) {
            case STATUS -> send("seedance:status", TASK_ID);
            case CREDITS -> send("seedance:credits", null);
            case UPLOAD -> send("seedance:upload", Images.png(1));
            default -> throw new IllegalArgumentException(phase.toString());
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><title>Welcome</title></html>",
                "{\"id\":\"task-unified-1763000000-abc\",\"sta",
                "[]",
                "{\"id\":\"task-unified-1-of-another\",\"status\":\"completed\"}",
                "{\"data\":{}}"
            })
    void anAnswerThatDoesNotHoldWhatWasAskedFor(String body) {
        emulator.faults().next(Phase.STATUS, Fault.answer(200, JSON, body));
        emulator.faults().next(Phase.UPLOAD, Fault.answer(200, JSON, body));

        SeedanceException read = failure(send("seedance:status", TASK_ID), SeedanceException.class);
        SeedanceException upload = failure(call(Phase.UPLOAD), SeedanceException.class);

        assertThat(read.getTaskId()).isEqualTo(TASK_ID);
        assertThat(read)
                .hasMessageStartingWith(
                        "Reading a task failed: the answer of 127.0.0.1 does not hold what was"
                                + " asked for: HTTP 200")
                .hasMessageContaining("Check that the base URL is the service's");
        assertThat(upload).hasMessageStartingWith("Uploading an image failed: the answer of");
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "401, 401", "413, 413", "429, 429", "500, 500", "200, 400", "200, 507"})
    void anUploadThatIsRefused(int status, int code) {
        emulator.faults()
                .next(
                        Phase.UPLOAD,
                        Fault.answer(
                                status,
                                JSON,
                                "{\"success\":false,\"code\":" + code + ",\"msg\":\"It is so\"}"));

        SeedanceRefusedException refused =
                failure(call(Phase.UPLOAD), SeedanceRefusedException.class);

        assertThat(refused.getHttpResponseCode()).isEqualTo(status);
        assertThat(refused)
                .hasMessageStartingWith("Uploading an image was refused: HTTP " + status)
                .hasMessageContaining(": It is so. ");
    }

    @Test
    void aCreateThatFailsForItsUploadSendsNothing() {
        emulator.faults()
                .next(
                        Phase.UPLOAD,
                        Fault.answer(200, JSON, "{\"success\":false,\"code\":1,\"msg\":\"Full\"}"));

        SeedanceRefusedException refused =
                failure(
                        send(submit, Images.png(1), Map.of(SeedanceConstants.PROMPT, PROMPT)),
                        SeedanceRefusedException.class);

        assertThat(refused).hasMessageContaining("HTTP 200 1: Full. ");
        assertThat(emulator.journal().creates()).isEmpty();
    }
}
