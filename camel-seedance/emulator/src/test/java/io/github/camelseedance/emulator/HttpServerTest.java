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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no HTTP client library would send, or would show. */
class HttpServerTest {

    private static final String HOST = "Host: x\r\n";
    private static final String KEY = "Authorization: Bearer sk-emulator\r\n";
    private static final String END = "Connection: close\r\n\r\n";
    private static final String CREDITS = "GET /v1/credits HTTP/1.1\r\n" + HOST + KEY;
    private static final String BATCH =
            "POST /v1/tasks/batch HTTP/1.1\r\n" + HOST + KEY + "Content-Type: application/json\r\n";
    private static final String IDS = "{\"task_ids\":[\"task-unified-1\"]}";

    private SeedanceEmulator emulator;

    @BeforeEach
    void start() {
        emulator = SeedanceEmulator.builder().lowCost(true).build().start();
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private Socket connect() throws IOException {
        URI base = URI.create(emulator.baseUrl());
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that comes back until the connection closes. */
    private String answer(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            return text(socket.getInputStream().readAllBytes());
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\r\n\r\n",
                "GET /v1/credits HTTP/1.1\r\n\r\n",
                "GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/tasks/batch HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
            })
    void refusesWhatIsNoHttp(String request) throws IOException {
        assertThat(answer(request)).startsWith("HTTP/1.1 400 ");
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void boundsTheHead() throws IOException {
        String long16k = "X: " + "x".repeat(16 * 1024) + "\r\n";

        assertThat(answer(CREDITS + long16k + END)).startsWith("HTTP/1.1 431 ");
        assertThat(answer(CREDITS + "X: x\r\n".repeat(200) + END)).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void decodesThePath() throws IOException {
        assertThat(answer(CREDITS.replace("credits", "%63redits?a=%20") + END))
                .startsWith("HTTP/1.1 200 ");
        assertThat(emulator.journal().requests().get(0).path()).isEqualTo("/v1/credits");
        assertThat(emulator.journal().requests().get(0).query()).isEqualTo("a=%20");
    }

    @Test
    void saysWhenItAnswers() throws IOException {
        String date = answer(CREDITS + END).split("Date: ")[1].split("\r\n")[0];

        assertThat(date).hasSize(29);
        assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)).isNotNull();
    }

    @Test
    void keepsTheConnectionAfterARefusal() throws IOException {
        String refused = "GET /v1/tasks/1 HTTP/1.1\r\n" + HOST + KEY + "\r\n";

        assertThat(answer(refused + CREDITS + END))
                .startsWith("HTTP/1.1 400 ")
                .contains("HTTP/1.1 200 ");
    }

    @Test
    void takesABodyInChunks() throws IOException {
        String chunked = BATCH + "Transfer-Encoding: chunked\r\n" + END;
        String rest = Integer.toHexString(IDS.length() - 5);

        assertThat(
                        answer(
                                chunked
                                        + ("5\r\n" + IDS.substring(0, 5) + "\r\n")
                                        + (rest + "\r\n" + IDS.substring(5) + "\r\n0\r\n\r\n")))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void letsAClientThatAsksSendItsBody() throws IOException {
        try (Socket socket = connect()) {
            write(socket, BATCH + "Expect: 100-continue\r\nContent-Length: " + IDS.length());
            write(socket, "\r\n" + END);
            InputStream in = socket.getInputStream();
            String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(text(in.readNBytes(goOn.length()))).isEqualTo(goOn);
            write(socket, IDS);
            assertThat(text(in.readAllBytes())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void readsABodyThatIsTooLargeToItsEnd() throws IOException {
        String large = "x".repeat(3_000_000);

        assertThat(answer(BATCH + "Content-Length: 3000000\r\n" + END + large))
                .startsWith("HTTP/1.1 413 ")
                .contains("larger than 1 MB");
        assertThat(emulator.journal().batchReads()).hasSize(1);
    }

    @Test
    void cutsTheConnectionWhereTheBodyIsCut() throws IOException {
        emulator.faults().next(Phase.CREDITS, Fault.cutAt(9));

        String cut = answer(CREDITS + "\r\n");

        assertThat(cut).containsPattern("Content-Length: \\d{3}").doesNotContain("Connection:");
        assertThat(cut.split("\r\n\r\n")[1]).hasSize(9);
    }

    @Test
    void dripsWithPauses() throws IOException {
        emulator.faults().next(Phase.CREDITS, Fault.dripping(40, Duration.ofMillis(50)));

        long before = System.nanoTime();
        String dripped = answer(CREDITS + END);

        assertThat(dripped).endsWith("}");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void answersWithAStatusThatNobodyKnows() throws IOException {
        emulator.faults().next(Phase.CREDITS, Fault.answer(599, "text/plain", ""));

        assertThat(answer(CREDITS + END)).startsWith("HTTP/1.1 599 ");
    }

    @Test
    void closesHangingConnectionsAtOnce() throws IOException {
        emulator.faults().next(Phase.CREDITS, Fault.hang());
        try (Socket socket = connect()) {
            write(socket, CREDITS + "\r\n");
            await().untilAsserted(() -> assertThat(emulator.journal().requests()).hasSize(1));

            emulator.close();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        // A thread takes a moment more to end than what it did.
        await().untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .extracting(Thread::getName)
                                        .noneMatch(
                                                name -> name.startsWith("seedance-emulator-http")));
    }

    @Test
    void putsAnAddressWithColonsInBrackets() throws SocketException {
        assumeTrue(hasIpv6(), "this machine's loopback has no IPv6 address");
        try (SeedanceEmulator other = SeedanceEmulator.builder().host("::1").build().start()) {
            assertThat(other.baseUrl()).startsWith("http://[::1]:");
        }
    }

    private static boolean hasIpv6() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(each -> each.isLoopbackAddress() && each instanceof Inet6Address);
    }
}
