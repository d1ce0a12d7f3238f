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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.callback.Attempt;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other HTTP servers than camel-servlet receive callbacks too. */
class CallbacksTest {
    private static final Map<String, Object> REQUEST =
            Map.of("prompt", "Waves roll in", "image_urls", List.of("https://example.com/sea.jpg"));

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .taskDuration(Duration.ofHours(1))
                    .imageFetching(ImageFetching.LOOPBACK)
                    .lowCost(true)
                    .build();
    private final Main main = new Main();
    private final Properties properties = new Properties();
    private int port;

    @BeforeEach
    void describeTheApplication() {
        emulator.start();
        port = freePort();
        set("base-url", emulator.baseUrl());
        set("api-key", emulator.apiKey());
        set("callback-base-url", "http://127.0.0.1:" + port);
        set("callback-secret", "a-secret-of-32-characters-or-more-0001");
        main.setOverrideProperties(properties);
        main.configure()
                .addLambdaRouteBuilder(route -> route.from("direct:in").to("seedance:generate"));
    }

    /**
     * These servers can not be asked which port they have got. It is none of those that the system
     * gives to whoever asks for any: another process would have it before the server.
     */
    private static int freePort() {
        return new Random()
                .ints(20_000, 32_768)
                .filter(CallbacksTest::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void set(String option, String value) {
        properties.setProperty("camel.component.seedance." + option, value);
    }

    @AfterEach
    void stop() {
        main.stop();
        emulator.close();
    }

    private void useMainsServer() {
        properties.setProperty("camel.server.enabled", "true");
        properties.setProperty("camel.server.host", "127.0.0.1");
        properties.setProperty("camel.server.port", String.valueOf(port));
    }

    private void useJetty() {
        properties.setProperty("camel.rest.component", "jetty");
        properties.setProperty("camel.rest.host", "127.0.0.1");
        properties.setProperty("camel.rest.port", String.valueOf(port));
    }

    @Test
    void theServerOfCamelMain() throws Exception {
        useMainsServer();
        set("http-server-component", "platform-http");
        assertCalledBack();
    }

    @Test
    void theServerOfCamelMainAsTheOnlyOne() throws Exception {
        useMainsServer();
        assertCalledBack();
    }

    @Test
    void jetty() throws Exception {
        useJetty();
        set("http-server-component", "jetty");
        assertCalledBack();
    }

    @Test
    void jettyOfTheRestConfiguration() throws Exception {
        useJetty();
        assertCalledBack();
    }

    private void assertCalledBack() throws Exception {
        main.start();
        CompletableFuture<VideoTask> video =
                main.getCamelTemplate().asyncRequestBody("direct:in", REQUEST, VideoTask.class);
        String id =
                await().atMost(PATIENCE)
                        .until(() -> emulator.tasks().list(), tasks -> !tasks.isEmpty())
                        .get(0)
                        .id();
        emulator.tasks().complete(id);

        assertThat(video.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).completed()).isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(emulator.callbacks().deliveries(id).get(0).attempts())
                                        .extracting(Attempt::status)
                                        .containsExactly(200));
    }
}
