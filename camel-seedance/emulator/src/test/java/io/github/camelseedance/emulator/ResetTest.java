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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was under way when the emulator was reset must not show in the test that follows. */
class ResetTest {

    private static final String CREATES = "/v1/videos/generations";
    private static final String KEY = "order-4711_a.b-0";

    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private SeedanceEmulator emulator;
    private Client client;
    private HttpServer images;
    private byte[] image;

    @BeforeEach
    void start() throws Exception {
        emulator = SeedanceEmulator.builder().lowCost(true).frozen().build().start();
        client = new Client(emulator);
        image = Client.image("png", 400, 300);
        images = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        images.createContext("/slow.png", this::slowly);
        images.createContext("/missing.png", this::notAtAll);
        images.start();
    }

    @AfterEach
    void close() {
        released.countDown();
        images.stop(0);
        emulator.close();
    }

    private void slowly(HttpExchange exchange) throws IOException {
        await();
        exchange.sendResponseHeaders(200, image.length);
        exchange.getResponseBody().write(image);
        exchange.close();
    }

    private void notAtAll(HttpExchange exchange) throws IOException {
        await();
        exchange.sendResponseHeaders(404, -1);
        exchange.close();
    }

    private void await() throws IOException {
        asked.countDown();
        try {
            assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + images.getAddress().getPort() + path;
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    private void resetWhile(CompletableFuture<?> underWay) throws Exception {
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        emulator.reset();
        assertThat(underWay).isNotDone();
    }

    private void assertRefused(CompletableFuture<HttpResponse<byte[]>> old) throws Exception {
        HttpResponse<byte[]> answer = old.get(60, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("was reset");
    }

    private void assertAsNew() {
        assertThat(emulator.tasks().list()).isEmpty();
        assertThat(emulator.ledger().entries()).isEmpty();
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void aCreateThatFetchesItsImagesCreatesNothing() throws Exception {
        var old = begin(client.json(CREATES, Client.body(url("/slow.png"))));
        resetWhile(old);
        emulator.faults().next(Phase.OUTCOME, Fault.cancelled());
        released.countDown();

        assertRefused(old);
        assertAsNew();
        assertThat(emulator.faults().rules()).hasSize(1);
    }

    @Test
    void aCreateGivesItsKeyToTheNextTest() throws Exception {
        String body = Client.body(url("/slow.png"));
        var old = begin(client.json(CREATES, body).header("Idempotency-Key", KEY));
        resetWhile(old);

        var own = begin(client.json(CREATES, body).header("Idempotency-Key", KEY));
        released.countDown();
        assertRefused(old);

        byte[] answer = own.get(60, TimeUnit.SECONDS).body();
        assertThat(client.create(body, KEY).body()).isEqualTo(answer);
        assertThat(emulator.tasks().list()).hasSize(1);
        emulator.ledger().assertOneGeneration(KEY);
    }

    @Test
    void aRefusalOfAnOldCreateDoesNotFreeTheKeyOfANewOne() throws Exception {
        String body = Client.body(url("/missing.png"));
        var old = begin(client.json(CREATES, body).header("Idempotency-Key", KEY));
        resetWhile(old);

        String other = Client.body(client.uploaded(image));
        byte[] answer = client.create(other, KEY).body();
        released.countDown();

        assertThat(old.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        assertThat(client.create(other, KEY).body()).isEqualTo(answer);
        emulator.ledger().assertOneGeneration(KEY);
    }

    @Test
    void aDelayedCallHasNoEffectAnyMore() throws Exception {
        String body = Client.body(client.uploaded(image));
        // Longer than a busy machine holds up the reset.
        emulator.faults().next(Phase.CREATE, Fault.delay(Duration.ofSeconds(5)));
        var old = begin(client.json(CREATES, body));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> emulator.journal().creates().size() == 1);

        emulator.reset();

        assertRefused(old);
        assertAsNew();
    }

    @Test
    void anUploadOfAnImageElsewhereStoresNothing() throws Exception {
        String json = "{\"file_url\":\"" + url("/slow.png") + "\"}";
        var old = begin(client.json("/api/v1/files/upload/url", json));
        resetWhile(old);
        released.countDown();

        assertRefused(old);
        String list = new String(client.get("/api/v1/files/list").body(), StandardCharsets.UTF_8);
        assertThat(list).contains("\"total\":0");
    }

    @Test
    void aCallWhoseBodyComesLaterIsNotNoted() throws Exception {
        URI base = URI.create(emulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(60_000);
            String head =
                    """
                    POST /v1/tasks/batch HTTP/1.1
                    Host: x
                    Authorization: Bearer sk-emulator
                    Content-Type: application/json
                    Content-Length: 2
                    Expect: 100-continue
                    Connection: close

                    """
                            .replace("\n", "\r\n");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            emulator.reset();
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));

            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII)).contains("was reset");
        }
        assertAsNew();
    }

    @Test
    void aCallbackReceiverMayReset() throws Exception {
        try (CallbackReceiver receiver = new CallbackReceiver()) {
            receiver.onArrival(emulator::reset);
            String body = Client.body(client.uploaded(image)).replace("}", "");
            client.created(body + ",\"callback_url\":\"" + receiver.url() + "\"}");

            emulator.clock().advance(Duration.ofSeconds(165));

            assertThat(receiver.received(1)).hasSize(1);
            assertThat(emulator.callbacks().deliveries()).isEmpty();
            assertThat(List.copyOf(emulator.tasks().list())).isEmpty();
        }
    }
}
