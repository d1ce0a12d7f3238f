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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.VideoTask;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.TypeConversionException;
import org.apache.camel.TypeConverter;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeedanceConverterTest {
    private static final VideoTask TASK =
            new VideoTask(
                    "task-unified-1",
                    "completed",
                    100,
                    165,
                    5,
                    "seedance-2.0-image-to-video",
                    Instant.ofEpochSecond(1774857405),
                    List.of("https://media.example.com/v.mp4?sig=secret"),
                    null,
                    50.0,
                    67.5);

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void convertsATaskToJson() throws Exception {
        Map<?, ?> expected =
                Map.ofEntries(
                        Map.entry("id", "task-unified-1"),
                        Map.entry("model", "seedance-2.0-image-to-video"),
                        Map.entry("status", "completed"),
                        Map.entry("progress", 100),
                        Map.entry("created", 1774857405),
                        Map.entry("estimated_time", 165),
                        Map.entry("video_duration", 5),
                        Map.entry("credits_reserved", 50.0),
                        Map.entry("credits_used", 67.5),
                        Map.entry(
                                "results", List.of("https://media.example.com/v.mp4?sig=secret")));

        byte[] bytes = converter().mandatoryConvertTo(byte[].class, TASK);
        InputStream stream = converter().mandatoryConvertTo(InputStream.class, TASK);

        assertThat(new ObjectMapper().readTree(bytes))
                .isEqualTo(new ObjectMapper().valueToTree(expected));
        assertThat(stream).hasBinaryContent(bytes);
    }

    @Test
    void leavesOutWhatIsNotSet() throws Exception {
        VideoTask failed =
                new VideoTask(
                        "t",
                        "failed",
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new TaskError("service_error", null, "task_error"),
                        null,
                        null);

        Map<?, ?> map = converter().mandatoryConvertTo(Map.class, failed);

        assertThat(map)
                .isEqualTo(
                        Map.of(
                                "id",
                                "t",
                                "status",
                                "failed",
                                "progress",
                                0,
                                "error",
                                Map.of("code", "service_error", "type", "task_error")));
    }

    @Test
    void showsNoLinkInAString() throws Exception {
        assertThat(converter().mandatoryConvertTo(String.class, TASK))
                .isEqualTo("VideoTask[id=task-unified-1, status=completed, progress=100]");
    }

    @Test
    void convertsAMapToARequest() throws Exception {
        Map<String, Object> map =
                Map.of(
                        "prompt",
                        "push in",
                        "image_urls",
                        List.of("https://e.com/a"),
                        "duration",
                        "6");

        assertThat(converter().mandatoryConvertTo(VideoRequest.class, map))
                .isEqualTo(
                        VideoRequest.builder()
                                .prompt("push in")
                                .imageUrls("https://e.com/a")
                                .duration(6)
                                .build());
        assertThatThrownBy(
                        () -> converter().mandatoryConvertTo(VideoRequest.class, Map.of("seed", 1)))
                .isInstanceOf(TypeConversionException.class)
                .hasRootCauseInstanceOf(SeedanceInvalidRequestException.class)
                .rootCause()
                .hasMessageContaining("seed = '1'");
    }

    private TypeConverter converter() {
        return context.getTypeConverter();
    }
}
