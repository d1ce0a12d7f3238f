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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

    private static final String STREAM = "/api/v1/files/upload/stream";
    private static final String BASE64 = "/api/v1/files/upload/base64";
    private static final String URL = "/api/v1/files/upload/url";
    private static final String QUOTA = "/api/v1/files/quota";

    private SeedanceEmulator emulator;
    private Client client;
    private byte[] image;

    @BeforeEach
    void start() throws IOException {
        emulator = SeedanceEmulator.builder().lowCost(true).uploadSlots(2).build().start();
        client = new Client(emulator);
        image = Client.image("png", 400, 300);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private HttpResponse<byte[]> stream(byte[] file, String fileName) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.write(
                ("--b\r\n"
                                + "Content-Disposition: form-data; name=\"upload_path\"\r\n\r\n"
                                + "in/box\r\n"
                                + "--b\r\n"
                                + "Content-Disposition: form-data; name=\"file\"; filename=\""
                                + fileName
                                + "\"\r\nContent-Type: image/png\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        form.write(file);
        form.write("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return client.send(
                client.to(STREAM)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofByteArray(form.toByteArray())));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/..", "/"})
    void givesNoNameThatLeadsElsewhere(String name) throws Exception {
        JsonNode data = Client.json(stream(image, name)).get("data");

        assertThat(data.get("file_name").textValue()).isEqualTo("file");
        assertThat(client.get(data.get("file_url").textValue()).body()).isEqualTo(image);
    }

    @Test
    void keepsTheReceiptOfAStoredFileWhenAnotherOfItsNameIsRefused() throws Exception {
        String id = "upload-0123456789";
        String good = Base64.getEncoder().encodeToString(image);

        for (String data : List.of(good, "bm8gaW1hZ2U=")) {
            String json = "{\"base64_data\":\"" + data + "\"}";
            client.send(
                    client.json("/api/v1/files/upload/base64", json).header("X-Evo-Upload-Id", id));
        }

        HttpResponse<byte[]> receipt = client.get("/api/v1/files/upload-receipts/" + id);
        assertThat(Client.json(receipt).at("/data/state").textValue()).isEqualTo("done");
    }

    @Test
    void takesALargeImageInBase64() throws Exception {
        byte[] large = Arrays.copyOf(image, 16 * 1024 * 1024);

        String url = client.uploaded(large);

        assertThat(client.get(url).body()).isEqualTo(large);
    }

    @Test
    void takesAForm() throws Exception {
        HttpResponse<byte[]> response = stream(image, "../my grass.png");

        JsonNode answer = Client.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.get("success").booleanValue()).isTrue();
        JsonNode data = answer.get("data");
        assertThat(data.get("file_name").textValue()).isEqualTo("my_grass.png");
        assertThat(data.get("file_size").intValue()).isEqualTo(image.length);
        assertThat(data.get("mime_type").textValue()).isEqualTo("image/png");
        assertThat(data.get("upload_path").textValue()).isEqualTo("in/box");
        OffsetDateTime uploaded = OffsetDateTime.parse(data.get("upload_time").textValue());
        assertThat(OffsetDateTime.parse(data.get("expires_at").textValue()))
                .isEqualTo(uploaded.plusHours(72));
        for (String url : new String[] {"file_url", "download_url"}) {
            HttpResponse<byte[]> file = client.send(client.anonymous(data.get(url).textValue()));
            assertThat(file.body()).isEqualTo(image);
            assertThat(file.headers().firstValue("Content-Type")).contains("image/png");
        }
    }

    @Test
    void takesBase64WithAndWithoutItsDataUrl() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(image);

        for (String data : new String[] {base64, "data:image/png;base64," + base64}) {
            JsonNode answer =
                    Client.json(
                            client.post(
                                    BASE64,
                                    "{\"base64_data\":\"" + data + "\",\"file_name\":\"a.png\"}"));
            assertThat(answer.at("/data/file_name").textValue()).isEqualTo("a.png");
            assertThat(answer.at("/data/file_size").intValue()).isEqualTo(image.length);
        }
    }

    @Test
    void takesAUrl() throws Exception {
        String first = client.uploaded(image);

        JsonNode answer = Client.json(client.post(URL, "{\"file_url\":\"" + first + "\"}"));

        assertThat(answer.at("/data/file_size").intValue()).isEqualTo(image.length);
        assertThat(client.post(URL, "{\"file_url\":\"" + first + "x/\"}").statusCode())
                .isEqualTo(403);
    }

    @Test
    void makesAVideoOfAnUpload() throws Exception {
        String url = client.uploaded(image);

        assertThat(client.create(Client.body(url)).statusCode()).isEqualTo(200);
        assertThat(emulator.journal().count("GET", "/files/")).isZero();
    }

    @Test
    void refusesInItsOwnWords() throws Exception {
        HttpResponse<byte[]> text = stream("hello".getBytes(StandardCharsets.UTF_8), "a.png");

        assertThat(text.statusCode()).isEqualTo(400);
        JsonNode answer = Client.json(text);
        assertThat(answer.get("success").booleanValue()).isFalse();
        assertThat(answer.get("code").intValue()).isEqualTo(400);
        assertThat(answer.get("msg").textValue()).contains("jpeg, png, gif and webp");
        assertThat(client.post(STREAM, "{}").statusCode()).isEqualTo(415);
        assertThat(client.post(BASE64, "{}").statusCode()).isEqualTo(400);
        assertThat(client.post(BASE64, "{\"base64_data\":\"=\"}").statusCode()).isEqualTo(400);
        assertThat(client.post(URL, "{\"file_url\":\"a.png\"}").statusCode()).isEqualTo(400);
        assertThat(client.post(URL, "{\"file_url\":\"http://127.0.0.1:1/\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.send(client.anonymous(QUOTA)).statusCode()).isEqualTo(401);
    }

    @Test
    void countsSlots() throws Exception {
        client.uploaded(image);
        client.uploaded(image);

        JsonNode quota = Client.json(client.get(QUOTA)).get("data");
        assertThat(quota.get("max_files").intValue()).isEqualTo(2);
        assertThat(quota.get("remain_files").intValue()).isZero();
        assertThat(stream(image, "third.png").statusCode()).isEqualTo(403);
    }

    @Test
    void linksBeginWithThePublicUrl() throws Exception {
        SeedanceEmulator.Builder options = SeedanceEmulator.builder().frozen().lowCost(true);
        try (SeedanceEmulator inside =
                options.publicUrl("http://emulator.example:8080/").build().start()) {
            Client outside = new Client(inside);

            String file = outside.uploaded(Client.image("png", 640, 480));
            String id = outside.created(Client.body(file));
            inside.tasks().complete(id);

            assertThat(file).startsWith("http://emulator.example:8080/files/");
            assertThat(outside.status(id).at("/results/0").textValue())
                    .startsWith("http://emulator.example:8080/media/" + id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"emulator:8080", "ftp://a", "http://a/b", "http://", "http://u@a", ""})
    void refusesAPublicUrlThatIsNoBase(String url) {
        SeedanceEmulator.Builder options = SeedanceEmulator.builder();

        assertThatThrownBy(() -> options.publicUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("publicUrl is '" + url + "' but must be http");
    }
}
