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
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What comes to an address that everybody can call: none of it is handed on, none of it makes a
 * line in the log, and each of it gets the answer that it should.
 */
class HostileCallbacksTest {
    private static final int FORGERIES = 10_000;
    private static final int BATCH = 40;
    private static final long MEBIBYTE = 1024 * 1024;
    private static final String BODY = "{\"id\":\"task-1\",\"status\":\"completed\"}";
    private static final String ALPHABET = "ABCxyz019-_.~!$&'()*+,=:@";

    /** Each of them is enough to make a servlet fail that reads more than it has to. */
    private static final List<String> HEADERS =
            List.of(
                    "",
                    "Content-Type: application/json; charset=\r\n",
                    "Content-Type: ;;;\r\n",
                    "Content-Type: application/x-www-form-urlencoded\r\n",
                    "Content-Type: multipart/form-data\r\n",
                    "Content-Type: multipart/form-data; boundary=xyz\r\n",
                    "Content-Type: application/x-java-serialized-object\r\n",
                    "Content-Encoding: gzip\r\n",
                    "Content-Encoding: gzip, br, no-such\r\n",
                    "token: x\r\ntoken: y\r\nCamelHttpMethod: POST\r\n",
                    "X-Forwarded-Host: a\r\nForwarded: host=\"\r\nCookie: =;=\r\n",
                    "Authorization: Bearer \u00ff\u00fe\r\nRange: bytes=-1\r\n");

    /** What Jetty itself can not read. */
    private static final List<String> CHARSETS =
            List.of("no-such-charset", "UTF-99", ";", "\u00ff", "a b", "*", "%00");

    private static final List<String> QUERIES =
            List.of("", "?", "?a=%zz", "?%", "?a=%c3%28&b=%ff", "?=&&==", "?token=x&a=b;c=d");

    private static final List<String> BODIES =
            List.of("", BODY, "a=%zz&%", "no=pair&alone", "--xyz\r\nbroken", "\u001f\u008bgarbage");

    /** What stands in place of the path and token. */
    private static final List<String> TARGETS =
            List.of(
                    "%s/..",
                    "%s/../../%1$s",
                    "%s%%2f..%%2f",
                    "%s%%00",
                    "%s%%zz",
                    "%s;a=b",
                    "%s/x",
                    "%s//",
                    "/camel/%%2e%%2e/WEB-INF/web.xml",
                    "/camel/seedance/callback",
                    "/camel/seedance/callback/",
                    "/camel/seedance/callback/{token}",
                    "/camel/seedance/callback/%%u0041",
                    "/camel/seedance/callback/\\..\\x",
                    "/camel/seedance/callback/\u0000",
                    "/camel/seedance/callback/\u00c3(",
                    "/camel/seedance/callback/ x",
                    "*",
                    "http://[/camel",
                    "/" + "x".repeat(20_000));

    private final Random random = new Random(4711);
    private ReceiverFixture receiver;
    private CapturedLog log;
    private String target;

    @BeforeEach
    void start() throws Exception {
        receiver = new ReceiverFixture();
        target = receiver.target("key-1");
        log = CapturedLog.of("");
    }

    @AfterEach
    void stop() throws Exception {
        log.close();
        receiver.close();
    }

    /** Sends many on each connection; those that the server closes are opened again. */
    private void callAll(List<String> requests, int status) throws IOException {
        int next = 0;
        while (next < requests.size()) {
            try (RawHttp http = new RawHttp(receiver.port())) {
                int end = Math.min(next + BATCH, requests.size());
                http.send(String.join("", requests.subList(next, end)));
                boolean open = true;
                while (open && next < end) {
                    RawHttp.Answer answer = http.answer();
                    assertThat(answer.status()).as(requests.get(next)).isEqualTo(status);
                    open = !"close".equals(answer.headers().get("connection"));
                    next++;
                }
            }
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String forged() {
        int start = target.indexOf("sdcb_");
        String token = target.substring(start);
        int at = random.nextInt(token.length());
        String other = receiver.target("key-" + random.nextInt(2, 1000));
        String mutated =
                switch (random.nextInt(5)) {
                    case 0 ->
                            token.substring(0, at)
                                    + ALPHABET.charAt(random.nextInt(ALPHABET.length()))
                                    + token.substring(at + 1);
                    case 1 -> token.substring(0, at);
                    case 2 -> token + token.substring(at);
                    case 3 ->
                            token.substring(0, token.indexOf('.'))
                                    + other.substring(other.indexOf('.'));
                    default -> "sdcb_" + "A".repeat(at) + "." + "B".repeat(43);
                };
        return target.substring(0, start) + (mutated.equals(token) ? token + "x" : mutated);
    }

    private List<String> forgeries(int count) {
        return Stream.generate(() -> post(forged() + any(QUERIES), any(BODIES), any(HEADERS)))
                .limit(count)
                .toList();
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void forgedCallbacksAreRefusedAndLeaveNoTrace() throws Exception {
        callAll(forgeries(FORGERIES / 5), 404);
        long before = usedMemory();
        for (int i = 1; i < 5; i++) {
            callAll(forgeries(FORGERIES / 5), 404);
        }
        assertThat(usedMemory() - before).isLessThan(20 * MEBIBYTE);
        assertThat(receiver.hints).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void garbageWithATokenIsAHintAndNoMore() throws Exception {
        List<String> requests = new ArrayList<>();
        HEADERS.forEach(
                header ->
                        QUERIES.forEach(
                                query ->
                                        requests.add(
                                                post(target + query, "\u001f\u008b{", header))));
        callAll(requests, 200);
        assertThat(receiver.hints)
                .hasSize(requests.size())
                .allMatch(hint -> hint.taskId() == null && hint.key().equals("key-1"));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void unknownCharsetsAreRefused() throws Exception {
        for (String charset : CHARSETS) {
            String header = "Content-Type: application/json; charset=" + charset + "\r\n";
            callAll(List.of(post(target, BODY, header), post(forged(), BODY, header)), 400);
        }
        assertThat(receiver.hints).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void otherMethodsAreRefusedWhateverTheyBring() throws Exception {
        List<String> requests =
                IntStream.range(0, 500)
                        .mapToObj(i -> post(target + any(QUERIES), any(BODIES), any(HEADERS)))
                        .map(
                                post ->
                                        any(
                                                        List.of(
                                                                "GET", "PUT", "PATCH", "DELETE",
                                                                "OST", "B-REW"))
                                                + post.substring(4))
                        .toList();
        callAll(requests, 405);
        assertThat(receiver.hints).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void pathsThatAreNoneAreRefused() throws Exception {
        for (String form : TARGETS) {
            String path = form.formatted(target);
            assertThat(RawHttp.call(receiver.port(), post(path, BODY)).status())
                    .as(path)
                    .isBetween(400, 499);
        }
        String large = "X-Large: " + "x".repeat(20_000) + "\r\n";
        assertThat(RawHttp.call(receiver.port(), post(target, BODY, large)).status())
                .isEqualTo(431);
        assertThat(RawHttp.call(receiver.port(), "\u0016\u0003\u0001\u0002\r\n\r\n").status())
                .isEqualTo(400);
        assertThat(receiver.hints).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void slowOnesAndThoseThatHangUpHoldNobodyUp() throws Exception {
        String slow = post(target, BODY).replace("Content-Length: ", "Content-Length: 9");
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                RawHttp forged = new RawHttp(receiver.port());
                open.add(forged);
                assertThat(forged.send(slow.replace("sdcb_", "sdcb-")).answer().status())
                        .isEqualTo(404);
                open.add(new RawHttp(receiver.port()).send("POST /camel/seedance/callback/sd"));
                RawHttp.hangUp(receiver.port(), i % 2 == 0 ? slow : slow.replace("sdcb_", "s"));
            }
            assertThat(RawHttp.call(receiver.port(), post(target, BODY)).status()).isEqualTo(200);
        } finally {
            for (RawHttp http : open) {
                http.close();
            }
        }
        assertThat(receiver.hints).hasSize(1);
        assertThat(log.lines()).isEmpty();
    }
}
