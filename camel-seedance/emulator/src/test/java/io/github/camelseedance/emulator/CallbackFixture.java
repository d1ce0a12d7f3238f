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

import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A frozen emulator and a receiver of its callbacks. */
abstract class CallbackFixture {

    static final Duration TASK = Duration.ofSeconds(165);

    SeedanceEmulator emulator;
    Client client;
    CallbackReceiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new CallbackReceiver();
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
        receiver.close();
    }

    String create() throws Exception {
        return create(receiver.url());
    }

    String create(String callbackUrl) throws Exception {
        return client.created(body(callbackUrl));
    }

    static String body(String callbackUrl) {
        String body = Client.body("https://example.com/grass.jpg");
        return body.substring(0, body.length() - 1) + ",\"callback_url\":\"" + callbackUrl + "\"}";
    }

    String statusText(String id) throws Exception {
        return new String(client.get("/v1/tasks/" + id).body(), StandardCharsets.UTF_8);
    }

    /** The only delivery there is. */
    Delivery only() {
        List<Delivery> deliveries = emulator.callbacks().deliveries();
        assertThat(deliveries).hasSize(1);
        return deliveries.get(0);
    }

    /** An interrupted advance goes on at once where it would wait for a silent receiver. */
    void advanceWithoutWaiting(Duration by) {
        Thread.currentThread().interrupt();
        emulator.clock().advance(by);
        assertThat(Thread.interrupted()).isTrue();
    }

    static String readLine(Socket connection) throws IOException {
        connection.setSoTimeout(60_000);
        StringBuilder line = new StringBuilder();
        InputStream in = connection.getInputStream();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** Fails with a time-out unless the other side hangs up. */
    static void readToEnd(Socket connection) throws IOException {
        assertThat(connection.getInputStream().readAllBytes()).isNotEmpty();
    }
}
