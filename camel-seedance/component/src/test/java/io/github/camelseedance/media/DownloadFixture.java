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

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.api.http.RefusingResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;

/** A downloader with all that it works with, against one server that is trusted. */
final class DownloadFixture implements AutoCloseable {
    static final String TASK = "task-unified-1763000000-abc";
    static final byte[] VIDEO = video(150_000);
    static final long MAX_SIZE = 1_000_000;

    final ScriptedServer server = new ScriptedServer();
    final AddressPolicy policy = new AddressPolicy(Set.of("localhost:" + server.port()));
    final Path directory;
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final ExecutorService worker = Executors.newFixedThreadPool(2);
    final CloseableHttpAsyncClient client;

    DownloadFixture(Path directory) {
        this.directory = directory;
        this.client =
                HttpAsyncClients.custom()
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .setConnectionManager(
                                PoolingAsyncClientConnectionManagerBuilder.create()
                                        .setDnsResolver(new RefusingResolver(policy))
                                        .build())
                        .build();
        client.start();
    }

    /** Boxes as an MP4 file has them, filled with noise. */
    static byte[] video(int length) {
        ByteBuffer video = ByteBuffer.allocate(length);
        video.putInt(24).put(ascii("ftypisom")).putInt(512).put(ascii("isomiso2"));
        byte[] noise = new byte[length - 32];
        new Random(length).nextBytes(noise);
        return video.putInt(length - 24).put(ascii("mdat")).put(noise).array();
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

    /** What the server plays, downloaded. */
    byte[] fetch() throws Exception {
        return content(downloader().download(request(null)));
    }

    /** How the download of what the server plays fails; there must be no file then. */
    SeedanceDownloadException refusal() {
        return refusal(downloader().download(request(null)));
    }

    SeedanceDownloadException refusal(String link) {
        return refusal(downloader().download(new DownloadRequest(link, TASK, null)));
    }

    SeedanceDownloadException refusal(CompletableFuture<SpooledVideo> download) {
        Throwable thrown = catchThrowable(() -> download.get(15, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(SeedanceDownloadException.class);
        assertThat(files()).isEmpty();
        SeedanceDownloadException refusal = (SeedanceDownloadException) thrown.getCause();
        assertThat(refusal.getMessage()).doesNotContain("secret");
        assertThat(refusal.getTaskId()).isEqualTo(TASK);
        return refusal;
    }

    DownloadRequest request(Supplier<CompletableFuture<String>> freshUrl) {
        return new DownloadRequest(server.url("/v/clip.mp4?sig=secret"), TASK, freshUrl);
    }

    static byte[] content(CompletableFuture<SpooledVideo> download) throws Exception {
        try (SpooledVideo video = download.get(15, TimeUnit.SECONDS)) {
            byte[] bytes = Files.readAllBytes(video.path());
            assertThat(video.length()).isEqualTo(bytes.length);
            return bytes;
        }
    }

    List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        server.close();
        timer.shutdownNow();
        worker.shutdownNow();
    }
}
