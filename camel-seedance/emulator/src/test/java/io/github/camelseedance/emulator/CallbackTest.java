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
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.CallbackReceiver.Received;
import io.github.camelseedance.emulator.callback.Attempt;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.callback.Delivery.State;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallbackTest {

    private static final Duration TASK = Duration.ofSeconds(165);

    private SeedanceEmulator emulator;
    private Client client;
    private CallbackReceiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new CallbackReceiver();
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
        emulator.clock().freeze();
        client = new Client(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
        receiver.close();
    }

    private String create() throws Exception {
        return create(receiver.url());
    }

    private String create(String callbackUrl) throws Exception {
        return client.created(body(callbackUrl));
    }

    private static String body(String callbackUrl) {
        String body = Client.body("https://example.com/grass.jpg");
        return body.substring(0, body.length() - 1) + ",\"callback_url\":\"" + callbackUrl + "\"}";
    }

    private String statusText(String id) throws Exception {
        return new String(client.get("/v1/tasks/" + id).body(), StandardCharsets.UTF_8);
    }

    private Delivery only() {
        List<Delivery> deliveries = emulator.callbacks().deliveries();
        assertThat(deliveries).hasSize(1);
        return deliveries.get(0);
    }

    /** An interrupted advance goes on at once where it would wait for a silent receiver. */
    private void advanceWithoutWaiting(Duration by) {
        Thread.currentThread().interrupt();
        emulator.clock().advance(by);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static List<Long> secondsAfter(Instant begin, Delivery delivery) {
        return delivery.attempts().stream()
                .map(attempt -> Duration.between(begin, attempt.time()).toSeconds())
                .toList();
    }

    @Test
    void postsWhatAReadAnswers() throws Exception {
        String id = create(receiver.url() + "?token=a%20b");

        emulator.clock().advance(TASK);

        assertThat(receiver.received()).hasSize(1);
        Received received = receiver.received().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.target()).isEqualTo("/callback?token=a%20b");
        assertThat(received.header("Content-type")).isEqualTo("application/json");
        assertThat(received.body()).isEqualTo(statusText(id)).contains("\"completed\"", ".mp4");
        assertThat(only().taskId()).isEqualTo(id);
        assertThat(only().url()).isEqualTo(receiver.url() + "?token=a%20b");
        assertThat(only().method()).isEqualTo("POST");
        assertThat(only().body()).isEqualTo(received.body());
        assertThat(only().state()).isEqualTo(State.DELIVERED);
        assertThat(only().attempts())
                .extracting(Attempt::time, Attempt::status, Attempt::failure)
                .containsExactly(tuple(emulator.clock().now(), 200, null));
        assertThat(only().attempts().get(0).took()).isPositive();
    }

    @Test
    void tellsOfAFailedAndOfACancelledTask() throws Exception {
        String failed = create();
        String cancelled = create();
        emulator.clock().advance(Duration.ofSeconds(60));

        emulator.tasks().fail(failed, "content_policy_violation", "A celebrity");
        emulator.clock().advance(Duration.ZERO);
        emulator.tasks().cancel(cancelled);
        emulator.clock().advance(TASK);

        assertThat(receiver.received())
                .extracting(Received::body)
                .containsExactly(statusText(failed), statusText(cancelled));
        assertThat(statusText(failed)).contains("\"failed\"", "content_policy_violation");
        assertThat(statusText(cancelled)).contains("\"cancelled\"");
    }

    @Test
    void comesAfterTheCharge() throws Exception {
        List<Long> charges = new ArrayList<>();
        receiver.onArrival(() -> charges.add(emulator.ledger().charges()));
        create();

        emulator.clock().advance(TASK.minusMillis(1));
        assertThat(charges).isEmpty();
        emulator.clock().advance(Duration.ofMillis(1));

        assertThat(charges).containsExactly(1L);
    }

    @Test
    void sendsNothingForATaskWithoutUrl() throws Exception {
        client.created(Client.body("https://example.com/grass.jpg"));

        emulator.clock().advance(TASK);

        assertThat(emulator.ledger().charges()).isEqualTo(1);
        assertThat(emulator.callbacks().deliveries()).isEmpty();
    }

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
        assertThat(only().attempts().get(0).failure()).startsWith("ConnectException");
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

    private static String readLine(Socket connection) throws IOException {
        connection.setSoTimeout(5_000);
        StringBuilder line = new StringBuilder();
        InputStream in = connection.getInputStream();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** Fails with a time-out unless the other side hangs up. */
    private static void readToEnd(Socket connection) throws IOException {
        assertThat(connection.getInputStream().readAllBytes()).isNotEmpty();
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

    @Test
    void sendsAgainOnDemand() throws Exception {
        receiver.answers(500, 500, 500, 500);
        String id = create();
        emulator.clock().advance(Duration.ofHours(1));

        Delivery second = emulator.callbacks().redeliver(id);
        emulator.clock().advance(Duration.ZERO);
        receiver.answers(500);
        emulator.callbacks().redeliver(id);
        emulator.clock().advance(Duration.ofSeconds(1));

        assertThat(second.state()).isEqualTo(State.WAITING);
        assertThat(emulator.callbacks().deliveries(id))
                .extracting(Delivery::state, delivery -> delivery.attempts().size())
                .containsExactly(
                        tuple(State.GIVEN_UP, 4),
                        tuple(State.DELIVERED, 1),
                        tuple(State.DELIVERED, 2));
        assertThat(receiver.received()).hasSize(7);
        assertThat(emulator.callbacks().deliveries("task-unified-1-a")).isEmpty();
    }

    @Test
    void saysWhatCannotBeSentAgain() throws Exception {
        String without = client.created(Client.body("https://example.com/grass.jpg"));
        String open = create();

        assertThatThrownBy(() -> emulator.callbacks().redeliver("task-unified-1-a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no task task-unified-1-a");
        assertThatThrownBy(() -> emulator.callbacks().redeliver(without))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Task " + without + " has no callback to send");
        assertThatThrownBy(() -> emulator.callbacks().redeliver(open))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task " + open + " is pending");
    }

    @Test
    void forgetsWhatIsUnderWayWithAReset() throws Exception {
        receiver.answers(500).hangs();
        String id = create();
        emulator.clock().advance(TASK);
        emulator.callbacks().redeliver(id);
        receiver.received(2);

        emulator.reset();
        emulator.clock().freeze();
        String next = create();
        emulator.clock().advance(Duration.ofHours(1));

        assertThat(only().taskId()).isEqualTo(next);
        assertThat(receiver.received()).hasSize(3);
    }

    @Test
    void endsWithTheEmulator() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            advanceWithoutWaiting(TASK);

            try (Socket connection = silent.accept()) {
                assertThat(readLine(connection)).isEqualTo("POST / HTTP/1.1");
                emulator.close();
                readToEnd(connection);
            }
        }
    }

    @Test
    void tellsTheWholeStoryOnAFrozenClock() throws Exception {
        receiver.answers(500, 503, 500);
        String id = create();
        emulator.clock().advance(TASK);
        emulator.clock().advance(Duration.ofSeconds(7));
        JsonNode task = client.status(id);
        String link = task.at("/results/0").textValue();
        emulator.clock().advance(Duration.ofHours(24));
        HttpResponse<byte[]> expired = client.send(client.anonymous(link));

        assertThat(task.get("status").textValue()).isEqualTo("completed");
        assertThat(only().attempts())
                .extracting(Attempt::status)
                .containsExactly(500, 503, 500, 200);
        assertThat(expired.statusCode()).isEqualTo(403);
    }

    @Test
    void deliversOnAFastClock() throws Exception {
        receiver.answers(500);
        emulator.clock().run(1000);

        create();

        await().pollInterval(Duration.ofMillis(5))
                .until(() -> emulator.callbacks().deliveries(), all -> delivered(all) == 1);
        assertThat(receiver.received()).hasSize(2);
    }

    private static long delivered(List<Delivery> deliveries) {
        return deliveries.stream().filter(d -> d.state() == State.DELIVERED).count();
    }

    @Test
    void deliversManyAtOnce() throws Exception {
        emulator.clock().run(0.001);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ids.add(create());
        }

        emulator.clock().run(100_000);

        await().pollInterval(Duration.ofMillis(5))
                .until(() -> delivered(emulator.callbacks().deliveries()) == 200);
        assertThat(emulator.callbacks().deliveries())
                .extracting(Delivery::taskId)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(receiver.received()).hasSize(200);
    }
}
