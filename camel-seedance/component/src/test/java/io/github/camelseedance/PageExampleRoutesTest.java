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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.IOException;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/**
 * The examples of the service's page as routes: each sends the page's body, and beside it those of
 * the page's defaults that the example leaves to the service.
 */
class PageExampleRoutesTest extends RouteTestSupport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FIRST_FRAME =
            """
            {
            "model": "seedance-2.0-image-to-video",
            "prompt": "The camera slowly pushes in and the scene comes alive, with wind gently \
            moving the grass in the background.",
            "image_urls": ["https://example.com/first-frame.jpg"],
            "duration": 5,
            "aspect_ratio": "adaptive"
            }
            """;
    private static final String FIRST_AND_LAST_FRAME =
            """
            {
            "model": "seedance-2.0-image-to-video",
            "prompt": "A smooth transition from the sunrise ocean to the sunset ocean in the same \
            location",
            "image_urls": [
            "https://example.com/sunrise.jpg",
            "https://example.com/sunset.jpg"
            ],
            "duration": 6,
            "quality": "720p",
            "aspect_ratio": "16:9"
            }
            """;
    private static final String PYTHON =
            """
            {
            "model": "seedance-2.0-image-to-video",
            "prompt": "The model slowly turns, hair flowing gently in the wind",
            "image_urls": ["https://example.com/portrait.jpg"],
            "duration": 5,
            "quality": "720p"
            }
            """;

    @Override
    void configure(RouteBuilder routes) throws Exception {
        routes.from("direct:first-frame")
                .setHeader(
                        SeedanceConstants.PROMPT,
                        routes.constant(
                                "The camera slowly pushes in and the scene comes alive, with wind"
                                        + " gently moving the grass in the background."))
                .to("seedance:submit?track=false&duration=5&aspectRatio=adaptive");
        routes.from("direct:first-and-last-frame")
                .setBody(
                        routes.constant(
                                List.of(
                                        "https://example.com/sunrise.jpg",
                                        "https://example.com/sunset.jpg")))
                .setHeader(
                        SeedanceConstants.PROMPT,
                        routes.constant(
                                "A smooth transition from the sunrise ocean to the sunset ocean in"
                                        + " the same location"))
                .setHeader(SeedanceConstants.DURATION, routes.constant(6))
                .setHeader(SeedanceConstants.QUALITY, routes.constant("720p"))
                .setHeader(SeedanceConstants.ASPECT_RATIO, routes.constant("16:9"))
                .to("seedance:submit?track=false");
        routes.from("direct:json").to("seedance:submit?track=false");
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        ResourceHelper.fromString(
                                "python.yaml",
                                """
                                - route:
                                    from:
                                      uri: direct:yaml
                                      steps:
                                        - setHeader:
                                            name: CamelSeedanceImageUrls
                                            expression:
                                              constant:
                                                expression: https://example.com/portrait.jpg
                                        - setBody:
                                            expression:
                                              constant:
                                                expression: >-
                                                  The model slowly turns, hair flowing gently in
                                                  the wind
                                        - to:
                                            uri: seedance:submit
                                            parameters:
                                              duration: 5
                                              quality: 720p
                                              track: false
                                """));
    }

    @Test
    void theFirstFrameExample() throws IOException {
        succeeded(send("direct:first-frame", "https://example.com/first-frame.jpg"));

        assertSent(FIRST_FRAME, "\"quality\":\"720p\",\"generate_audio\":true");
    }

    @Test
    void theFirstAndLastFrameExample() throws IOException {
        succeeded(send("direct:first-and-last-frame", null));

        assertSent(FIRST_AND_LAST_FRAME, "\"generate_audio\":true");
    }

    @Test
    void thePythonExampleInYaml() throws IOException {
        succeeded(send("direct:yaml", null));

        assertSent(PYTHON, "\"aspect_ratio\":\"16:9\",\"generate_audio\":true");
    }

    @Test
    void eachExamplesJsonAsTheBody() throws IOException {
        succeeded(send("direct:json", FIRST_FRAME));
        assertSent(FIRST_FRAME, "\"quality\":\"720p\",\"generate_audio\":true");

        succeeded(send("direct:json", FIRST_AND_LAST_FRAME));
        assertSent(FIRST_AND_LAST_FRAME, "\"generate_audio\":true");

        succeeded(send("direct:json", PYTHON));
        assertSent(PYTHON, "\"aspect_ratio\":\"16:9\",\"generate_audio\":true");
    }

    /** The page's path, headers and body. */
    private void assertSent(String example, String defaults) throws IOException {
        RecordedRequest request = created();
        assertThat(request.path()).isEqualTo("/v1/videos/generations");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.authorizationValid()).isTrue();
        JsonNode expected =
                JSON.readTree(
                        example.substring(0, example.lastIndexOf('}')) + "," + defaults + "}");
        assertThat(JSON.readTree(request.body())).isEqualTo(expected);
    }
}
