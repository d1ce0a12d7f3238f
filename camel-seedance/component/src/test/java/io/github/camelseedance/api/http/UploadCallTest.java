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
package io.github.camelseedance.api.http;

import static io.github.camelseedance.api.http.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of local images. */
class UploadCallTest extends ClientTestSupport {
    private static final String UPLOADED =
            "{\"success\":true,\"code\":200,\"msg\":\"ok\",\"data\":{\"file_id\":\"1\","
                    + "\"file_url\":\"https://files.example.com/a.png\"}}";

    private static Upload upload(String name, byte[] content) {
        return new Upload(
                name, "image/png", content.length, () -> new ByteArrayInputStream(content));
    }

    @Test
    void streamsAFormOfOneFile() throws IOException {
        byte[] image = new byte[3_000_001];
        new Random(1).nextBytes(image);
        try (RawServer server = RawServer.answering(r -> answer(200, UPLOADED))) {
            String url =
                    get(client().upload(account(server.url()), upload("sun \"set\".png", image)));
            assertThat(url).isEqualTo("https://files.example.com/a.png");

            RawServer.Request request = server.requests().get(0);
            assertThat(request.line()).isEqualTo("POST /api/v1/files/upload/stream HTTP/1.1");
            assertThat(request.headers()).containsEntry("authorization", "Bearer " + API_KEY);
            String type = request.headers().get("content-type");
            assertThat(type).startsWith("multipart/form-data; boundary=");
            String boundary = type.substring(type.indexOf('=') + 1);
            byte[] head =
                    ("--"
                                    + boundary
                                    + "\r\nContent-Disposition: form-data; name=\"file\";"
                                    + " filename=\"sun %22set%22.png\"\r\n"
                                    + "Content-Type: image/png\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8);
            byte[] body = request.body();
            assertThat(Arrays.copyOf(body, head.length)).isEqualTo(head);
            assertThat(Arrays.copyOfRange(body, head.length, head.length + image.length))
                    .isEqualTo(image);
            assertThat(
                            new String(
                                    body,
                                    head.length + image.length,
                                    body.length - head.length - image.length,
                                    StandardCharsets.UTF_8))
                    .isEqualTo("\r\n--" + boundary + "--\r\n");
        }
    }

    @Test
    void successFalseIsARefusalWhateverTheStatus() throws IOException {
        String body = "{\"success\":false,\"code\":507,\"msg\":\"slots full\"}";
        try (RawServer server = RawServer.answering(r -> answer(200, body))) {
            assertThat(failure(client().upload(account(server.url()), upload("a", new byte[9]))))
                    .isInstanceOf(SeedanceRefusedException.class)
                    .hasMessageContaining("507: slots full");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:///etc/passwd", "a b", "javascript:x"})
    void aLinkThatIsNoneIsNotTaken(String link) throws IOException {
        try (RawServer server =
                RawServer.answering(
                        r -> answer(200, "{\"data\":{\"file_url\":\"" + link + "\"}}"))) {
            assertThat(failure(client().upload(account(server.url()), upload("a", new byte[9]))))
                    .isExactlyInstanceOf(SeedanceException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 10, 200_000})
    void contentOfAnotherLengthThanAnnouncedFails(long announced) throws IOException {
        Upload changed =
                new Upload(
                        "a.png",
                        "image/png",
                        announced,
                        () -> new ByteArrayInputStream(new byte[9]));
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.nextHead();
                            client.awaitEnd();
                        })) {
            assertThat(failure(client().upload(account(server.url()), changed)))
                    .hasMessageContaining("the content has not the " + announced + " bytes");
        }
    }

    @Test
    void contentIsOpenedOnceAndClosed() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        Upload.Content content =
                () -> {
                    opened.incrementAndGet();
                    return counting(closed);
                };
        try (RawServer server = RawServer.answering(r -> answer(500, ""))) {
            Upload upload = new Upload("a.png", "image/png", 9, content);
            assertThat(failure(client().upload(account(server.url()), upload)))
                    .isInstanceOf(SeedanceRefusedException.class);
            assertThat(opened).hasValue(1);
            assertThat(closed).hasPositiveValue();
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static InputStream counting(AtomicInteger closed) {
        return new ByteArrayInputStream(new byte[9]) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
