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
package io.github.camelseedance.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An application whose own HTTP server receives the service's callbacks. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "camel.component.seedance.api-key={{video.api-key}}",
            "camel.component.seedance.base-url={{video.url}}",
            "camel.component.seedance.callback-base-url=http://127.0.0.1:{{local.server.port}}/camel",
            "camel.component.seedance.callback-secret={{video.callback-secret}}",
            "logging.level.io.github.camelseedance=TRACE",
        })
@DirtiesContext
class CallbackApplicationTest {
    private static final String SECRET = "must-not-be-seen-and-has-32-characters";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SeedanceEmulator EMULATOR =
            SeedanceEmulator.builder()
                    .taskDuration(Duration.ofHours(1))
                    .imageFetching(ImageFetching.LOOPBACK)
                    .lowCost(true)
                    .build()
                    .start();

    @Autowired private CamelContext camel;
    @Autowired private ProducerTemplate template;

    @DynamicPropertySource
    static void deployment(DynamicPropertyRegistry properties) {
        properties.add("video.api-key", EMULATOR::apiKey);
        properties.add("video.url", EMULATOR::baseUrl);
        properties.add("video.callback-secret", () -> SECRET);
    }

    @AfterAll
    static void close() {
        EMULATOR.close();
    }

    @Test
    void completesAVideoByACallback(CapturedOutput output) throws Exception {
        Map<String, Object> request =
                Map.of("prompt", "Waves", "image_urls", List.of("https://example.com/sea.jpg"));
        CompletableFuture<VideoTask> video =
                template.asyncRequestBody("direct:image", request, VideoTask.class);
        String task =
                await().atMost(PATIENCE)
                        .until(() -> EMULATOR.tasks().list(), tasks -> !tasks.isEmpty())
                        .get(0)
                        .id();

        EMULATOR.tasks().complete(task);

        assertThat(video.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).completed()).isTrue();
        assertThat(EMULATOR.journal().statusReads()).hasSizeLessThanOrEqualTo(3);
        assertThat(output).doesNotContain(SECRET).doesNotContain("sdcb_").doesNotContain(" WARN ");
        assertThat(camel.getEndpoints()).noneMatch(e -> e.getEndpointUri().contains(SECRET));
    }

    /** The bean of the application below is the one that the component's page shows. */
    @Test
    void isDocumented() throws IOException {
        String source =
                Files.readString(
                        Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java"));
        int end = source.indexOf("\n        }\n", source.indexOf("        @Bean\n"));
        String bean = source.substring(source.indexOf("        @Bean\n"), end) + "\n        }";

        assertThat(Path.of("..", "camel-seedance/component/src/main/docs/seedance-component.adoc"))
                .content()
                .contains(bean.stripIndent());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        ServletRegistrationBean<CamelHttpTransportServlet> camelServlet() {
            ServletRegistrationBean<CamelHttpTransportServlet> servlet =
                    new ServletRegistrationBean<>(new CamelHttpTransportServlet(), "/camel/*");
            servlet.setName("CamelServlet");
            return servlet;
        }

        @Bean
        RouteBuilder route() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:image").to("seedance:generate");
                }
            };
        }
    }
}
