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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.emulator.image.ImageFetching;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String KEY = "order-4711_a.b-0";
    private static final String CREDITS = "/v1/credits";

    private SeedanceEmulator emulator;
    private Client client;
    private Client second;

    @BeforeEach
    void start() {
        emulator = start(SeedanceEmulator.builder().frozen());
        client = new Client(emulator);
        second = new Client(emulator, "sk-second");
    }

    private static SeedanceEmulator start(SeedanceEmulator.Builder builder) {
        return builder.apiKey("sk-first", "sk-second")
                .imageFetching(ImageFetching.LOOPBACK)
                .lowCost(true)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private static void assertLimited(HttpResponse<byte[]> response, String type, String seconds)
            throws Exception {
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(Client.json(response).at("/error/code").textValue())
                .isEqualTo("rate_limit_exceeded");
        assertThat(Client.json(response).at("/error/type").textValue()).isEqualTo(type);
        assertThat(response.headers().firstValue("Retry-After")).contains(seconds);
    }

    @Test
    void letsAKeySendSoManyRequestsInASecondOfTheClock() throws Exception {
        emulator.limits().requestsPerSecond(2);

        assertThat(client.get(CREDITS).statusCode()).isEqualTo(200);
        emulator.clock().advance(Duration.ofMillis(600));
        assertThat(client.get(CREDITS).statusCode()).isEqualTo(200);
        assertLimited(client.get(CREDITS), "rate_limit_error", "1");
        assertThat(second.get(CREDITS).statusCode()).isEqualTo(200);
        emulator.clock().advance(Duration.ofMillis(399));
        assertThat(client.get(CREDITS).statusCode()).isEqualTo(429);
        emulator.clock().advance(Duration.ofMillis(1));
        assertThat(client.get(CREDITS).statusCode()).isEqualTo(200);
        assertThat(client.get(CREDITS).statusCode()).isEqualTo(429);
    }

    @Test
    void namesTheErrorAsEachCallDoes() throws Exception {
        String id = client.created(BODY);
        emulator.limits().requestsPerSecond(1);
        client.get(CREDITS);

        assertLimited(client.create(BODY, KEY), "rate_limit_error", "1");
        assertLimited(client.get("/v1/tasks/" + id), "evo_api_error", "1");
        assertLimited(client.post("/v1/tasks/batch", "{}"), "evo_api_error", "1");
        assertLimited(client.get("/v1/tasks"), "evo_api_error", "1");
        assertLimited(client.get("/v1/models"), "rate_limit_error", "1");
        HttpResponse<byte[]> file = client.get("/api/v1/files/quota");
        assertThat(file.statusCode()).isEqualTo(429);
        assertThat(Client.json(file).get("success").booleanValue()).isFalse();
        assertThat(Client.json(file).get("code").intValue()).isEqualTo(429);
        assertThat(file.headers().firstValue("Retry-After")).contains("1");
        emulator.clock().advance(Duration.ofSeconds(1));
        assertThat(client.create(BODY, KEY).statusCode()).isEqualTo(200);
    }

    @Test
    void changesWhileTheEmulatorRuns() throws Exception {
        emulator.limits().requestsPerSecond(1);
        client.get(CREDITS);
        assertThat(client.get(CREDITS).statusCode()).isEqualTo(429);

        emulator.limits().requestsPerSecond(0);

        assertThat(client.get(CREDITS).statusCode()).isEqualTo(200);
        assertThat(client.get(CREDITS).statusCode()).isEqualTo(200);
    }

    @Test
    void letsAKeyHaveSoManyUnfinishedTasks() throws Exception {
        emulator.limits().concurrentTasks(2);
        client.created(BODY);
        emulator.clock().advance(Duration.ofSeconds(100));
        client.created(BODY);

        assertLimited(client.create(BODY, KEY), "rate_limit_error", "1");
        emulator.ledger().assertGenerations(2);
        assertThat(second.create(BODY).statusCode()).isEqualTo(200);

        emulator.clock().advance(Duration.ofSeconds(65));
        assertThat(client.create(BODY, KEY).statusCode()).isEqualTo(200);
        assertThat(client.create(BODY, KEY).headers().firstValue("Idempotency-Replayed"))
                .contains("true");
        emulator.ledger().assertOneGeneration(KEY);
    }

    @Test
    void tellsAClientItsRealSecondsToWait() throws Exception {
        try (SeedanceEmulator real =
                start(SeedanceEmulator.builder().concurrentTasks(1).speed(10))) {
            Client realClient = new Client(real);
            long before = System.nanoTime();
            realClient.created(BODY);

            HttpResponse<byte[]> limited = realClient.create(BODY);
            long seconds = limited.headers().firstValueAsLong("Retry-After").orElseThrow();
            assertLimited(limited, "rate_limit_error", String.valueOf(seconds));
            long passed = Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1;
            assertThat(seconds).isBetween(17 - passed, 17L);
        }
    }

    @Test
    void goesBackToTheBuildersLimitsWithReset() throws Exception {
        try (SeedanceEmulator limited =
                start(
                        SeedanceEmulator.builder()
                                .frozen()
                                .requestsPerSecond(1)
                                .concurrentTasks(3)
                                .uploadSlots(7))) {
            Client limitedClient = new Client(limited);
            limitedClient.get(CREDITS);
            limited.limits().requestsPerSecond(5);
            limited.limits().concurrentTasks(5);
            limited.limits().uploadSlots(5);

            limited.reset();

            assertThat(limited.limits().requestsPerSecond()).isEqualTo(1);
            assertThat(limited.limits().concurrentTasks()).isEqualTo(3);
            assertThat(limited.limits().uploadSlots()).isEqualTo(7);
            assertThat(limitedClient.get(CREDITS).statusCode()).isEqualTo(200);
            assertThat(limitedClient.get(CREDITS).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void takesNoNegativeLimit() {
        assertThatThrownBy(() -> emulator.limits().concurrentTasks(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concurrentTasks is -1 but must be 0 or more");
        SeedanceEmulator.Builder builder = SeedanceEmulator.builder().uploadSlots(-2);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uploadSlots is -2 but must be 0 or more");
    }
}
