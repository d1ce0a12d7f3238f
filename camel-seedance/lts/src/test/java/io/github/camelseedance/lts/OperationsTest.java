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
package io.github.camelseedance.lts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConstants;
import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every operation, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {
    private static final Map<String, Object> REQUEST =
            Map.of("prompt", "Waves roll in", "image_urls", List.of("https://example.com/sea.jpg"));

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .taskDuration(Duration.ofMillis(1))
                    .imageFetching(ImageFetching.LOOPBACK)
                    .lowCost(true)
                    .build();
    private final CamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;
    @TempDir private static Path folder;

    @BeforeAll
    void start() throws Exception {
        emulator.start();
        SeedanceComponent seedance = context.getComponent("seedance", SeedanceComponent.class);
        seedance.getConfiguration().setBaseUrl(emulator.baseUrl());
        seedance.getConfiguration().setApiKey(emulator.apiKey());
        seedance.setStatusInterval(200);
        RouteBuilder.addRoutes(
                context, routes -> routes.from("seedance:completion").to("mock:completion"));
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterAll
    void stop() {
        context.stop();
        emulator.close();
    }

    @Test
    void runsOnTheReleaseWithLongTermSupport() {
        assertThat(context.getVersion()).startsWith("4.18.");
    }

    @Test
    void generatesAndDownloadsAVideo() {
        VideoTask task = template.requestBody("seedance:generate", REQUEST, VideoTask.class);
        assertThat(task.completed()).isTrue();
        assertVideo(template.requestBody("seedance:download", task, byte[].class));
    }

    @Test
    void readsAndAwaitsASubmittedTask() {
        VideoTask task =
                template.requestBody("seedance:submit?track=false", REQUEST, VideoTask.class);
        assertThat(task.status()).isEqualTo("pending");
        assertThat(template.requestBody("seedance:await", task.id(), VideoTask.class).completed())
                .isTrue();
        assertThat(template.requestBody("seedance:status", task, VideoTask.class))
                .satisfies(read -> assertThat(read.id()).isEqualTo(task.id()))
                .satisfies(read -> assertThat(read.completed()).isTrue());
    }

    @Test
    void completionDeliversASubmittedTask() throws Exception {
        VideoTask task = template.requestBody("seedance:submit", REQUEST, VideoTask.class);
        MockEndpoint completion = context.getEndpoint("mock:completion", MockEndpoint.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(completion.getExchanges()).isNotEmpty());
        Exchange exchange = completion.getExchanges().get(0);
        assertThat(exchange.getMessage().getBody(VideoTask.class).id()).isEqualTo(task.id());
        assertThat(exchange.getMessage().getHeader(SeedanceConstants.STATUS))
                .isEqualTo("completed");
    }

    @Test
    void uploadsAnImage() throws Exception {
        assertThat(template.requestBody("seedance:upload", image(), String.class))
                .startsWith(emulator.baseUrl());
    }

    @Test
    void readsTheCredits() {
        assertThat(template.requestBody("seedance:credits", null, Credits.class)).isNotNull();
    }

    @Test
    void makesAVideoOfAFileInARouteOfYaml() throws Exception {
        Files.write(Files.createDirectories(folder.resolve("inbox")).resolve("sea.png"), image());
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("videos.yaml", yaml()));
        Path video = folder.resolve("outbox").resolve("sea.mp4");
        await().atMost(PATIENCE).until(() -> Files.exists(video));
        assertVideo(Files.readAllBytes(video));
    }

    private String yaml() {
        return """
                - route:
                    id: videos
                    from:
                      uri: file
                      parameters:
                        directoryName: FOLDER/inbox
                        initialDelay: 0
                      steps:
                        - setHeader:
                            name: CamelSeedancePrompt
                            expression:
                              constant:
                                expression: Waves roll in
                        - to:
                            id: generate
                            uri: seedance
                            parameters:
                              operation: generate
                              duration: 4
                              aspectRatio: adaptive
                        - to:
                            uri: seedance:download
                        - to:
                            uri: file:FOLDER/outbox?tempPrefix=.
                """
                .replace("FOLDER", folder.toString());
    }

    private static byte[] image() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static void assertVideo(byte[] video) {
        assertThat(new String(video, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    }
}
