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
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The API as its pages describe it, seen through the JDK's own HTTP client: whatever is asserted
 * below comes from the pages, not from what the emulator happens to answer.
 */
abstract class Contract {

    static final String CREATE = "/v1/videos/generations";
    static final String TASKS = "/v1/tasks/";
    static final String STANDARD = "seedance-2.0-image-to-video";
    static final String FAST = "seedance-2.0-fast-image-to-video";
    static final String MINI = "seedance-2.0-mini-image-to-video";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    SeedanceEmulator service;

    /** An answer of the service. */
    record Answer(int status, HttpHeaders headers, byte[] body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException("no JSON: " + shown(), e);
            }
        }

        String shown() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        String text(String pointer) {
            return at(pointer).textValue();
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    @BeforeEach
    void start() throws Exception {
        service = options(SeedanceEmulator.builder()).build().start();
    }

    /** What a test wants otherwise than usual. */
    SeedanceEmulator.Builder options(SeedanceEmulator.Builder usual) {
        return usual.frozen().lowCost(true).imageFetching(ImageFetching.LOOPBACK);
    }

    @AfterEach
    void close() {
        service.close();
    }

    HttpRequest.Builder to(String pathOrUrl) {
        String url = pathOrUrl.startsWith("http") ? pathOrUrl : service.baseUrl() + pathOrUrl;
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder keyed(String path) {
        return to(path).header("Authorization", "Bearer " + service.apiKey());
    }

    static Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    Answer get(String path) throws Exception {
        return send(keyed(path));
    }

    Answer delete(String path) throws Exception {
        return send(keyed(path).DELETE());
    }

    HttpRequest.Builder posting(String path, String json) {
        return keyed(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    Answer post(String path, String json) throws Exception {
        return send(posting(path, json));
    }

    /** The smallest request of the page: only what is required. */
    static ObjectNode request() {
        ObjectNode request = JSON.createObjectNode().put("model", STANDARD).put("prompt", "Wind");
        request.putArray("image_urls").add("https://example.com/first-frame.jpg");
        return request;
    }

    /** The smallest request with one field more, or another; as JSON. */
    static String with(String field, String json) throws IOException {
        ObjectNode request = request();
        request.set(field, JSON.readTree(json));
        return request.toString();
    }

    static String without(String field) {
        ObjectNode request = request();
        request.remove(field);
        return request.toString();
    }

    Answer create(String json) throws Exception {
        return post(CREATE, json);
    }

    Answer create(String json, String idempotencyKey) throws Exception {
        return send(posting(CREATE, json).header("Idempotency-Key", idempotencyKey));
    }

    /** Creates a task that must be accepted, and gives its id. */
    String created(String json) throws Exception {
        Answer answer = create(json);
        assertThat(answer.status()).as(answer.shown()).isEqualTo(200);
        return answer.text("/id");
    }

    String created() throws Exception {
        return created(request().toString());
    }

    /** The error envelope of the media and task calls. */
    static void assertError(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.shown()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.text("/error/code")).isEqualTo(code);
        assertThat(answer.text("/error/message")).isNotBlank();
        assertThat(answer.text("/error/type")).isNotBlank();
    }

    static void assertInvalid(Answer answer, String param) {
        assertError(answer, 400, "invalid_request");
        assertThat(answer.text("/error/type")).isEqualTo("invalid_request_error");
        assertThat(answer.text("/error/param")).isEqualTo(param);
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    static byte[] image(String format, int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }
}
