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

import static io.github.camelseedance.media.RawPeer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.media.RawPeer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers do on the wire below a service's answers: bodies without an end, floods, resets. */
class VideoOverRawHttpTest extends VideoTestSupport {
    private static final String PATH = "/v/clip.mp4?sig=secret";
    private static final int CUT = 70_000;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private RawPeer peer;

    @AfterEach
    void stop() throws Exception {
        peer.close();
    }

    private CompletableFuture<SpooledVideo> download(DownloadSettings settings, String path) {
        policy.trust(URI.create(peer.url("")));
        return downloader(settings).download(new DownloadRequest(peer.url(path), task, null));
    }

    private CompletableFuture<SpooledVideo> downloadFrom(Answer... answers) throws IOException {
        peer = new RawPeer(answers);
        return download(settings(), PATH);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesAVideoWithoutLengthAndTellsItsEndFromACut(boolean chunked) throws Exception {
        byte[] body = chunked ? chunked(video) : video;
        String head = "HTTP/1.1 200 OK" + (chunked ? "\nTransfer-Encoding: chunked" : "");
        CompletableFuture<SpooledVideo> download =
                downloadFrom(answer(head, Arrays.copyOf(body, CUT)), answer(head, body));
        assertThat(content(download)).isEqualTo(video);
        assertThat(peer.requestLines()).hasSize(2);
    }

    /** The peer is reset in the midst of the video; the service has the rest. */
    @Test
    void resumesAfterAReset() throws Exception {
        String head = "HTTP/1.1 200 OK\nETag: " + etag + "\nContent-Length: " + video.length;
        Answer reset =
                socket -> {
                    answer(head, Arrays.copyOf(video, CUT)).write(socket);
                    socket.setSoLinger(true, 0);
                };
        String moved = "HTTP/1.1 307 Moved\nContent-Length: 0\nLocation: " + link;
        assertThat(content(downloadFrom(reset, answer(moved, new byte[0])))).isEqualTo(video);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void refusesWhatTurnsOutToBeTooBig() throws Exception {
        assertThat(refusal(downloadFrom(flood("200 OK", noise((int) MAX_SIZE)))))
                .hasMessageContaining("more than 1000000 bytes");
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void readsNoMoreOfAnErrorThanItShows() throws Exception {
        assertThat(refusal(downloadFrom(flood("404 Not Found", ascii("no ".repeat(1000))))))
                .hasMessageContaining("answered 404: 'no no")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(700));
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void letsGoOfTheConnectionWhenItIsCancelled() throws Exception {
        peer = new RawPeer(flood("200 OK", video));
        DownloadSettings boundless =
                new DownloadSettings(
                        Long.MAX_VALUE,
                        directory,
                        Duration.ofSeconds(20),
                        1,
                        Duration.ofMillis(1),
                        null);
        CompletableFuture<SpooledVideo> download = download(boundless, PATH);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        download.cancel(true);
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsTheSignatureAsItIs() throws Exception {
        String path = "/a%2Fb/c.mp4?X-Sig=a%2Bb%3D&e=~x";
        peer = new RawPeer(answer("HTTP/1.1 200 OK\nContent-Length: " + video.length, video));
        assertThat(content(download(settings(), path))).isEqualTo(video);
        assertThat(peer.requestLines()).containsExactly("GET " + path + " HTTP/1.1");
    }

    /** An answer that does not end until the client goes away. */
    private Answer flood(String status, byte[] bytes) {
        return socket -> {
            answer("HTTP/1.1 " + status, new byte[0]).write(socket);
            writeUntilClosed(socket, bytes);
        };
    }

    private void writeUntilClosed(Socket socket, byte[] bytes) {
        try {
            while (!socket.isOutputShutdown()) {
                socket.getOutputStream().write(bytes);
                begun.countDown();
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    private static byte[] chunked(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += 10_000) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(at + 10_000, bytes.length));
            out.writeBytes(ascii(Integer.toHexString(chunk.length) + "\r\n"));
            out.writeBytes(chunk);
            out.writeBytes(ascii("\r\n"));
        }
        out.writeBytes(ascii("0\r\n\r\n"));
        return out.toByteArray();
    }
}
