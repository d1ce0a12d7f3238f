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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;

/** A plain HTTP client for one emulator. */
final class Client {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SeedanceEmulator emulator;
    private final String key;

    Client(SeedanceEmulator emulator) {
        this(emulator, emulator.apiKey());
    }

    Client(SeedanceEmulator emulator, String key) {
        this.emulator = emulator;
        this.key = key;
    }

    /** A request with the key, unless the test sets another Authorization. */
    HttpRequest.Builder to(String path) {
        return anonymous(path).setHeader("Authorization", "Bearer " + key);
    }

    HttpRequest.Builder anonymous(String path) {
        URI uri = URI.create(path.startsWith("http") ? path : emulator.baseUrl() + path);
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Sends without waiting for the answer. */
    CompletableFuture<HttpResponse<byte[]>> begin(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(to(path));
    }

    HttpResponse<byte[]> post(String path, String json) throws IOException, InterruptedException {
        return send(json(path, json));
    }

    HttpRequest.Builder json(String path, String json) {
        return to(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
        return send(to(path).DELETE());
    }

    HttpResponse<byte[]> create(String body) throws IOException, InterruptedException {
        return post("/v1/videos/generations", body);
    }

    HttpResponse<byte[]> create(String body, String key) throws IOException, InterruptedException {
        return send(json("/v1/videos/generations", body).header("Idempotency-Key", key));
    }

    /** Creates a task and gives its id. */
    String created(String body) throws IOException, InterruptedException {
        return json(create(body)).get("id").textValue();
    }

    JsonNode status(String id) throws IOException, InterruptedException {
        return json(get("/v1/tasks/" + id));
    }

    /** Uploads an image and gives its URL. */
    String uploaded(byte[] image) throws IOException, InterruptedException {
        String json = "{\"base64_data\":\"" + Base64.getEncoder().encodeToString(image) + "\"}";
        JsonNode answer = json(post("/api/v1/files/upload/base64", json));
        return answer.at("/data/file_url").textValue();
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static String body(String... urls) {
        return """
        {"model":"seedance-2.0-image-to-video","prompt":"Wind in the grass","image_urls":["%s"]}\
        """
                .formatted(String.join("\",\"", urls));
    }

    static byte[] image(String format, int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }
}
