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
import static io.github.camelseedance.media.ScriptedServer.head;
import static io.github.camelseedance.media.ScriptedServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.media.ScriptedServer.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoSpoolTest {
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

    @Test
    void givesAFileOfItsOwnersThatGoesWithTheVideo() throws Exception {
        fixture.server.play(whole("200 OK", VIDEO, "Content-Type: application/octet-stream"));
        SpooledVideo video =
                fixture.downloader().download(fixture.request(null)).get(15, TimeUnit.SECONDS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(video.path())))
                .isEqualTo("rw-------");
        assertThat(video.path()).hasParent(directory).hasBinaryContent(VIDEO);
        assertThat(video.path().getFileName().toString()).doesNotContain("task", "clip");
        assertThat(video.contentType()).isEqualTo("video/mp4");
        assertThat(video.fileName()).isEqualTo(DownloadFixture.TASK + ".mp4");
        assertThat(video.length()).isEqualTo(VIDEO.length);
        video.close();
        video.close();
        assertThat(fixture.files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/clip.mp4?sig=x, clip.mp4",
        "/a/..%2F..%2Fetc%2Fpasswd, passwd.mp4",
        "/a/Mein%20Video%20%C3%BC.MP4, Mein_Video.mp4",
        "/, video.mp4",
        "/..., video.mp4"
    })
    void namesTheVideoByItsLinkWhereThereIsNoTask(String path, String name) throws Exception {
        fixture.server.play(whole("200 OK", VIDEO));
        DownloadRequest request = new DownloadRequest(fixture.server.url(path), null, null);
        try (SpooledVideo video =
                fixture.downloader().download(request).get(15, TimeUnit.SECONDS)) {
            assertThat(video.fileName()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001aE\u00df\u00a3________', video/webm, webm",
        "'\0\0\0\16ftypqt  __', video/quicktime, mov",
        "'\0\0\0\16moov______', video/quicktime, mov"
    })
    void tellsOtherVideosByTheirFirstBytes(String start, String type, String extension)
            throws Exception {
        byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);
        fixture.server.play(whole("200 OK", bytes, "Content-Type: video/mp4"));
        try (SpooledVideo video =
                fixture.downloader().download(fixture.request(null)).get(15, TimeUnit.SECONDS)) {
            assertThat(video.contentType()).isEqualTo(type);
            assertThat(video.fileName()).endsWith("." + extension);
        }
    }

    @Test
    void makesTheDirectory() throws Exception {
        fixture.server.play(whole("200 OK", VIDEO));
        Path missing = directory.resolve("a/b");
        try (SpooledVideo video = download(missing).get(15, TimeUnit.SECONDS)) {
            assertThat(video.path()).hasParent(missing);
        }
    }

    @Test
    void saysThatThereIsNoPlaceForTheVideo() throws IOException {
        Path blocked = Files.createFile(directory.resolve("file"));
        CompletableFuture<SpooledVideo> download = download(blocked);
        assertThatThrownBy(() -> download.get(15, TimeUnit.SECONDS))
                .hasMessageContaining("could not be written to the directory " + blocked)
                .hasMessageContaining("spoolDirectory");
        assertThat(fixture.server.requests()).isEmpty();
    }

    @Test
    void leavesNoFileWhereTheDiskIsFull() {
        fixture.server.play(whole("200 OK", VIDEO));
        VideoDownloader downloader =
                new VideoDownloader(
                        fixture.client,
                        fixture.policy,
                        fixture.settings(),
                        fixture.timer,
                        fixture.worker,
                        where -> new FullFile(Files.createTempFile(where, "full", "")));
        assertThat(fixture.refusal(downloader.download(fixture.request(null))))
                .hasMessageContaining("written to the directory " + directory)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("spoolDirectory");
        assertThat(fixture.server.requests()).hasSize(1);
    }

    @Test
    void leavesNoFileWhenItIsCancelled() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        fixture.server.play(half(under));
        CompletableFuture<SpooledVideo> download =
                fixture.downloader().download(fixture.request(null));
        assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(download.cancel(true)).isTrue();
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void letsGoOfTheConnectionWhenItIsCancelled() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        fixture.server.play(endless(under, closed));
        DownloadSettings settings =
                new DownloadSettings(
                        Long.MAX_VALUE,
                        directory,
                        Duration.ofSeconds(20),
                        1,
                        Duration.ofMillis(1),
                        null);
        CompletableFuture<SpooledVideo> download =
                fixture.downloader(settings).download(fixture.request(null));
        assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();
        download.cancel(true);
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void leavesNoFileWhenTheDownloaderIsClosed() throws Exception {
        CountDownLatch under = new CountDownLatch(2);
        fixture.server.play(half(under));
        VideoDownloader downloader = fixture.downloader();
        List<CompletableFuture<SpooledVideo>> downloads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            downloads.add(downloader.download(fixture.request(null)));
        }
        assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();
        downloader.close();
        downloads.add(downloader.download(fixture.request(null)));
        for (CompletableFuture<SpooledVideo> download : downloads) {
            assertThat(fixture.refusal(download)).hasMessageContaining("component was stopped");
        }
    }

    @Test
    void leavesNoFileWhenTheWholeTakesTooLong() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        fixture.server.play(half(under));
        VideoDownloader downloader =
                fixture.downloader(
                        fixture.settings(Duration.ofSeconds(20), Duration.ofMillis(300)));
        assertThat(fixture.refusal(downloader.download(fixture.request(null))))
                .hasMessageContaining("not complete after PT0.3S");
    }

    @Test
    void leavesNoFileWhenThePoolIsGone() {
        fixture.server.play(whole("200 OK", VIDEO));
        fixture.worker.shutdownNow();
        assertThat(fixture.refusal()).hasMessageContaining("pool has been stopped");
    }

    @Test
    void leavesNoFileWhenTheClientIsGone() throws IOException {
        fixture.client.close();
        assertThat(fixture.refusal()).hasMessageContaining("client or its pool has been stopped");
    }

    @Test
    void triesAgainWhereNobodyListens() throws IOException {
        URI link;
        try (ServerSocket unused = new ServerSocket(0)) {
            link = URI.create("http://localhost:" + unused.getLocalPort() + "/a.mp4");
        }
        fixture.policy.trust(link);
        assertThat(fixture.refusal(link.toString()))
                .hasMessageContaining("the connection broke after 0 bytes")
                .hasMessageContaining("the last of 5 attempts");
    }

    @Test
    void fetchesManyAtOnceWithTwoThreads() throws Exception {
        byte[] video = DownloadFixture.video((int) MAX_SIZE);
        fixture.server.play(whole("200 OK", video));
        VideoDownloader downloader = fixture.downloader();
        List<CompletableFuture<SpooledVideo>> downloads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            downloads.add(downloader.download(fixture.request(null)));
        }
        for (CompletableFuture<SpooledVideo> download : downloads) {
            assertThat(DownloadFixture.content(download)).isEqualTo(video);
        }
        assertThat(fixture.files()).isEmpty();
    }

    private CompletableFuture<SpooledVideo> download(Path where) {
        DownloadSettings settings =
                new DownloadSettings(
                        MAX_SIZE, where, Duration.ofSeconds(20), 5, Duration.ofMillis(1), null);
        return fixture.downloader(settings).download(fixture.request(null));
    }

    /** Sends half a video and then waits for the client to go away. */
    private Answer half(CountDownLatch under) {
        return (request, socket) -> {
            head(socket, "200 OK", "Content-Length: " + VIDEO.length);
            socket.getOutputStream().write(VIDEO, 0, VIDEO.length / 2);
            socket.getOutputStream().flush();
            under.countDown();
            assertThat(socket.getInputStream().read()).isNegative();
        };
    }

    /** Sends a video that does not end, until the client goes away. */
    private static Answer endless(CountDownLatch under, CountDownLatch closed) {
        return (request, socket) -> {
            head(socket, "200 OK");
            try {
                while (!socket.isOutputShutdown()) {
                    socket.getOutputStream().write(VIDEO);
                    under.countDown();
                }
            } catch (IOException e) {
                closed.countDown();
            }
        };
    }

    private static final class FullFile extends SpoolFile {
        FullFile(Path path) throws IOException {
            super(path);
        }

        @Override
        synchronized void write(byte[] bytes, long position) throws IOException {
            if (position > ascii("a few bytes").length) {
                throw new IOException("No space left on device");
            }
            super.write(bytes, position);
        }
    }
}
