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
package io.github.camelseedance.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.Ambiguous;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import io.github.camelseedance.api.http.CreateOutcome.Refused;
import io.github.camelseedance.api.http.CreateOutcome.Unsettled;
import io.github.camelseedance.emulator.fault.Phase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known after each answer to a create call. */
class CreateOutcomeTest extends ClientTestSupport {

    private CreateOutcome outcome(int status, String body) {
        return outcome(status, body, Map.of());
    }

    private CreateOutcome outcome(int status, String body, Map<String, String> headers) {
        emulator.journal().clear();
        emulator.faults().next(Phase.CREATE, json(status, body, headers));
        CreateOutcome outcome = create();
        emulator.journal().requests().assertCount(1).answered(status).assertCount(1);
        return outcome;
    }

    private static String envelope(String code) {
        return "{\"error\":{\"code\":" + code + ",\"message\":\"no\",\"type\":\"t\"}}";
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
        "403, insufficient_user_quota",
        "403, model_access_denied",
        "403, key_model_not_allowed",
        "403, ip_restricted",
        "403, user_disabled",
        "403, permission_denied",
        "413, invalid_request",
        "415, Invalid_Request",
    })
    void anAdmissionCodeIsARefusal(int status, String code) {
        assertThat(outcome(status, envelope('"' + code + '"')))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> {
                            assertThat(refused.cause().getHttpResponseCode()).isEqualTo(status);
                            assertThat(refused.cause().getError().code()).isEqualTo(code);
                            assertThat(refused.cause().isRetryable()).isFalse();
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 413, 415})
    void aNumberForACodeLeavesTheStatusToSpeak(int status) {
        assertThat(outcome(status, envelope("" + status))).isInstanceOf(Refused.class);
        assertThat(outcome(status, envelope("10042"))).isInstanceOf(Ambiguous.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                301, 308, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422, 500, 502,
                503, 504, 529
            })
    void anErrorWithoutAnAdmissionCodeLeavesItOpen(int status) {
        assertThat(outcome(status, "<html><title>Bad day</title></html>"))
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        open -> {
                            assertThat(open.cause())
                                    .hasMessageContaining(KEY)
                                    .hasMessageContaining("HTTP " + status)
                                    .hasMessageContaining("a web page: Bad day");
                            assertThat(open.cause().getCause())
                                    .isInstanceOf(SeedanceRefusedException.class);
                        });
        assertThat(outcome(status, "")).isInstanceOf(Ambiguous.class);
        assertThat(outcome(status, envelope("\"brand_new_code\""))).isInstanceOf(Ambiguous.class);
        assertThat(outcome(status, "{\"error\":{\"code\":\"insuff")).isInstanceOf(Ambiguous.class);
    }

    @ParameterizedTest
    @CsvSource({
        "500, internal_error",
        "502, upstream_error",
        "503, service_unavailable",
        "503, no_available_channel",
        "503, model_unavailable",
        "503, insufficient_quota",
        "404, task_not_found",
        "404, invalid_request",
    })
    void aCodeOfAnotherStatusProvesNothing(int status, String code) {
        assertThat(outcome(status, envelope('"' + code + '"'))).isInstanceOf(Ambiguous.class);
    }

    @Test
    void aRateLimitIsProvablyNotAccepted() {
        for (String body : List.of(envelope("\"rate_limit_exceeded\""), envelope("429"), "")) {
            assertThat(outcome(429, body, Map.of("Retry-After", "30")))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            limited -> {
                                assertThat(limited.retryAfter()).isEqualTo(Duration.ofSeconds(30));
                                assertThat(((SeedanceRefusedException) limited.cause()))
                                        .returns(true, SeedanceRefusedException::isRetryable);
                            });
        }
    }

    @Test
    void aRateLimitMayNameATime() {
        String inAMinute =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));
        assertThat(outcome(429, "", Map.of("Retry-After", inAMinute)))
                .isInstanceOfSatisfying(
                        NotAccepted.class,
                        limited ->
                                assertThat(limited.retryAfter())
                                        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(61)));
    }

    @Test
    void theLedgersTwoConflictsAreToldApart() {
        assertThat(outcome(409, envelope("\"paid_outcome_unknown\"")))
                .isInstanceOfSatisfying(
                        Unsettled.class,
                        open -> assertThat(open.cause()).hasMessageContaining("same key"));
        assertThat(outcome(409, envelope("\"idempotency_conflict\"")))
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        open ->
                                assertThat(open.cause())
                                        .hasMessageContaining("with another request"));
    }

    @Test
    void aReplayIsTold() {
        Accepted first = (Accepted) create();
        assertThat(create())
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> {
                            assertThat(accepted.replayed()).isTrue();
                            assertThat(accepted.task()).isEqualTo(first.task());
                        });
        emulator.ledger().assertOneGeneration(KEY);
    }

    @Test
    void anIdIsEnough() {
        assertThat(outcome(202, "{\"data\":{\"id\":\"task-unified-9\"}}"))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> {
                            assertThat(accepted.task().id()).isEqualTo("task-unified-9");
                            assertThat(accepted.task().status()).isEqualTo("pending");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "\"task-unified-1\"",
                "{\"id\":\"task-unif",
                "{\"id\":\"../../v1/credits\"}",
                "{\"id\":\"..\"}",
                "{\"id\":\"a b\"}",
                "{\"id\":\"\"}",
                "{\"id\":null}",
                "{\"id\":{\"a\":1}}",
                "{\"error\":{\"code\":\"insufficient_quota\"}}",
                "<html>ok</html>"
            })
    void successWithoutAWellFormedIdLeavesItOpen(String body) {
        assertThat(outcome(200, body))
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        open -> assertThat(open.cause()).hasMessageContaining("without a task id"));
    }

    @Test
    void readsTheWholeEnvelope() {
        String body =
                "{\"error\":{\"code\":\"invalid_request\","
                        + "\"message\":\"duration is 99\\nnot 4-15\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"duration\","
                        + "\"fallback_suggestion\":\"use 5\"}}";
        assertThat(outcome(400, body, Map.of("X-Request-Id", "req-7")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.cause().getError())
                                        .isEqualTo(
                                                new ApiError(
                                                        400,
                                                        "invalid_request",
                                                        "duration is 99 not 4-15 (use 5)",
                                                        "invalid_request_error",
                                                        "duration",
                                                        "req-7",
                                                        null)));
    }

    @Test
    void noTextOfTheServiceRepeatsTheKey() {
        String body = envelope("\"unauthorized\"").replace("no", "bad key " + API_KEY + " given");
        SeedanceException cause = ((Refused) outcome(401, body)).cause();
        assertThat(cause).hasMessageContaining("bad key *** given");
        assertThat(cause.toString()).doesNotContain(API_KEY);
    }
}
