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
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three ways to upload a file. */
class UploadsContractTest extends Contract {

    private static final String STREAM = "/api/v1/files/upload/stream";
    private static final String BASE64 = "/api/v1/files/upload/base64";
    private static final String URL = "/api/v1/files/upload/url";

    private byte[] png;
    private String base64;

    @BeforeEach
    void draw() throws Exception {
        png = image("png", 400, 300);
        base64 = Base64.getEncoder().encodeToString(png);
    }

    private Answer stream(Map<String, String> fields, int files) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            form.write(
                    ascii(
                            "--b\r\nContent-Disposition: form-data; name=\""
                                    + field.getKey()
                                    + "\"\r\n\r\n"
                                    + field.getValue()
                                    + "\r\n"));
        }
        for (int i = 0; i < files; i++) {
            form.write(
                    ascii(
                            "--b\r\nContent-Disposition: form-data; name=\"file\";"
                                    + " filename=\"grass.png\"\r\nContent-Type: image/png\r\n\r\n"));
            form.write(png);
            form.write(ascii("\r\n"));
        }
        form.write(ascii("--b--\r\n"));
        return send(
                keyed(STREAM)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofByteArray(form.toByteArray())));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private JsonNode stored(Answer answer) {
        assertThat(answer.status()).as(answer.shown()).isEqualTo(200);
        assertThat(answer.at("/success").booleanValue()).isTrue();
        assertThat(answer.at("/code").intValue()).isEqualTo(200);
        assertThat(answer.at("/msg").isTextual()).isTrue();
        return answer.at("/data");
    }

    private static void assertRefused(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.at("/success").booleanValue()).isFalse();
        assertThat(answer.at("/code").intValue()).isEqualTo(status);
        assertThat(answer.text("/msg")).isNotBlank();
    }

    @Test
    void streamFieldByField() throws Exception {
        JsonNode data = stored(stream(Map.of("upload_path", "in/box", "file_name", "a.png"), 1));

        assertThat(data.get("file_id").textValue()).isNotBlank();
        assertThat(data.get("file_name").textValue()).isEqualTo("a.png");
        assertThat(data.get("original_name").textValue()).isEqualTo("grass.png");
        assertThat(data.get("file_size").intValue()).isEqualTo(png.length);
        assertThat(data.get("mime_type").textValue()).isEqualTo("image/png");
        assertThat(data.get("upload_path").textValue()).isEqualTo("in/box");
        assertThat(send(to(data.get("file_url").textValue())).body()).isEqualTo(png);
        assertThat(data.get("download_url").textValue()).contains("/api/v1/files/download/");
        assertThat(send(to(data.get("download_url").textValue())).body()).isEqualTo(png);
        String uploaded = data.get("upload_time").textValue();
        String expires = data.get("expires_at").textValue();
        assertThat(uploaded).endsWith("+08:00");
        assertThat(expires).endsWith("+08:00");
        assertThat(OffsetDateTime.parse(expires))
                .isEqualTo(OffsetDateTime.parse(uploaded).plusHours(72));
    }

    @Test
    void streamTakesTheNamesOfOlderClients() throws Exception {
        JsonNode data = stored(stream(Map.of("uploadPath", "in/box", "fileName", "a.png"), 1));

        assertThat(data.get("upload_path").textValue()).isEqualTo("in/box");
        assertThat(data.get("file_name").textValue()).isEqualTo("a.png");
    }

    @Test
    void streamTakesOneFile() throws Exception {
        stored(stream(Map.of(), 1));
        assertRefused(stream(Map.of(), 0), 400);
        assertRefused(stream(Map.of(), 2), 400);
    }

    @Test
    void base64IsRawOrADataUrl() throws Exception {
        for (String data : new String[] {base64, "data:image/png;base64," + base64}) {
            JsonNode file =
                    stored(
                            post(
                                    BASE64,
                                    "{\"base64_data\":\""
                                            + data
                                            + "\",\"upload_path\":\"in\",\"file_name\":\"a.png\"}"));
            assertThat(send(to(file.get("file_url").textValue())).body()).isEqualTo(png);
            assertThat(file.get("upload_path").textValue()).isEqualTo("in");
            assertThat(file.get("file_name").textValue()).isEqualTo("a.png");
        }
    }

    @Test
    void base64TakesTheNamesOfOlderClients() throws Exception {
        JsonNode file =
                stored(
                        post(
                                BASE64,
                                "{\"base64_data\":\""
                                        + base64
                                        + "\",\"uploadPath\":\"in\",\"fileName\":\"a.png\"}"));

        assertThat(file.get("upload_path").textValue()).isEqualTo("in");
        assertThat(file.get("file_name").textValue()).isEqualTo("a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"base64_data\":7}", "{\"base64_data\":\"=\"}", "nonsense"})
    void base64IsNothingElse(String body) throws Exception {
        assertRefused(post(BASE64, body), 400);
    }

    @Test
    void urlIsFetched() throws Exception {
        String source = stored(stream(Map.of(), 1)).get("file_url").textValue();

        JsonNode file =
                stored(
                        post(
                                URL,
                                "{\"file_url\":\""
                                        + source
                                        + "\",\"upload_path\":\"in\",\"file_name\":\"b.png\"}"));

        assertThat(file.get("file_name").textValue()).isEqualTo("b.png");
        assertThat(send(to(file.get("file_url").textValue())).body()).isEqualTo(png);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"file_url\":\"a.png\"}", "{\"file_url\":null}"})
    void urlIsNothingElse(String body) throws Exception {
        assertRefused(post(URL, body), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif"})
    void filesAreImages(String format) throws Exception {
        String data = Base64.getEncoder().encodeToString(image(format, 10, 10));

        JsonNode file = stored(post(BASE64, "{\"base64_data\":\"" + data + "\"}"));

        assertThat(file.get("mime_type").textValue()).isEqualTo("image/" + format);
    }

    @Test
    void filesAreNothingElse() throws Exception {
        String data = Base64.getEncoder().encodeToString(ascii("hello"));

        assertRefused(post(BASE64, "{\"base64_data\":\"" + data + "\"}"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {STREAM, BASE64, URL})
    void uploadsNeedTheKey(String path) throws Exception {
        assertRefused(send(to(path).POST(BodyPublishers.ofString("{}"))), 401);
    }

    @Test
    void fileUrlServesAsImageUrl() throws Exception {
        String url = stored(stream(Map.of(), 1)).get("file_url").textValue();

        created(with("image_urls", "[\"" + url + "\"]"));
    }

    @Test
    void filesVanishAfter72Hours() throws Exception {
        String url = stored(stream(Map.of(), 1)).get("file_url").textValue();

        service.clock().advance(Duration.ofHours(72).minusMillis(1));
        assertThat(send(to(url)).status()).isEqualTo(200);
        service.clock().advance(Duration.ofMillis(1));
        assertThat(send(to(url)).status()).isEqualTo(404);
        assertInvalid(create(with("image_urls", "[\"" + url + "\"]")), "image_urls");
    }
}
