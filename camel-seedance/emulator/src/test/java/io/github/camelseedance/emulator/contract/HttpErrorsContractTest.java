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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of HTTP errors: what the emulator meets by itself, and what has to be scripted. */
class HttpErrorsContractTest extends Contract {

    private static final String KEY = "order-4711_a.b-0";

    @Override
    SeedanceEmulator.Builder options(SeedanceEmulator.Builder usual) {
        return super.options(usual).account("poor", 10, "sk-poor");
    }

    @Test
    void invalidRequest() throws Exception {
        assertInvalid(create(with("duration", "3")), "duration");
    }

    @Test
    void unsupportedParameters() throws Exception {
        assertError(create(with("seed", "7")), 400, "unsupported_parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{} {}"})
    void bodyThatIsNoObject(String body) throws Exception {
        assertError(create(body), 400, "invalid_request");
    }

    @Test
    void unauthorizedWithoutKey() throws Exception {
        assertUnauthorized(send(to(CREATE).POST(BodyPublishers.ofString("{}"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sk-wrong", "Bearer", "sk-emulator", "Basic c2stZW11bGF0b3I="})
    void unauthorizedWithWrongKey(String authorization) throws Exception {
        assertUnauthorized(
                send(
                        posting(CREATE, request().toString())
                                .setHeader("Authorization", authorization)));
    }

    private void assertUnauthorized(Answer answer) {
        assertError(answer, 401, "unauthorized");
        assertThat(answer.text("/error/type")).isEqualTo("authentication_error");
        service.ledger().assertGenerations(0);
    }

    @Test
    void insufficientUserQuota() throws Exception {
        Answer answer =
                send(
                        posting(CREATE, request().toString())
                                .setHeader("Authorization", "Bearer sk-poor"));

        assertError(answer, 402, "insufficient_user_quota");
        service.ledger("poor").assertGenerations(0);
    }

    @Test
    void modelAccessDenied() throws Exception {
        assertError(
                create(with("model", "\"seedance-2.0-text-to-video\"")),
                403,
                "model_access_denied");
    }

    @Test
    void idempotencyConflict() throws Exception {
        Answer first = create(request().toString(), KEY);
        Answer replay = create(request().toString(), KEY);

        assertThat(replay.status()).isEqualTo(200);
        assertThat(replay.json()).isEqualTo(first.json());
        assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
        assertError(create(with("duration", "6"), KEY), 409, "idempotency_conflict");
        service.ledger().assertOneGeneration(KEY);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 96})
    void idempotencyKeysHave16To96Characters(int length) throws Exception {
        assertThat(create(request().toString(), "k".repeat(length)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 97})
    void idempotencyKeysAreNothingElse(int length) throws Exception {
        assertError(create(request().toString(), "k".repeat(length)), 400, "invalid_request");
    }

    @Test
    void tooLarge() throws Exception {
        byte[] body = new byte[64 * 1024 * 1024 + 1];
        Arrays.fill(body, (byte) ' ');

        Answer answer =
                send(
                        keyed(CREATE)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(body)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("/error/message")).isNotBlank();
    }

    @Test
    void otherMediaType() throws Exception {
        Answer answer =
                send(
                        keyed(CREATE)
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString(request().toString())));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text("/error/message")).isNotBlank();
    }

    @Test
    void rateLimitExceeded() throws Exception {
        service.limits().requestsPerSecond(1);
        created();

        Answer answer = create(request().toString());

        assertError(answer, 429, "rate_limit_exceeded");
        assertThat(answer.text("/error/type")).isEqualTo("rate_limit_error");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "400,invalid_request",
        "400,invalid_parameter",
        "400,invalid_parameters",
        "400,unsupported_parameters",
        "400,invalid_media_url",
        "400,invalid_task_id",
        "400,content_policy_violation",
        "400,content_filter",
        "400,sensitive_content",
        "400,moderation_blocked",
        "400,input_moderation_failed",
        "401,unauthorized",
        "401,invalid_token",
        "401,key_disabled",
        "401,key_expired",
        "402,insufficient_quota",
        "402,insufficient_user_quota",
        "402,quota_not_enough",
        "402,account_balance_insufficient",
        "402,insufficient_token_quota",
        "402,key_quota_exhausted",
        "402,token_daily_quota_exceeded",
        "402,key_daily_quota_exhausted",
        "403,model_access_denied",
        "403,key_model_not_allowed",
        "403,ip_restricted",
        "403,user_disabled",
        "403,permission_denied",
        "404,task_not_found",
        "409,idempotency_conflict",
        "409,paid_outcome_unknown",
        "429,rate_limit_exceeded",
        "500,internal_error",
        "502,upstream_error",
        "503,service_unavailable",
        "503,no_available_channel",
        "503,model_unavailable",
        "503,channel_unavailable"
    })
    void refusesAsScripted(int status, String code) throws Exception {
        service.faults().next(Phase.CREATE, Fault.refuse(code));

        assertError(create(request().toString(), KEY), status, code);
        service.ledger().assertGenerations(0);
        assertThat(create(request().toString(), KEY).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "unauthorized,authentication_error",
        "rate_limit_exceeded,rate_limit_error",
        "internal_error,api_error"
    })
    void errorTypeOfACreate(String code, String type) throws Exception {
        service.faults().next(Phase.CREATE, Fault.refuse(code));

        assertThat(create(request().toString()).text("/error/type")).isEqualTo(type);
    }
}
