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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.fault.ErrorCode;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateFaultTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");

    private static SeedanceEmulator emulator;
    private static Client client;

    @BeforeAll
    static void start() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    private HttpResponse<byte[]> createWith(Fault fault) throws Exception {
        emulator.faults().next(Phase.CREATE, fault);
        return client.create(BODY);
    }

    static List<ErrorCode> codes() {
        return ErrorCode.all();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void isRefusedBeforeAnyEffectWithEachCode(ErrorCode code) throws Exception {
        HttpResponse<byte[]> refused = createWith(Fault.refuse(code.code()));

        JsonNode error = Client.json(refused).get("error");
        assertThat(refused.statusCode()).isEqualTo(code.status());
        assertThat(error.get("code").textValue()).isEqualTo(code.code());
        assertThat(error.get("type").textValue()).isEqualTo(code.type()).isNotEmpty();
        assertThat(error.get("message").textValue()).isEqualTo(code.message()).isNotEmpty();
        assertThat(error.path("param").textValue()).isEqualTo(code.param());
        assertThat(emulator.tasks().list()).isEmpty();
        assertThat(client.create(BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void saysInSecondsWhenToComeAgain() throws Exception {
        HttpResponse<byte[]> limited = createWith(Fault.rateLimited(Duration.ofMillis(1500)));

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).contains("2");
        assertThat(Client.json(limited).at("/error/code").textValue())
                .isEqualTo("rate_limit_exceeded");
        assertThat(Client.json(limited).at("/error/type").textValue())
                .isEqualTo("rate_limit_error");
        assertThat(emulator.tasks().list()).isEmpty();
    }

    @Test
    void saysByADateWhenToComeAgain() throws Exception {
        HttpResponse<byte[]> limited = createWith(Fault.rateLimitedUntil(Duration.ofHours(1)));

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(dateOf(limited, "Retry-After"))
                .isBetween(
                        dateOf(limited, "Date").plusMinutes(59),
                        dateOf(limited, "Date").plusMinutes(61));
        assertThat(emulator.tasks().list()).isEmpty();
    }

    private static ZonedDateTime dateOf(HttpResponse<?> response, String header) {
        return ZonedDateTime.parse(
                response.headers().firstValue(header).orElseThrow(),
                DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void failsWithAPage(int status) throws Exception {
        HttpResponse<byte[]> failed = createWith(Fault.htmlError(status));

        assertThat(failed.statusCode()).isEqualTo(status);
        assertThat(failed.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(new String(failed.body(), StandardCharsets.UTF_8)).startsWith("<!doctype html>");
        assertThat(emulator.tasks().list()).isEmpty();
    }

    @Test
    void isAcceptedAndItsAnswerIsLost() throws Exception {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());

        RawRequest.assertReset(emulator, "POST", "/v1/videos/generations", BODY);

        assertThat(emulator.tasks().list()).hasSize(1);
        RecordedRequest request = emulator.journal().creates().get(0);
        assertThat(request.answer().fault()).isEqualTo("lose-answer");
    }

    @Test
    void isAcceptedAndAnsweredLate() throws Exception {
        Duration delay = Duration.ofMillis(150);
        long before = System.nanoTime();

        HttpResponse<byte[]> late = createWith(Fault.answerLate(delay));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(delay);
        assertThat(Client.json(late).get("id").textValue())
                .isEqualTo(emulator.tasks().list().get(0).id());
    }

    @Test
    void hasItsEffectBeforeItsLateAnswer() throws Exception {
        String key = "a-key-for-a-late-answer";
        emulator.faults().next(Phase.CREATE, Fault.answerLate(Duration.ofHours(1)));

        var late =
                client.begin(
                        client.json("/v1/videos/generations", BODY).header("Idempotency-Key", key));

        await().until(() -> !emulator.tasks().list().isEmpty());
        assertThat(late).isNotDone();
        late.cancel(true);
        assertThat(client.create(BODY, key).headers().firstValue("Idempotency-Replayed"))
                .contains("true");
    }

    @Test
    void isAnsweredWithoutAnId() throws Exception {
        HttpResponse<byte[]> answer = createWith(Fault.withoutId());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer).has("id")).isFalse();
        assertThat(Client.json(answer).get("status").textValue()).isEqualTo("pending");
        assertThat(emulator.tasks().list()).hasSize(1);
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
    }
}
