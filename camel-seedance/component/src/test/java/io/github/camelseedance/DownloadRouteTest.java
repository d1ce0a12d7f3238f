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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code download} in routes: the same bytes whatever happens on the way, and no file left. */
class DownloadRouteTest extends DownloadTestSupport {
    private static final int CUTS = 20;

    private final CountDownLatch produced = new CountDownLatch(1);

    @Override
    void configure(RouteBuilder routes) {
        routes.from("direct:download").to(download()).process(DownloadRouteTest::read);
        routes.from("direct:file")
                .to(download())
                .to("file:" + spool.resolveSibling("videos") + "?allowNullBody=false");
        routes.from("direct:failing")
                .to(download())
                .throwException(new IllegalStateException("of the route"));
        routes.from("direct:redelivering")
                .errorHandler(
                        routes.defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0))
                .to(download())
                .process(
                        exchange -> {
                            read(exchange);
                            exchange.setProperty(
                                    "tries", exchange.getProperty("tries", 0, int.class) + 1);
                            if (exchange.getProperty("tries", int.class) == 1) {
                                throw new IllegalStateException("at the first try");
                            }
                        });
        routes.from("direct:seda").to(download()).to("seda:next?waitForTaskToComplete=Never");
        routes.from("seda:next")
                .routeId("next")
                .process(exchange -> produced.await(10, TimeUnit.SECONDS))
                .process(DownloadRouteTest::read);
    }

    /** Reads the body as a step of a route does, and notes what there is meanwhile. */
    private static void read(Exchange exchange) throws IOException {
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        exchange.setProperty("bytes", body.readAllBytes());
        exchange.setProperty("files", spooled().size());
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
    }

    private Exchange downloaded(Object body, Map<String, Object> headers) {
        Exchange exchange = succeeded(send("direct:download", body, headers));
        assertThat(exchange.getProperty("bytes")).isEqualTo(video);
        assertThat(exchange.getProperty("files")).isEqualTo(1);
        assertThat(spooled()).isEmpty();
        return exchange;
    }

    @Test
    void takesAVideoInEveryForm() throws IOException {
        String name = task.id() + ".mp4";
        Map<String, Object> header = Map.of(SeedanceConstants.VIDEO_URL, task.videoUrl());
        List<Exchange> all =
                List.of(
                        downloaded(task, Map.of()),
                        downloaded(task.videoUrl(), Map.of()),
                        downloaded(" " + task.videoUrl() + "\n", Map.of()),
                        downloaded(URI.create(task.videoUrl()), Map.of()),
                        downloaded(URI.create(task.videoUrl()).toURL(), Map.of()),
                        downloaded(null, header),
                        downloaded("a caption", header),
                        downloaded(
                                task,
                                Map.of(
                                        SeedanceConstants.VIDEO_URL,
                                        "https://example.com/another.mp4")));

        assertThat(all)
                .allSatisfy(
                        exchange ->
                                assertThat(exchange.getMessage().getHeaders())
                                        .containsOnly(
                                                Map.entry(Exchange.FILE_NAME, name),
                                                Map.entry(Exchange.CONTENT_TYPE, "video/mp4"),
                                                Map.entry(
                                                        Exchange.CONTENT_LENGTH,
                                                        (long) video.length)));
        assertThat(mediaRequests())
                .hasSize(all.size())
                .noneMatch(request -> request.authorizationPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "picture.jpg, picture.mp4",
        "in/a.1.jpg, in/a.1.mp4",
        "in/a.2.jpg, in/a.2.mp4",
        "v1.0/picture, v1.0/picture.mp4",
        "picture, picture.mp4",
        ".hidden, .hidden.mp4"
    })
    void namesTheVideoAsItsPicture(String picture, String name) {
        Exchange exchange = downloaded(task, Map.of(Exchange.FILE_NAME, picture));

        assertThat(exchange.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo(name);
    }

    @Test
    void writesAFile() {
        succeeded(send("direct:file", task, Map.of(Exchange.FILE_NAME, "picture.jpg")));

        assertThat(spool.resolveSibling("videos").resolve("picture.mp4")).hasBinaryContent(video);
        assertThat(spooled()).isEmpty();
    }

    /** All at once, for between two attempts lies a second. */
    @Test
    void endsInTheSameBytesAfterACutAtAnyOffset() throws Exception {
        List<VideoTask> tasks = new ArrayList<>();
        for (int cut = 0; cut < CUTS; cut++) {
            tasks.add(completedTask());
            // For this task alone: another's second attempt may come before its first.
            emulator.faults()
                    .when(Match.task(tasks.get(cut).id()))
                    .next(Phase.DOWNLOAD, Fault.cutAt((long) video.length * cut / CUTS));
        }
        List<CompletableFuture<Exchange>> downloads = new ArrayList<>();
        for (VideoTask one : tasks) {
            downloads.add(template.asyncSend("direct:download", e -> e.getMessage().setBody(one)));
        }

        for (CompletableFuture<Exchange> download : downloads) {
            Exchange exchange = succeeded(download.get(20, TimeUnit.SECONDS));
            assertThat(exchange.getProperty("bytes")).isEqualTo(video);
        }
        assertThat(mediaRequests()).hasSize(2 * CUTS);
        assertThat(mediaRequests().stream().filter(request -> request.header("Range") != null))
                .hasSizeGreaterThanOrEqualTo(CUTS - 1)
                .allMatch(request -> request.header("If-Range") != null);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void startsOverWhereTheRangeIsIgnored() {
        emulator.faults()
                .next(Phase.DOWNLOAD, Fault.cutAt(video.length / 2))
                .next(Phase.DOWNLOAD, Fault.ignoreRange());

        downloaded(task, Map.of());
        assertThat(mediaRequests()).hasSize(2);
    }

    @Test
    void asksForAFreshLinkWhereTheOldOneIsRefused() {
        emulator.faults().next(Phase.DOWNLOAD, Fault.answer(403, "text/html", "Expired"));

        downloaded(task, Map.of());
        assertThat(emulator.journal().statusReads()).hasSize(1);
    }

    @Test
    void leavesNoFileWhenTheRouteFails() {
        Exchange exchange = send("direct:failing", task);

        assertThat(exchange.getException()).hasMessage("of the route");
        assertThat(mediaRequests()).hasSize(1);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void keepsTheStreamForARedelivery() {
        Exchange exchange = succeeded(send("direct:redelivering", task));

        assertThat(exchange.getProperty("tries")).isEqualTo(2);
        assertThat(exchange.getProperty("bytes")).isEqualTo(video);
        assertThat(mediaRequests()).hasSize(1);
        assertThat(spooled()).isEmpty();
    }

    /** The file goes with the exchange that has it last. */
    @Test
    void keepsTheFileAcrossSeda() throws IOException {
        NotifyBuilder done = new NotifyBuilder(context).fromRoute("next").whenDone(1).create();

        succeeded(send("direct:seda", task));
        assertThat(spooled()).hasSize(1);
        assertThat(Files.size(spooled().get(0))).isEqualTo(video.length);
        produced.countDown();

        assertThat(done.matches(10, TimeUnit.SECONDS)).isTrue();
        assertThat(spooled()).isEmpty();
    }
}
