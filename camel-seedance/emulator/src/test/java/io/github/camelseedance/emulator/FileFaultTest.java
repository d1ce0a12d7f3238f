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
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Videos out and images in that go wrong. */
class FileFaultTest {

    private static final String UPLOAD = "/api/v1/files/upload/base64";

    private static SeedanceEmulator emulator;
    private static Client client;
    private static String link;
    private static byte[] video;
    private static String image;

    @BeforeAll
    static void start() throws Exception {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
        client = new Client(emulator);
        String id = client.created(Client.body("https://example.com/grass.jpg"));
        emulator.tasks().complete(id);
        link = client.status(id).at("/results/0").textValue();
        video = client.send(client.anonymous(link)).body();
        image =
                "{\"base64_data\":\""
                        + Base64.getEncoder().encodeToString(Client.image("png", 300, 300))
                        + "\"}";
    }

    @AfterEach
    void clear() {
        emulator.faults().clear();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    private HttpResponse<byte[]> download() throws IOException, InterruptedException {
        return client.send(client.anonymous(link));
    }

    private HttpResponse<byte[]> range() throws IOException, InterruptedException {
        return client.send(client.anonymous(link).header("Range", "bytes=4-7"));
    }

    @ParameterizedTest
    @CsvSource({
        "not-ready,400,video_not_ready",
        "expired,403,access_denied",
        "refuse(service_unavailable),503,service_unavailable"
    })
    void refusesADownload(String fault, int status, String code) throws Exception {
        emulator.faults().script("download:" + fault);

        HttpResponse<byte[]> refused = download();

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(Client.json(refused).at("/error/code").textValue()).isEqualTo(code);
        assertThat(download().body()).isEqualTo(video);
    }

    @ParameterizedTest
    @CsvSource({"cut-at(0)", "cut-at(1000)", "wrong-length(3)"})
    void breaksADownloadOff(String fault) {
        emulator.faults().script("download:" + fault);

        assertThatThrownBy(this::download).isInstanceOf(IOException.class);
    }

    @Test
    void announcesLessThanTheVideoHas() throws Exception {
        emulator.faults().script("download:wrong-length(-3)");

        assertThat(download().body()).isEqualTo(Arrays.copyOf(video, video.length - 3));
    }

    @Test
    void answersAnyBytes() throws Exception {
        byte[] bytes = {0, -1, -128, 127};
        emulator.faults()
                .next(Phase.DOWNLOAD, Fault.answer(206, "video/webm", bytes, Map.of("X-A", "b")))
                .next(Phase.DOWNLOAD, Fault.answer(200, "", bytes, Map.of()));

        HttpResponse<byte[]> part = download();
        HttpResponse<byte[]> untyped = download();

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(bytes);
        assertThat(part.headers().firstValue("Content-Type")).contains("video/webm");
        assertThat(part.headers().firstValue("X-A")).contains("b");
        assertThat(untyped.body()).isEqualTo(bytes);
        assertThat(untyped.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void answersUnderTheLengthThatIsGiven() throws Exception {
        emulator.faults()
                .script("download:answer(200,video/mp4,abc,content-length=2)")
                .script("download:answer(200,video/mp4,abc,Content-Length=4)")
                .script("download:answer(200,video/mp4,abc,Transfer-Encoding=chunked)");

        HttpResponse<byte[]> shorter = download();
        assertThatThrownBy(this::download).isInstanceOf(IOException.class);
        HttpResponse<byte[]> chunked = download();

        assertThat(shorter.headers().firstValueAsLong("Content-Length")).hasValue(2);
        assertThat(shorter.body()).asString().isEqualTo("ab");
        assertThat(chunked.headers().firstValue("Content-Length")).isEmpty();
        assertThat(chunked.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(chunked.body()).asString().isEqualTo("abc");
    }

    @Test
    void ignoresARange() throws Exception {
        emulator.faults().script("download:ignore-range download:range-without-content-range");

        HttpResponse<byte[]> whole = range();
        HttpResponse<byte[]> part = range();

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(video);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).isEmpty();
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(video, 4, 8));
    }

    @Test
    void dripsAVideo() throws Exception {
        emulator.faults().script("download:dripping(" + (video.length / 5 + 1) + ",20ms)");
        long before = System.nanoTime();

        assertThat(download().body()).isEqualTo(video);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void resetsADownload() throws Exception {
        emulator.faults().script("download:reset-before-body");

        RawRequest.assertReset(emulator, "GET", link.substring(emulator.baseUrl().length()), "");
    }

    @ParameterizedTest
    @CsvSource({
        "quota-full,403,403",
        "success-false,200,400",
        "refuse(unauthorized),401,401",
        "rate-limited(3s),429,429"
    })
    void refusesAnUpload(String fault, int status, int code) throws Exception {
        int before = used();
        emulator.faults().script("upload:" + fault);

        HttpResponse<byte[]> refused = client.post(UPLOAD, image);

        JsonNode json = Client.json(refused);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("code").intValue()).isEqualTo(code);
        assertThat(json.get("msg").textValue()).isNotEmpty();
        assertThat(used()).isEqualTo(before);
    }

    @Test
    void breaksAnUploadOff() throws Exception {
        int before = used();
        emulator.faults().script("upload:reset-before-body upload:reset-after-body");
        RawRequest.assertReset(emulator, "POST", UPLOAD, image);
        RawRequest.assertReset(emulator, "POST", UPLOAD, image);
        assertThat(used()).isEqualTo(before);

        emulator.faults().script("upload:lose-answer");
        RawRequest.assertReset(emulator, "POST", UPLOAD, image);
        assertThat(used()).isEqualTo(before + 1);

        emulator.faults().script("upload:cut-at(20)");
        assertThatThrownBy(() -> client.post(UPLOAD, image)).isInstanceOf(IOException.class);
        assertThat(used()).isEqualTo(before + 2);
    }

    private static int used() throws IOException, InterruptedException {
        return Client.json(client.get("/api/v1/files/quota")).at("/data/used_files").intValue();
    }
}
