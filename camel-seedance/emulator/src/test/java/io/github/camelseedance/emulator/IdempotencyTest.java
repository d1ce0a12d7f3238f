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

import com.sun.net.httpserver.HttpServer;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String KEY = "order-4711_a.b-0";

    private SeedanceEmulator emulator;
    private Client client;

    @BeforeEach
    void start() {
        emulator = start(SeedanceEmulator.builder());
        client = new Client(emulator);
    }

    private static SeedanceEmulator start(SeedanceEmulator.Builder builder) {
        return builder.imageFetching(ImageFetching.LOOPBACK).lowCost(true).build().start();
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void replaysTheFirstAnswerAndChargesNothing() throws Exception {
        HttpResponse<byte[]> first = client.create(BODY, KEY);
        HttpResponse<byte[]> second = client.create(BODY, KEY);

        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(emulator.ledger().paidGenerations(KEY)).isEqualTo(1);
        assertThat(emulator.tasks().list()).hasSize(1);
        assertThat(emulator.tasks().list().get(0).idempotencyKey()).isEqualTo(KEY);
    }

    @Test
    void refusesTheKeyForAnotherBody() throws Exception {
        client.create(BODY, KEY);

        HttpResponse<byte[]> other = client.create(BODY.replace("Wind", "Rain"), KEY);

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(Client.json(other).at("/error/code").textValue())
                .isEqualTo("idempotency_conflict");
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "has spaces in the key",
                "fifteen-letters",
                "umlaut-\u00e4-0123456789"
            })
    void refusesIllegalKeys(String key) throws Exception {
        assertThat(client.create(BODY, key).statusCode()).isEqualTo(400);
    }

    @Test
    void leavesTheKeyFreeAfterARefusal() throws Exception {
        assertThat(client.create("{}", KEY).statusCode()).isEqualTo(400);
        assertThat(client.create(Client.body("http://127.0.0.1:1/x"), KEY).statusCode())
                .isEqualTo(400);
        assertThat(client.create(BODY, KEY).statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotKnowTheOutcomeWhileTheFirstIsInFlight() throws Exception {
        HttpServer slow =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        byte[] image = Client.image("png", 400, 400);
        slow.createContext(
                "/",
                exchange -> {
                    asked.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.sendResponseHeaders(200, image.length);
                    exchange.getResponseBody().write(image);
                    exchange.close();
                });
        var executor = Executors.newCachedThreadPool();
        slow.setExecutor(executor);
        slow.start();
        try {
            String body = Client.body("http://127.0.0.1:" + slow.getAddress().getPort() + "/");
            CompletableFuture<HttpResponse<byte[]>> first =
                    CompletableFuture.supplyAsync(() -> createUnchecked(body), executor);
            asked.await();

            HttpResponse<byte[]> second = client.create(body, KEY);

            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(Client.json(second).at("/error/code").textValue())
                    .isEqualTo("paid_outcome_unknown");
            release.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(client.create(body, KEY).body()).isEqualTo(first.join().body());
        } finally {
            release.countDown();
            slow.stop(0);
            executor.shutdownNow();
        }
    }

    private HttpResponse<byte[]> createUnchecked(String body) {
        try {
            return client.create(body, KEY);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void forgetsKeysAfterADay() throws Exception {
        try (SeedanceEmulator frozen = start(SeedanceEmulator.builder().frozen())) {
            Client frozenClient = new Client(frozen);
            frozenClient.create(BODY, KEY);

            frozen.clock().advance(Duration.ofHours(24).minusMillis(1));
            frozenClient.create(BODY, KEY);
            frozen.ledger().assertOneGeneration(KEY);
            frozen.clock().advance(Duration.ofMillis(1));
            frozenClient.create(BODY, KEY);
            assertThat(frozen.ledger().paidGenerations(KEY)).isEqualTo(2);
        }
    }
}
