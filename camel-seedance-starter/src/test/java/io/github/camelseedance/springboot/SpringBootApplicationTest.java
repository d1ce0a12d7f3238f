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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.SeedanceConstants;
import io.github.camelseedance.emulator.SeedanceEmulator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
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
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An application as a user writes it: two properties and one route. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "camel.component.seedance.api-key={{video.api-key}}",
            "camel.component.seedance.base-url={{video.url}}",
            "logging.level.io.github.camelseedance=TRACE",
        })
@DirtiesContext
class SpringBootApplicationTest {
    private static final String KEY = "sk-must-not-be-seen";
    private static final SeedanceEmulator EMULATOR =
            SeedanceEmulator.builder()
                    .apiKey(KEY)
                    .taskDuration(Duration.ofMillis(300))
                    .lowCost(true)
                    .build()
                    .start();

    @Autowired private CamelContext camel;
    @Autowired private ProducerTemplate template;

    /** As a file or the environment would: the key itself is in no property of Camel's. */
    @DynamicPropertySource
    static void deployment(DynamicPropertyRegistry properties) {
        properties.add("video.api-key", () -> KEY);
        properties.add("video.url", EMULATOR::baseUrl);
    }

    @AfterAll
    static void close() {
        EMULATOR.close();
    }

    @Test
    void makesAVideoAndShowsNoSecret(CapturedOutput output) {
        byte[] video = template.requestBody("direct:image", image(), byte[].class);

        assertThat(new String(video, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        assertThat(video).hasSizeGreaterThan(1000);
        assertThat(output).contains("Routes startup").doesNotContain(KEY).doesNotContain(" WARN ");
    }

    @Test
    void namesWhatIsWrongInTheRoute(CapturedOutput output) {
        assertThatThrownBy(
                        () ->
                                template.requestBodyAndHeader(
                                        "direct:image",
                                        image(),
                                        SeedanceConstants.DURATION,
                                        99,
                                        byte[].class))
                .isInstanceOf(CamelExecutionException.class)
                .rootCause()
                .hasMessageContaining("duration")
                .hasMessageContaining("99");
        assertThat(output).doesNotContain(KEY);
    }

    @Test
    void keepsTheKeyOutOfEndpoints() {
        assertThat(camel.getEndpoints())
                .extracting(Object::toString)
                .anyMatch(uri -> uri.contains("seedance://generate"))
                .noneMatch(uri -> uri.contains(KEY));
    }

    private static byte[] image() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        RouteBuilder route() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:image")
                            .to("seedance:generate?prompt=The camera pushes in&quality=480p")
                            .to("seedance:download")
                            .convertBodyTo(byte[].class);
                }
            };
        }
    }
}
