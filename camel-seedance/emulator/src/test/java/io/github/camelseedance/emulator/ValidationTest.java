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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private static final String IMAGE = "\"https://example.com/a.png\"";
    private static final String CREATE = "/v1/videos/generations";

    private static SeedanceEmulator emulator;
    private static Client client;

    @BeforeAll
    static void start() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    private static String with(String more) {
        return "{\"model\":\"seedance-2.0-image-to-video\",\"prompt\":\"p\",\"image_urls\":["
                + IMAGE
                + "]"
                + (more.isEmpty() ? "" : "," + more)
                + "}";
    }

    private static String body(String model, String prompt, String images) {
        return "{\"model\":" + model + ",\"prompt\":" + prompt + ",\"image_urls\":" + images + "}";
    }

    static Stream<Arguments> wrong() {
        String i2v = "\"seedance-2.0-image-to-video\"";
        String fast = "\"seedance-2.0-fast-image-to-video\"";
        String images = "[" + IMAGE + "]";
        return Stream.of(
                Arguments.of(400, "invalid_request", null, ""),
                Arguments.of(400, "invalid_request", null, "{"),
                Arguments.of(400, "invalid_request", null, "[]"),
                Arguments.of(400, "invalid_request", null, with("") + "x"),
                Arguments.of(400, "invalid_request", "model", "{}"),
                Arguments.of(400, "invalid_request", "model", body("7", "\"p\"", images)),
                Arguments.of(400, "invalid_request", "model", body("\"x\"", "\"p\"", images)),
                Arguments.of(
                        403,
                        "model_access_denied",
                        "model",
                        body("\"seedance-2.0-text-to-video\"", "\"p\"", images)),
                Arguments.of(
                        403,
                        "model_access_denied",
                        "model",
                        body("\"seedance-2.0-mini-reference-to-video\"", "\"p\"", images)),
                Arguments.of(400, "invalid_request", "prompt", body(i2v, "\" \"", images)),
                Arguments.of(400, "invalid_request", "prompt", body(i2v, "null", images)),
                Arguments.of(
                        400,
                        "invalid_request",
                        "prompt",
                        body(i2v, "\"" + "\u98ce".repeat(10_001) + "\"", images)),
                Arguments.of(400, "invalid_request", "image_urls", body(i2v, "\"p\"", "[]")),
                Arguments.of(400, "invalid_request", "image_urls", body(i2v, "\"p\"", IMAGE)),
                Arguments.of(400, "invalid_request", "image_urls[0]", body(i2v, "\"p\"", "[1]")),
                Arguments.of(
                        400,
                        "invalid_request",
                        "image_urls",
                        body(i2v, "\"p\"", "[" + IMAGE + "," + IMAGE + "," + IMAGE + "]")),
                Arguments.of(
                        400,
                        "invalid_request",
                        "image_urls",
                        body(i2v, "\"p\"", "[\"data:image/png;base64,AA==\"]")),
                Arguments.of(
                        400, "invalid_request", "image_urls", body(i2v, "\"p\"", "[\"a.png\"]")),
                Arguments.of(400, "invalid_request", "duration", with("\"duration\":3")),
                Arguments.of(400, "invalid_request", "duration", with("\"duration\":16")),
                Arguments.of(400, "invalid_request", "duration", with("\"duration\":\"5\"")),
                Arguments.of(400, "invalid_request", "duration", with("\"duration\":5.5")),
                Arguments.of(400, "invalid_request", "quality", with("\"quality\":\"8k\"")),
                Arguments.of(
                        400,
                        "invalid_request",
                        "quality",
                        with("\"quality\":\"1080p\"").replace(i2v, fast)),
                Arguments.of(
                        400, "invalid_request", "aspect_ratio", with("\"aspect_ratio\":\"2:1\"")),
                Arguments.of(
                        400, "invalid_request", "generate_audio", with("\"generate_audio\":1")),
                Arguments.of(
                        400,
                        "invalid_request",
                        "content_filter",
                        with("\"content_filter\":\"no\"")),
                Arguments.of(
                        400,
                        "invalid_request",
                        "callback_url",
                        with("\"callback_url\":\"http://example.com/\"")),
                Arguments.of(
                        400,
                        "invalid_request",
                        "callback_url",
                        with("\"callback_url\":\"https://192.168.1.2/\"")),
                Arguments.of(
                        400,
                        "invalid_request",
                        "callback_url",
                        with("\"callback_url\":\"https://e.com/" + "x".repeat(2048) + "\"")),
                Arguments.of(400, "unsupported_parameters", "seed", with("\"seed\":1")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refuses(int status, String code, String param, String body) throws Exception {
        HttpResponse<byte[]> refused = client.create(body);

        JsonNode error = Client.json(refused).get("error");
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(error.get("code").textValue()).isEqualTo(code);
        assertThat(error.path("param").textValue()).isEqualTo(param);
        assertThat(error.get("message").textValue()).isNotBlank();
        assertThat(error.get("type").textValue()).isNotBlank();
        assertThat(emulator.tasks().list()).noneMatch(t -> t.request().json().equals(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"duration\":4",
                "\"duration\":15",
                "\"quality\":\"480p\"",
                "\"quality\":\"1080p\"",
                "\"quality\":\"4k\"",
                "\"aspect_ratio\":\"adaptive\"",
                "\"aspect_ratio\":\"21:9\"",
                "\"generate_audio\":false",
                "\"content_filter\":false",
                "\"callback_url\":\"https://example.com/cb\"",
                "\"callback_url\":\"http://127.0.0.1:9/cb\"",
            })
    void accepts(String more) throws Exception {
        assertThat(client.create(with(more)).statusCode()).isEqualTo(200);
    }

    @Test
    void namesReferenceToVideoForThreeImages() throws Exception {
        HttpResponse<byte[]> refused =
                client.create(
                        body(
                                "\"seedance-2.0-image-to-video\"",
                                "\"p\"",
                                "[" + IMAGE + "," + IMAGE + "," + IMAGE + "]"));

        assertThat(Client.json(refused).at("/error/message").textValue())
                .contains("3", "1 or 2", "reference-to-video");
    }

    @Test
    void takesJsonOnly() throws Exception {
        HttpResponse<byte[]> refused =
                client.send(
                        client.to(CREATE)
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString(with(""))));

        assertThat(refused.statusCode()).isEqualTo(415);
    }

    @Test
    void takesNoMoreThan64Megabytes() throws Exception {
        byte[] large = new byte[64 * 1024 * 1024 + 1];

        HttpResponse<byte[]> refused =
                client.send(
                        client.to(CREATE)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(large)));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(Client.json(refused).at("/error/message").textValue()).contains("64 MB");
    }
}
