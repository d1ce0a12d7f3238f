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
import io.github.camelseedance.api.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three examples of the service's page, and the bodies that they become with all defaults. */
class PageExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MappingFixture fixture = new MappingFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void sendsTheFirstFrameExample() throws IOException {
        String body =
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
        String expected =
                """
                {"model": "seedance-2.0-image-to-video",
                "prompt": "The camera slowly pushes in and the scene comes alive, with wind gently \
                moving the grass in the background.",
                "image_urls": ["https://example.com/first-frame.jpg"],
                "duration": 5, "quality": "720p", "aspect_ratio": "adaptive",
                "generate_audio": true}
                """;

        assertSent(fixture.map(body, Map.of()), expected);
        assertSent(fixture.map(body.getBytes(StandardCharsets.UTF_8), Map.of()), expected);
        assertSent(fixture.map(JSON.readValue(body, Map.class), Map.of()), expected);
        assertSent(fixture.map(JSON.readValue(body, VideoRequest.class), Map.of()), expected);
    }

    @Test
    void sendsTheFirstLastFrameExample() throws IOException {
        MappedRequest mapped =
                fixture.map(
                        List.of(
                                "https://example.com/sunrise.jpg",
                                "https://example.com/sunset.jpg"),
                        Map.of(
                                SeedanceConstants.PROMPT,
                                "A smooth transition from the sunrise ocean to the sunset ocean in"
                                        + " the same location",
                                SeedanceConstants.DURATION,
                                6,
                                SeedanceConstants.QUALITY,
                                "720p",
                                SeedanceConstants.ASPECT_RATIO,
                                "16:9"));

        assertSent(
                mapped,
                """
                {"model": "seedance-2.0-image-to-video",
                "prompt": "A smooth transition from the sunrise ocean to the sunset ocean in the \
                same location",
                "image_urls": ["https://example.com/sunrise.jpg", "https://example.com/sunset.jpg"],
                "duration": 6, "quality": "720p", "aspect_ratio": "16:9", "generate_audio": true}
                """);
    }

    @Test
    void sendsThePythonExample() throws IOException {
        MappedRequest mapped =
                fixture.map(
                        "The model slowly turns, hair flowing gently in the wind",
                        Map.of(
                                SeedanceConstants.IMAGE_URLS,
                                "https://example.com/portrait.jpg",
                                SeedanceConstants.DURATION,
                                "5",
                                SeedanceConstants.QUALITY,
                                "720p"));

        assertSent(
                mapped,
                """
                {"model": "seedance-2.0-image-to-video",
                "prompt": "The model slowly turns, hair flowing gently in the wind",
                "image_urls": ["https://example.com/portrait.jpg"],
                "duration": 5, "quality": "720p", "aspect_ratio": "16:9", "generate_audio": true}
                """);
    }

    private static void assertSent(MappedRequest mapped, String expected) throws IOException {
        JsonNode sent = JSON.readTree(JSON.writeValueAsBytes(mapped.request()));

        assertThat(sent).isEqualTo(JSON.readTree(expected));
    }
}
