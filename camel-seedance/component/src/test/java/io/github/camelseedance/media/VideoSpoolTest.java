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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.fault.Fault;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoSpoolTest extends VideoTestSupport {
    @Test
    void givesAFileOfItsOwnersThatGoesWithTheVideo() throws Exception {
        next(Fault.answer(200, "application/octet-stream", video, Map.of()));
        SpooledVideo spooled = download().get(15, TimeUnit.SECONDS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spooled.path())))
                .isEqualTo("rw-------");
        assertThat(spooled.path()).hasParent(directory).hasBinaryContent(video);
        assertThat(spooled.path().getFileName().toString()).doesNotContain("task", "clip");
        assertThat(spooled.contentType()).isEqualTo("video/mp4");
        assertThat(spooled.fileName()).isEqualTo(task + ".mp4");
        assertThat(spooled.length()).isEqualTo(video.length);
        spooled.close();
        spooled.close();
        assertThat(files()).isEmpty();
        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "clip.mp4?sig=x, clip.mp4",
        "..%2F..%2Fetc%2Fpasswd, passwd.mp4",
        "Mein%20Video%20%C3%BC.MP4, Mein_Video.mp4",
        "'', video.mp4",
        "..., video.mp4"
    })
    void namesTheVideoByItsLinkWhereThereIsNoTask(String path, String name) throws Exception {
        next(theVideo());
        DownloadRequest request = new DownloadRequest(url("/media/" + path), null, null);
        try (SpooledVideo spooled = downloader().download(request).get(15, TimeUnit.SECONDS)) {
            assertThat(spooled.fileName()).isEqualTo(name);
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
        next(Fault.answer(200, MP4, bytes, Map.of()));
        try (SpooledVideo spooled = download().get(15, TimeUnit.SECONDS)) {
            assertThat(spooled.contentType()).isEqualTo(type);
            assertThat(spooled.fileName()).endsWith("." + extension);
        }
    }

    @Test
    void makesTheDirectory() throws Exception {
        Path missing = directory.resolve("a/b");
        try (SpooledVideo spooled = download(missing).get(15, TimeUnit.SECONDS)) {
            assertThat(spooled.path()).hasParent(missing);
        }
    }

    @Test
    void saysThatThereIsNoPlaceForTheVideo() throws IOException {
        Path blocked = Files.createFile(directory.resolve("file"));
        CompletableFuture<SpooledVideo> download = download(blocked);
        assertThatThrownBy(() -> download.get(15, TimeUnit.SECONDS))
                .hasMessageContaining("could not be written to the directory " + blocked)
                .hasMessageContaining("spoolDirectory");
        assertThat(requests()).isEmpty();
    }

    @Test
    void leavesNoFileWhereTheDiskIsFull() {
        VideoDownloader downloader =
                new VideoDownloader(
                        client,
                        policy,
                        settings(),
                        timer,
                        worker,
                        where -> new FullFile(Files.createTempFile(where, "full", "")));
        assertThat(refusal(downloader.download(request(null))))
                .hasMessageContaining("written to the directory " + directory)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("spoolDirectory");
        assertThat(requests()).hasSize(1);
    }

    @Test
    void leavesNoFileAndNoConnectionWhenItIsCancelled() {
        next(half());
        CompletableFuture<SpooledVideo> download = download();
        awaitHalves(1);
        assertThat(connections.getTotalStats().getLeased()).isOne();
        assertThat(download.cancel(true)).isTrue();
        assertThat(files()).isEmpty();
        awaitNoConnection();
    }

    @Test
    void leavesNoFileWhenTheDownloaderIsClosed() {
        next(half(), half());
        VideoDownloader downloader = downloader();
        List<CompletableFuture<SpooledVideo>> downloads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            downloads.add(downloader.download(request(null)));
        }
        awaitHalves(2);
        downloader.close();
        downloads.add(downloader.download(request(null)));
        for (CompletableFuture<SpooledVideo> download : downloads) {
            assertThat(refusal(download)).hasMessageContaining("component was stopped");
        }
        assertThat(requests()).hasSize(2);
    }

    @Test
    void beginsNothingOnceTheDownloaderIsClosed() {
        AtomicInteger begun = new AtomicInteger();
        VideoDownloader downloader =
                new VideoDownloader(
                        client,
                        policy,
                        settings(),
                        timer,
                        Runnable::run, // whatever a start does is done before it returns
                        where -> {
                            begun.incrementAndGet();
                            return SpoolFile.create(where);
                        });
        downloader.close();
        assertThat(refusal(downloader.download(request(null))))
                .hasMessageContaining("component was stopped");
        assertThat(begun).hasValue(0);
        assertThat(requests()).isEmpty();
    }

    @Test
    void leavesNoFileWhenTheWholeTakesTooLong() {
        next(half());
        Duration overall = Duration.ofSeconds(15);
        CompletableFuture<SpooledVideo> download =
                downloader(settings(Duration.ofSeconds(20), overall)).download(request(null));
        awaitHalves(1);
        timer.ring(overall);
        assertThat(refusal(download)).hasMessageContaining("not complete after PT15S");
    }

    @Test
    void leavesNoFileWhenThePoolIsGone() {
        worker.shutdownNow();
        assertThat(refusal()).hasMessageContaining("pool has been stopped");
    }

    @Test
    void leavesNoFileWhenTheClientIsGone() throws IOException {
        client.close();
        assertThat(refusal()).hasMessageContaining("client or its pool has been stopped");
    }

    @Test
    void triesAgainWhereNobodyListens() throws IOException {
        try (Socket deaf = new Socket()) {
            deaf.bind(null); // nobody else gets this port, and nobody listens
            URI link = URI.create("http://localhost:" + deaf.getLocalPort() + "/a.mp4");
            policy.trust(link);
            assertThat(refusal(link.toString()))
                    .hasMessageContaining("the connection broke after 0 bytes")
                    .hasMessageContaining("the last of 5 attempts");
        }
    }

    @Test
    void fetchesManyAtOnceWithTwoThreads() throws Exception {
        VideoDownloader downloader = downloader();
        List<CompletableFuture<SpooledVideo>> downloads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            downloads.add(downloader.download(request(null)));
        }
        for (CompletableFuture<SpooledVideo> download : downloads) {
            assertThat(content(download)).isEqualTo(video);
        }
        assertThat(files()).isEmpty();
    }

    private CompletableFuture<SpooledVideo> download(Path where) {
        DownloadSettings settings =
                new DownloadSettings(
                        MAX_SIZE, where, Duration.ofSeconds(20), 5, Duration.ofMillis(1), null);
        return downloader(settings).download(request(null));
    }

    /** The first half of the video, and then nothing for longer than anybody waits. */
    private static Fault half() {
        return Fault.dripping(video.length / 2, Duration.ofHours(1));
    }

    private void awaitHalves(int downloads) {
        await().untilAsserted(
                        () ->
                                assertThat(files())
                                        .hasSize(downloads)
                                        .allSatisfy(
                                                file ->
                                                        assertThat(file)
                                                                .hasSize(video.length / 2)));
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
