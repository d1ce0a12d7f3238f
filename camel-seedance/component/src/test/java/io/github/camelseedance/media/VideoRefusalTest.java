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
package io.github.camelseedance.media;

import static io.github.camelseedance.media.DownloadFixture.MAX_SIZE;
import static io.github.camelseedance.media.DownloadFixture.VIDEO;
import static io.github.camelseedance.media.DownloadFixture.ascii;
import static io.github.camelseedance.media.DownloadFixture.content;
import static io.github.camelseedance.media.ScriptedServer.answer;
import static io.github.camelseedance.media.ScriptedServer.head;
import static io.github.camelseedance.media.ScriptedServer.whole;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.media.ScriptedServer.Answer;
import io.github.camelseedance.media.ScriptedServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoRefusalTest {
    private static final Answer GOOD =
            whole("200 OK", VIDEO, "Content-Type: video/mp4", "ETag: \"v1\"");
    private static final Answer FORBIDDEN =
            whole("403 Forbidden", ascii("<Code>AccessDenied</Code>"), "Content-Type: text/xml");

    @TempDir private Path directory;
    private DownloadFixture fixture;

    @BeforeEach
    void start() {
        fixture = new DownloadFixture(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"401 Unauthorized", "403 Forbidden", "410 Gone"})
    void saysThatALinkHasExpired(String status) {
        fixture.server.play(whole(status, ascii("expired at\u0007 noon")));
        assertThat(fixture.refusal())
                .hasMessageContaining("the link was refused: 'expired at")
                .hasMessageNotContaining("\u0007")
                .hasMessageContaining("Links live 24 hours")
                .hasMessageContaining("seedance:status")
                .hasFieldOrPropertyWithValue(
                        "httpStatus", Integer.parseInt(status.substring(0, 3)));
        assertThat(fixture.server.requests()).hasSize(1);
    }

    @Test
    void startsOverWithAFreshLinkWhereTheOldOneHasExpired() throws Exception {
        Answer cut =
                answer(
                        "200 OK",
                        Arrays.copyOf(VIDEO, 5000),
                        "ETag: \"v1\"",
                        "Content-Length: " + VIDEO.length);
        fixture.server.play(cut, FORBIDDEN, GOOD);
        DownloadRequest request =
                fixture.request(() -> completedFuture(fixture.server.url("/fresh.mp4?sig=new")));
        assertThat(content(fixture.downloader().download(request))).isEqualTo(VIDEO);
        Request last = fixture.server.requests().get(2);
        assertThat(last.line()).isEqualTo("GET /fresh.mp4?sig=new HTTP/1.1");
        assertThat(last.headers()).doesNotContainKeys("range", "if-range");
    }

    @Test
    void asksForAFreshLinkOnce() {
        fixture.server.play(FORBIDDEN);
        DownloadRequest request =
                fixture.request(() -> completedFuture(fixture.server.url("/fresh.mp4?a=secret")));
        assertThat(fixture.refusal(fixture.downloader().download(request)))
                .hasMessageContaining("/fresh.mp4")
                .hasMessageContaining("and so was the fresh one");
        assertThat(fixture.server.requests()).hasSize(2);
    }

    @Test
    void saysThatNoFreshLinkCouldBeRead() {
        fixture.server.play(FORBIDDEN);
        IllegalStateException cause = new IllegalStateException("the service is away");
        DownloadRequest request = fixture.request(() -> failedFuture(cause));
        assertThat(fixture.refusal(fixture.downloader().download(request)))
                .hasMessageContaining("no fresh one could be read")
                .hasCause(cause);
    }

    @Test
    void refusesHtmlAndShowsItsBeginning() {
        String page = "<html>\r\n\u001b[31mPlease log in http://x.example/a?token=secret</html>";
        fixture.server.play(whole("200 OK", ascii(page), "Content-Type: text/html; charset=utf-8"));
        assertThat(fixture.refusal())
                .hasMessageContaining("'text/html; charset=utf-8' and no video: '<html>")
                .hasMessageContaining("Please log in")
                .hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesJson() {
        fixture.server.play(
                whole("200 OK", ascii("{\"error\":\"none\"}"), "Content-Type: application/json"));
        assertThat(fixture.refusal())
                .hasMessageContaining("'application/json' and no video: '{\"error\":\"none\"}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "This is text and not a video", "\u0000\u0000\u0000 free"})
    void refusesWhatDoesNotStartAsAVideo(String body) {
        fixture.server.play(whole("200 OK", ascii(body), "Content-Type: video/mp4"));
        assertThat(fixture.refusal()).hasMessageContaining("does not start as a video does");
    }

    @Test
    void refusesAPictureInTheContainerOfAVideo() {
        fixture.server.play(whole("200 OK", ascii("\0\0\0\u0018ftypavif\0\0\0\0")));
        assertThat(fixture.refusal()).hasMessageContaining("does not start as a video does");
    }

    @Test
    void refusesAnEmptyAnswerAfterSomeAttempts() {
        fixture.server.play(whole("200 OK", new byte[0], "Content-Type: video/mp4"));
        assertThat(fixture.refusal()).hasMessageContaining("the answer was empty");
        assertThat(fixture.server.requests()).hasSize(5);
    }

    @Test
    void refusesAnEncodedAnswer() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(VIDEO);
        }
        fixture.server.play(whole("200 OK", zipped.toByteArray(), "Content-Encoding: gzip"));
        assertThat(fixture.refusal()).hasMessageContaining("Content-Encoding 'gzip'");
    }

    @Test
    void refusesWhatIsTooBigByItsHeader() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        fixture.server.play(
                (request, socket) -> {
                    head(socket, "200 OK", "Content-Length: " + (MAX_SIZE + 1));
                    awaitClose(socket, closed);
                });
        assertThat(fixture.refusal())
                .hasMessageContaining("has 1000001 bytes, and maxDownloadSize allows 1000000")
                .hasMessageContaining("Raise maxDownloadSize");
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.server.requests()).hasSize(1);
    }

    @Test
    void refusesWhatTurnsOutToBeTooBig() throws Exception {
        byte[] big = DownloadFixture.video((int) MAX_SIZE);
        CountDownLatch closed = new CountDownLatch(1);
        fixture.server.play(
                (request, socket) -> {
                    head(socket, "200 OK");
                    writeUntilClosed(socket, big, closed);
                });
        assertThat(fixture.refusal()).hasMessageContaining("more than 1000000 bytes");
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 408, 409, 425, 429, 500, 502, 503, 504})
    void triesAgainWhatMayPass(int status) throws Exception {
        fixture.server.play(
                whole(status + " Wait", ascii("{\"code\":\"video_not_ready\"}")),
                whole(status + " Wait", new byte[0]),
                GOOD);
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
    }

    @Test
    void givesUpWhatDoesNotPass() {
        fixture.server.play(whole("503 Service Unavailable", ascii("busy")));
        assertThat(fixture.refusal())
                .hasMessageContaining("the host answered 503: 'busy' (the last of 5 attempts)")
                .hasFieldOrPropertyWithValue("httpStatus", 503);
        assertThat(fixture.server.requests()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified", "405 No", "416 No", "418 Tea"})
    void givesUpAtOnceWhatCannotPass(String status) {
        fixture.server.play(answer(status, new byte[0]));
        assertThat(fixture.refusal()).hasMessageContaining("answered " + status.substring(0, 3));
        assertThat(fixture.server.requests()).hasSize(1);
    }

    @Test
    void readsNoMoreOfAnErrorThanItShows() {
        fixture.server.play(
                (request, socket) -> {
                    head(socket, "404 Not Found");
                    byte[] noise = ascii(String.join("", Collections.nCopies(1000, "no ")));
                    while (!socket.isOutputShutdown()) {
                        socket.getOutputStream().write(noise);
                    }
                });
        assertThat(fixture.refusal().getMessage())
                .contains("answered 404: 'no no")
                .hasSizeLessThan(700);
    }

    @Test
    void masksWhatLooksLikeASignature() {
        String signature = "c2lnbmF0dXJlLXdpdGgtc2VjcmV0LXRoaW5ncy1pbi1pdA==";
        fixture.server.play(whole("403 Forbidden", ascii("expected " + signature)));
        assertThat(fixture.refusal())
                .hasMessageContaining("expected …")
                .hasMessageNotContaining(signature);
    }

    private static void writeUntilClosed(Socket socket, byte[] bytes, CountDownLatch closed) {
        try {
            while (!socket.isOutputShutdown()) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    private static void awaitClose(Socket socket, CountDownLatch closed) {
        try {
            assertThat(socket.getInputStream().read()).isNegative();
            closed.countDown();
        } catch (IOException e) {
            closed.countDown(); // a reset is one way to close
        }
    }
}
