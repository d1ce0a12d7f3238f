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
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelseedance.emulator.CallbackReceiver.Received;
import io.github.camelseedance.emulator.callback.Attempt;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.callback.Delivery.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CallbackRetryTest extends CallbackFixture {

    @Test
    void retriesAfterOneTwoAndFourSeconds() throws Exception {
        receiver.answers(500, 404, 429, 204);
        create();
        Instant end = emulator.clock().now().plus(TASK);

        emulator.clock().advance(Duration.ofHours(1));

        assertThat(secondsAfter(end, only())).containsExactly(0L, 1L, 3L, 7L);
        assertThat(only().attempts())
                .extracting(Attempt::status, Attempt::failure)
                .containsExactly(
                        tuple(500, "answered 500"),
                        tuple(404, "answered 404"),
                        tuple(429, "answered 429"),
                        tuple(204, null));
        assertThat(only().state()).isEqualTo(State.DELIVERED);
        assertThat(receiver.received()).hasSize(4);
        assertThat(receiver.received().stream().map(Received::body).distinct()).hasSize(1);
    }

    @Test
    void waitsForEachRetry() throws Exception {
        receiver.answers(500, 500);
        create();

        emulator.clock().advance(TASK);
        assertThat(only().state()).isEqualTo(State.WAITING);
        emulator.clock().advance(Duration.ofMillis(999));
        assertThat(receiver.received()).hasSize(1);
        emulator.clock().advance(Duration.ofMillis(1));
        assertThat(receiver.received()).hasSize(2);
        emulator.clock().advance(Duration.ofMillis(1999));
        assertThat(receiver.received()).hasSize(2);
        emulator.clock().advance(Duration.ofMillis(1));

        assertThat(receiver.received()).hasSize(3);
        assertThat(only().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void givesUpAfterFourAttempts() throws Exception {
        receiver.answers(500, 500, 500, 500);
        create();

        emulator.clock().advance(Duration.ofHours(1));

        assertThat(receiver.received()).hasSize(4);
        assertThat(only().state()).isEqualTo(State.GIVEN_UP);
        assertThat(only().attempts()).hasSize(4);
    }

    @Test
    void followsNoRedirect() throws Exception {
        receiver.redirects(301).redirects(302).redirects(307).redirects(308);
        create();

        emulator.clock().advance(Duration.ofHours(1));

        assertThat(receiver.received()).extracting(Received::target).containsOnly("/callback");
        assertThat(only().state()).isEqualTo(State.GIVEN_UP);
        assertThat(only().attempts().get(1))
                .extracting(Attempt::status, Attempt::failure)
                .containsExactly(302, "answered 302, and redirects are not followed");
    }

    @Test
    void saysWhyNobodyCouldBeReached() throws Exception {
        receiver.close();
        create();

        emulator.clock().advance(TASK);

        assertThat(only().state()).isEqualTo(State.WAITING);
        assertThat(only().attempts().get(0).status()).isZero();
        assertThat(only().attempts().get(0).failure())
                .isEqualTo("ConnectException: nothing listens there, or there is no such host");
    }

    @Test
    void saysThatAPortCannotBe() throws Exception {
        create("http://127.0.0.1:65536/");

        emulator.clock().advance(TASK);

        assertThat(only().attempts().get(0).failure()).contains("65536");
    }

    @Test
    void givesAReceiverTenSeconds() throws Exception {
        receiver.hangs().hangs();
        create();
        Instant end = emulator.clock().now().plus(TASK);

        advanceWithoutWaiting(TASK);
        receiver.received(1);
        advanceWithoutWaiting(Duration.ofMillis(9_999));
        assertThat(only().attempts()).isEmpty();
        advanceWithoutWaiting(Duration.ofMillis(1));
        assertThat(only().attempts())
                .extracting(Attempt::status, Attempt::failure)
                .containsExactly(tuple(0, "no answer within 10 s"));
        advanceWithoutWaiting(Duration.ofSeconds(1));
        receiver.received(2);
        advanceWithoutWaiting(Duration.ofSeconds(10));
        emulator.clock().advance(Duration.ofSeconds(2));

        assertThat(secondsAfter(end, only())).containsExactly(0L, 11L, 23L);
        assertThat(only().state()).isEqualTo(State.DELIVERED);
    }

    /** More than are sent at a time. */
    @Test
    @Timeout(60)
    void keepsTimeWithManySilentReceivers() throws Exception {
        int many = 40;
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < many; i++) {
                create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            }
            Instant end = emulator.clock().now().plus(TASK);

            emulator.clock().advance(TASK.plusSeconds(10));

            assertThat(emulator.callbacks().deliveries())
                    .hasSize(many)
                    .allSatisfy(it -> assertThat(secondsAfter(end, it)).containsExactly(0L));
        }
    }

    @Test
    void hangsUpWhenTheTimeIsOver() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            advanceWithoutWaiting(TASK);

            try (Socket connection = silent.accept()) {
                assertThat(readLine(connection)).isEqualTo("POST / HTTP/1.1");
                advanceWithoutWaiting(Duration.ofSeconds(10));
                readToEnd(connection);
            }
        }
    }

    @Test
    void readsNoEndlessAnswer() throws Exception {
        receiver.answersWith(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] chunk = new byte[8192];
                    assertThatThrownBy(
                                    () -> {
                                        while (true) {
                                            exchange.getResponseBody().write(chunk);
                                        }
                                    })
                            .isInstanceOf(IOException.class);
                });
        create();

        emulator.clock().advance(TASK);

        assertThat(only().state()).isEqualTo(State.DELIVERED);
    }

    private static List<Long> secondsAfter(Instant begin, Delivery delivery) {
        return delivery.attempts().stream()
                .map(attempt -> Duration.between(begin, attempt.time()).toSeconds())
                .toList();
    }
}
