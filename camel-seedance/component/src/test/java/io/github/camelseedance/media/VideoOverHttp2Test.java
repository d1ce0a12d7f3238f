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

import io.github.camelseedance.api.http.AddressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ListenerEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP/2 many downloads share a connection: flow control is each stream's own. */
class VideoOverHttp2Test {
    private static final byte[] VIDEO = VideoTestSupport.noise(3_000_000);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService worker = Executors.newFixedThreadPool(2);

    @TempDir private Path directory;

    @Test
    void fetchesLongVideosAndLetsGoOfOneWithoutHarmToAnother() throws Exception {
        HttpAsyncServer server =
                H2ServerBootstrap.bootstrap()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2)
                        .register("/video", new Videos())
                        .create();
        server.start();
        ListenerEndpoint endpoint =
                server.listen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                URIScheme.HTTP)
                        .get();
        int port = ((InetSocketAddress) endpoint.getAddress()).getPort();
        try (CloseableHttpAsyncClient client = client()) {
            client.start();
            URI link = URI.create("http://localhost:" + port + "/video");
            CompletableFuture<SpooledVideo> good = download(client, 5_000_000, link);
            CompletableFuture<SpooledVideo> tooBig = download(client, 2_999_999, link);
            CompletableFuture<SpooledVideo> other = download(client, 5_000_000, link);
            assertThat(tooBig).failsWithin(Duration.ofSeconds(15));
            assertThat(VideoTestSupport.content(good)).isEqualTo(VIDEO);
            assertThat(VideoTestSupport.content(other)).isEqualTo(VIDEO);
        } finally {
            server.close(CloseMode.IMMEDIATE);
            timer.shutdownNow();
            worker.shutdownNow();
        }
        assertThat(directory).isEmptyDirectory();
    }

    private CompletableFuture<SpooledVideo> download(
            CloseableHttpAsyncClient client, long maxDownloadSize, URI link) {
        AddressPolicy policy = new AddressPolicy(Set.of());
        policy.trust(link);
        DownloadSettings settings =
                new DownloadSettings(
                        maxDownloadSize,
                        directory,
                        Duration.ofSeconds(20),
                        1,
                        Duration.ofMillis(1),
                        null);
        return new VideoDownloader(client, policy, settings, timer, worker)
                .download(new DownloadRequest(link.toString(), null, null));
    }

    private static CloseableHttpAsyncClient client() {
        return HttpAsyncClients.custom()
                .setConnectionManager(
                        PoolingAsyncClientConnectionManagerBuilder.create()
                                .setMessageMultiplexing(true)
                                .setDefaultTlsConfig(
                                        TlsConfig.custom()
                                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2)
                                                .build())
                                .build())
                .build();
    }

    /** Answers without a length, so that only the bytes themselves can be too many. */
    private static final class Videos
            implements AsyncServerRequestHandler<Message<HttpRequest, Void>> {
        @Override
        public AsyncRequestConsumer<Message<HttpRequest, Void>> prepare(
                HttpRequest request, EntityDetails entity, HttpContext context) {
            return new BasicRequestConsumer<>(
                    entity == null ? null : new DiscardingEntityConsumer<>());
        }

        @Override
        public void handle(
                Message<HttpRequest, Void> request, ResponseTrigger trigger, HttpContext context)
                throws HttpException, IOException {
            trigger.submitResponse(
                    AsyncResponseBuilder.create(200)
                            .setEntity(
                                    new BasicAsyncEntityProducer(
                                            VIDEO, ContentType.parse("video/mp4"), true))
                            .build(),
                    context);
        }
    }
}
