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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.task.VideoRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples, the response and the questions of the page. */
class ExamplesContractTest extends Contract {

    private static final String FIRST_FRAME =
            """
            {
            "model": "seedance-2.0-image-to-video",
            "prompt": "The camera slowly pushes in and the scene comes alive, with wind gently \
            moving the grass in the background.",
            "image_urls": ["https://example.com/first-frame.jpg"],
            "duration": 5,
            "aspect_ratio": "adaptive"
            }""";

    private static final String FIRST_LAST_FRAME =
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
            }""";

    private static final String PYTHON =
            """
            {
            "model": "seedance-2.0-image-to-video",
            "prompt": "The model slowly turns, hair flowing gently in the wind",
            "image_urls": ["https://example.com/portrait.jpg"],
            "duration": 5,
            "quality": "720p"
            }""";

    @Override
    SeedanceEmulator.Builder options(SeedanceEmulator.Builder usual) {
        // the price at which the page's example reserves 50 credits for 5 seconds
        return super.options(usual).price(STANDARD, "720p", 10);
    }

    private VideoRequest request(String id) {
        return service.tasks().find(id).orElseThrow().request();
    }

    @Test
    void firstFrameExample() throws Exception {
        VideoRequest request = request(created(FIRST_FRAME));

        assertThat(request.imageUrls()).containsExactly("https://example.com/first-frame.jpg");
        assertThat(request.duration()).isEqualTo(5);
        assertThat(request.aspectRatio()).isEqualTo("adaptive");
        assertThat(request.quality()).isEqualTo("720p");
        assertThat(request.generateAudio()).isTrue();
    }

    @Test
    void firstLastFrameExample() throws Exception {
        VideoRequest request = request(created(FIRST_LAST_FRAME));

        assertThat(request.imageUrls())
                .containsExactly(
                        "https://example.com/sunrise.jpg", "https://example.com/sunset.jpg");
        assertThat(request.duration()).isEqualTo(6);
        assertThat(request.aspectRatio()).isEqualTo("16:9");
    }

    @Test
    void pythonExample() throws Exception {
        String id = created(PYTHON);

        assertThat(id).startsWith("task-unified-");
        assertThat(request(id).aspectRatio()).isEqualTo("16:9");
    }

    @Test
    void fastExample() throws Exception {
        Answer answer = create(FIRST_LAST_FRAME.replace(STANDARD, FAST));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/model")).isEqualTo(FAST);
    }

    @Test
    void responseFieldByField() throws Exception {
        Answer answer = create(PYTHON);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        JsonNode json = answer.json();
        long created = json.get("created").longValue();
        assertThat(created).isEqualTo(service.clock().now().getEpochSecond());
        assertThat(json.get("id").textValue()).matches("task-unified-" + created + "-[a-z0-9]{6,}");
        JsonNode page =
                json(
                        """
                        {
                        "id": "task-unified-1774857405-abc123",
                        "object": "video.generation.task",
                        "created": 1774857405,
                        "model": "seedance-2.0-image-to-video",
                        "status": "pending",
                        "progress": 0,
                        "type": "video",
                        "task_info": {
                        "can_cancel": true,
                        "estimated_time": 165,
                        "video_duration": 5
                        },
                        "usage": {
                        "billing_rule": "per_second",
                        "credits_reserved": 50,
                        "user_group": "default"
                        }
                        }""");
        assertThat(names(json)).isEqualTo(names(page));
        for (String name : List.of("object", "model", "status", "progress", "type", "usage")) {
            assertThat(json.get(name)).as(name).isEqualTo(page.get(name));
        }
        assertThat(names(json.get("task_info"))).isEqualTo(names(page.get("task_info")));
        assertThat(json.at("/task_info/can_cancel").booleanValue()).isTrue();
        assertThat(json.at("/task_info/video_duration").intValue()).isEqualTo(5);
        assertThat(json.at("/task_info/estimated_time").isIntegralNumber()).isTrue();
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void estimatedTimeOfTheResponse() throws Exception {
        try (SeedanceEmulator running =
                super.options(SeedanceEmulator.builder()).speed(1).build()) {
            service.close();
            service = running.start();

            assertThat(create(PYTHON).at("/task_info/estimated_time").intValue()).isEqualTo(165);
        }
    }

    @Test
    void questionOfThreeImages() throws Exception {
        Answer answer =
                create(
                        with(
                                "image_urls",
                                "[\"https://example.com/1.jpg\",\"https://example.com/2.jpg\","
                                        + "\"https://example.com/3.jpg\"]"));

        assertInvalid(answer, "image_urls");
        assertThat(answer.text("/error/message")).containsIgnoringCase("reference-to-video");
        service.ledger().assertGenerations(0);
    }
}
