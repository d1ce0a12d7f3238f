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
package io.github.camelseedance;

import static io.github.camelseedance.RawHttp.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.RawHttp.Answer;
import io.github.camelseedance.callback.CallbackSettings;
import io.github.camelseedance.tracking.CallbackHint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller of the receiver is answered, and what is made of its call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbackReceiverTest {
    private static final String BODY = "{\"id\":\"task-1\",\"status\":\"completed\"}";
    private static final int MEBIBYTE = 1024 * 1024;

    private ReceiverFixture receiver;
    private String target;

    @BeforeAll
    void start() throws Exception {
        receiver = new ReceiverFixture();
        target = receiver.target("key-1");
    }

    @BeforeEach
    void forget() {
        receiver.hints.clear();
    }

    @AfterAll
    void stop() throws Exception {
        receiver.close();
    }

    private Answer call(String request) throws IOException {
        return RawHttp.call(receiver.port(), request);
    }

    @Test
    void aCallbackIsHandedOn() throws IOException {
        assertThat(call(post(target, BODY)).status()).isEqualTo(200);
        assertThat(receiver.hints).containsExactly(new CallbackHint("default", "key-1", "task-1"));
    }

    @Test
    void nothingOfTheRequestIsAnswered() throws IOException {
        String request =
                post(
                        target + "?a=Echo&CamelHttpResponseCode=500",
                        BODY,
                        "X-Echo: Echo\r\nContent-Type: text/Echo\r\nCookie: a=Echo\r\n",
                        "Content-Encoding: Echo\r\nCamelHttpResponseCode: 500\r\n",
                        "CamelHttpPath: /Echo\r\ntoken: Echo\r\n");
        Answer answer = call(request);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().keySet()).isSubsetOf("content-length", "date", "server");
        assertThat(answer.body()).isEmpty();
        Answer refusal = call(request.replace("sdcb_", "sdcb-"));
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.headers().keySet()).isSubsetOf("content-length", "date", "server");
        assertThat(refusal.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{\"id\":\"../x\"}", "[]", "id=task-1"})
    void aBodyThatNamesNoTaskIsAHintNevertheless(String body) throws IOException {
        assertThat(call(post(target, body)).status()).isEqualTo(200);
        assertThat(receiver.hints).containsExactly(new CallbackHint("default", "key-1", null));
    }

    @Test
    void aCompressedBodyIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[100 * MEBIBYTE]);
        }
        Answer answer = call(post(target, bomb.toString(ISO_8859_1), "Content-Encoding: gzip\r\n"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(receiver.hints).containsExactly(new CallbackHint("default", "key-1", null));
    }

    @Test
    void aWrongTokenIsRefusedBeforeTheBodyHasCome() throws IOException {
        String head = "POST " + target + "x HTTP/1.1\r\nHost: localhost\r\n";
        for (String more :
                new String[] {
                    "Content-Length: 9999999\r\n",
                    "Content-Length: 100\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                    "Content-Length: 100\r\nContent-Type: multipart/form-data; boundary=b\r\n",
                    "Content-Length: 100\r\nContent-Encoding: gzip\r\n",
                    "Content-Length: 100\r\nContent-Type: application/x-java-serialized-object\r\n",
                    "Transfer-Encoding: chunked\r\n"
                }) {
            assertThat(call(head + more + "\r\n").status()).as(more).isEqualTo(404);
        }
        assertThat(receiver.hints).isEmpty();
    }

    @Test
    void aBodyOfAMebibyteIsReadAndNoMore() throws IOException {
        String largest = BODY + " ".repeat(MEBIBYTE - BODY.length());
        assertThat(call(post(target, largest)).status()).isEqualTo(200);
        assertThat(receiver.hints).containsExactly(new CallbackHint("default", "key-1", "task-1"));
        assertThat(call(post(target, largest + " ")).status()).isEqualTo(413);
        String chunked =
                "POST "
                        + target
                        + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "200000\r\n"
                        + " ".repeat(MEBIBYTE + 1);
        assertThat(call(chunked).status()).isEqualTo(413);
        assertThat(receiver.hints).hasSize(1);
    }

    @Test
    void aBodyThatBreaksOffIsNone() throws IOException {
        try (CapturedLog log = CapturedLog.of("");
                RawHttp http = new RawHttp(receiver.port())) {
            http.send(post(target, BODY).replace("Content-Length: ", "Content-Length: 9")).end();
            assertThat(http.answer().status()).isEqualTo(400);
            assertThat(log.lines()).isEmpty();
        }
        assertThat(receiver.hints).isEmpty();
    }

    @Test
    void aBodyThatDoesNotComeIsWaitedForAsLongAsTheServerIsSetTo() throws Exception {
        try (CapturedLog log = CapturedLog.of("");
                ReceiverFixture hurried = new ReceiverFixture();
                RawHttp http = new RawHttp(hurried.port())) {
            http.send(post(target, BODY).replace("Content-Length: ", "Content-Length: 9"));
            Awaitility.await().until(() -> hurried.server.requests() == 1);
            hurried.server.idleTimeout(Duration.ofMillis(200));
            assertThat(http.answer().status()).isEqualTo(400);
            assertThat(log.lines()).isEmpty();
            assertThat(hurried.hints).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "TRACE", "OST", "post", "BREW"})
    void otherMethodsAreRefused(String method) throws IOException {
        String request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(call(request).status()).isEqualTo(405);
        assertThat(receiver.hints).isEmpty();
    }

    @Test
    void headIsRefusedAsGetIs() throws IOException {
        try (RawHttp http = new RawHttp(receiver.port())) {
            http.send("HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(405);
        }
    }

    @Test
    void optionsAreTold() throws IOException {
        Answer answer = call("OPTIONS " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("allow")).contains("POST").doesNotContain("GET");
        assertThat(receiver.hints).isEmpty();
    }

    @Test
    void callbacksOfAllSecretsOfAPathAreReceived() throws Exception {
        CallbackSettings older = receiver.settings("o".repeat(32), null);
        CallbackSettings newer = receiver.settings("n".repeat(32), "o".repeat(32));
        assertThat(call(post(receiver.target(older, "key-2"), BODY)).status()).isEqualTo(404);
        receiver.receivers.receive(newer);
        receiver.receivers.receive(newer);
        assertThat(call(post(receiver.target(older, "key-2"), BODY)).status()).isEqualTo(200);
        assertThat(call(post(receiver.target(newer, "key-2"), BODY)).status()).isEqualTo(200);
        assertThat(call(post(target, BODY)).status()).isEqualTo(200);
        assertThat(receiver.hints).hasSize(3);
    }

    @Test
    void nothingIsHandedOnWhileItIsStopping() throws Exception {
        try (ReceiverFixture stopping = new ReceiverFixture();
                RawHttp slow = new RawHttp(stopping.port())) {
            String request = post(target, BODY);
            slow.send(request.substring(0, request.length() - 1));
            Awaitility.await().until(() -> stopping.server.requests() == 1);
            stopping.receivers.stopping();
            assertThat(slow.send("}").answer().status()).isEqualTo(503);
            assertThat(RawHttp.call(stopping.port(), request).status()).isEqualTo(503);
            assertThat(RawHttp.call(stopping.port(), request.replace("sdcb_", "")).status())
                    .isEqualTo(404);
            stopping.receivers.stop();
            assertThat(RawHttp.call(stopping.port(), request).status()).isEqualTo(404);
            assertThat(stopping.hints).isEmpty();
        }
    }

    @Test
    void aCallbackThatCanNotBeTakenIsSentAgain() throws Exception {
        try (CapturedLog log = CapturedLog.of("");
                ReceiverFixture closing =
                        new ReceiverFixture(
                                hint -> {
                                    throw new RejectedExecutionException("closed");
                                })) {
            assertThat(RawHttp.call(closing.port(), post(target, BODY)).status()).isEqualTo(503);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void callbacksAreReceivedAgainAfterARestartOfTheComponent() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofHours(1));
                CallbackServer server = CallbackServer.receiving(node)) {
            node.route(rb -> rb.from("direct:in").to("seedance:submit")).start();
            assertThat(RawHttp.call(server.port(), post(target, BODY)).status()).isEqualTo(200);
            node.component.stop();
            assertThat(RawHttp.call(server.port(), post(target, BODY)).status()).isEqualTo(404);
            node.component.start();
            assertThat(RawHttp.call(server.port(), post(target, BODY)).status()).isEqualTo(200);
        }
    }
}
