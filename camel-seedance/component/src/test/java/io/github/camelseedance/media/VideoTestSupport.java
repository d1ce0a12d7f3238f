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
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.ImpatientTimer;
import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.api.http.RefusingResolver;
import io.github.camelseedance.api.http.WholeCancellation;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.journal.Requests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service with one video, and for each test a downloader that trusts its host. */
abstract class VideoTestSupport {
    static final long MAX_SIZE = 1_000_000;
    static final String MP4 = "video/mp4";

    /** In a quality that makes the video long enough for every offset that is tested. */
    private static final String REQUEST =
            """
            {"model":"seedance-2.0-image-to-video","prompt":"Wind in the grass","quality":"1080p",
             "duration":4,"image_urls":["https://example.com/grass.jpg"]}""";

    static SeedanceEmulator emulator;
    static String task;
    static String link;
    static byte[] video;
    static String etag;

    final ImpatientTimer timer = new ImpatientTimer();
    final ExecutorService worker = Executors.newFixedThreadPool(2);
    final AddressPolicy policy = new AddressPolicy(Set.of(URI.create(link).getAuthority()));
    final PoolingAsyncClientConnectionManager connections =
            PoolingAsyncClientConnectionManagerBuilder.create()
                    .setDnsResolver(new RefusingResolver(policy))
                    .build();
    final CloseableHttpAsyncClient client =
            HttpAsyncClients.custom()
                    .disableAutomaticRetries()
                    .disableRedirectHandling()
                    .addExecInterceptorFirst("cancellation", new WholeCancellation())
                    .setConnectionManager(connections)
                    .build();

    @TempDir Path directory;

    @BeforeAll
    static void makeTheVideo() throws Exception {
        emulator =
                SeedanceEmulator.builder()
                        .host("localhost")
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
        HttpClient http = HttpClient.newHttpClient();
        task = call(http, "/v1/videos/generations", REQUEST).get("id").textValue();
        emulator.tasks().complete(task);
        link = call(http, "/v1/tasks/" + task, null).at("/results/0").textValue();
        HttpResponse<byte[]> whole =
                http.send(
                        HttpRequest.newBuilder(URI.create(link)).build(),
                        BodyHandlers.ofByteArray());
        video = whole.body();
        etag = whole.headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode call(HttpClient http, String path, String json) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(emulator.baseUrl() + path))
                        .header("Authorization", "Bearer " + emulator.apiKey());
        if (json != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        }
        return new ObjectMapper()
                .readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }

    @AfterAll
    static void stopTheService() {
        emulator.close();
    }

    @BeforeEach
    void startTheClient() {
        emulator.faults().clear();
        emulator.journal().clear();
        client.start();
    }

    @AfterEach
    void stopTheClient() {
        client.close(CloseMode.IMMEDIATE);
        timer.shutdownNow();
        worker.shutdownNow();
    }

    /** Boxes as an MP4 file has them, filled with noise. */
    static byte[] noise(int length) {
        ByteBuffer video = ByteBuffer.allocate(length);
        video.putInt(24).put(ascii("ftypisom")).putInt(512).put(ascii("isomiso2"));
        byte[] noise = new byte[length - 32];
        new Random(length).nextBytes(noise);
        return video.putInt(length - 24).put(ascii("mdat")).put(noise).array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Scripts the next downloads; behind them they succeed. */
    static void next(Fault... faults) {
        for (Fault fault : faults) {
            emulator.faults().next(Phase.DOWNLOAD, fault);
        }
    }

    static void always(Fault fault) {
        emulator.faults().always(Phase.DOWNLOAD, fault);
    }

    /** The video, whatever link is asked for. */
    static Fault theVideo() {
        return Fault.answer(200, MP4, video, Map.of());
    }

    static String url(String path) {
        return emulator.baseUrl() + path;
    }

    /** What was asked of the media host. */
    static Requests requests() {
        return emulator.journal().requests().path("/media/");
    }

    /** The first byte that was asked for. */
    static int from(RecordedRequest request) {
        String range = request.header("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    DownloadSettings settings() {
        return settings(Duration.ofSeconds(20), null);
    }

    DownloadSettings settings(Duration silence, Duration overall) {
        return new DownloadSettings(MAX_SIZE, directory, silence, 5, Duration.ofMillis(1), overall);
    }

    VideoDownloader downloader() {
        return downloader(settings());
    }

    VideoDownloader downloader(DownloadSettings settings) {
        return new VideoDownloader(client, policy, settings, timer, worker);
    }

    CompletableFuture<SpooledVideo> download() {
        return downloader().download(request(null));
    }

    byte[] fetch() throws Exception {
        return content(download());
    }

    /** How the download fails; there must be no file then, and no signature to be seen. */
    SeedanceDownloadException refusal() {
        return refusal(download());
    }

    SeedanceDownloadException refusal(String link) {
        return refusal(downloader().download(new DownloadRequest(link, task, null)));
    }

    SeedanceDownloadException refusal(CompletableFuture<SpooledVideo> download) {
        Throwable thrown = catchThrowable(() -> download.get(15, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(SeedanceDownloadException.class);
        assertThat(files()).isEmpty();
        SeedanceDownloadException refusal = (SeedanceDownloadException) thrown.getCause();
        assertThat(refusal.getMessage()).doesNotContain("secret", signature());
        assertThat(refusal.getTaskId()).isEqualTo(task);
        return refusal;
    }

    private static String signature() {
        return link.substring(link.indexOf('=') + 1);
    }

    static DownloadRequest request(Supplier<CompletableFuture<String>> freshUrl) {
        return new DownloadRequest(link, task, freshUrl);
    }

    static byte[] content(CompletableFuture<SpooledVideo> download) throws Exception {
        try (SpooledVideo video = download.get(15, TimeUnit.SECONDS)) {
            byte[] bytes = Files.readAllBytes(video.path());
            assertThat(video.length()).isEqualTo(bytes.length);
            return bytes;
        }
    }

    /** A connection that is let go of is neither used nor kept. */
    void awaitNoConnection() {
        await().untilAsserted(
                        () -> {
                            assertThat(connections.getTotalStats().getLeased()).isZero();
                            assertThat(connections.getTotalStats().getAvailable()).isZero();
                        });
    }

    List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
