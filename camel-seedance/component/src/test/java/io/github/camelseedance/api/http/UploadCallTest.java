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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.ByteArrayInputStream;
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

    private static Upload upload(String name, byte[] content) {
        return new Upload(
                name, "image/png", content.length, () -> new ByteArrayInputStream(content));
    }

    @Test
    void streamsAFormOfOneFile() {
        byte[] image = new byte[3_000_001];
        new Random(1).nextBytes(image);
        image[0] = (byte) 0xff; // which is enough of a JPEG for the service
        image[1] = (byte) 0xd8;
        image[2] = (byte) 0xff;
        String url = get(client().upload(account(), upload("sun \"set\".png", image)));
        assertThat(url).startsWith(service() + "/files/");

        RecordedRequest request = emulator.journal().requests().assertCount(1).get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api/v1/files/upload/stream");
        assertThat(request.authorizationValid()).isTrue();
        String type = request.header("Content-Type");
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

    private SeedanceException failureAfter(String answer) {
        emulator.faults().next(Phase.UPLOAD, json(200, answer));
        return failure(client().upload(account(), upload("a", new byte[9])));
    }

    @Test
    void successFalseIsARefusalWhateverTheStatus() {
        assertThat(failureAfter("{\"success\":false,\"code\":507,\"msg\":\"slots full\"}"))
                .isInstanceOf(SeedanceRefusedException.class)
                .hasMessageContaining("507: slots full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:///etc/passwd", "a b", "javascript:x"})
    void aLinkThatIsNoneIsNotTaken(String link) {
        assertThat(failureAfter("{\"data\":{\"file_url\":\"" + link + "\"}}"))
                .isExactlyInstanceOf(SeedanceException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 10, 200_000})
    void contentOfAnotherLengthThanAnnouncedFails(long announced) {
        Upload changed =
                new Upload(
                        "a.png",
                        "image/png",
                        announced,
                        () -> new ByteArrayInputStream(new byte[9]));
        emulator.faults().always(Phase.UPLOAD, Fault.hang());
        assertThat(failure(client().upload(account(), changed)))
                .hasMessageContaining("the content has not the " + announced + " bytes");
    }

    @Test
    void contentIsOpenedOnceAndClosed() {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        Upload.Content content =
                () -> {
                    opened.incrementAndGet();
                    return counting(closed);
                };
        emulator.faults().next(Phase.UPLOAD, json(500, ""));
        Upload upload = new Upload("a.png", "image/png", 9, content);
        assertThat(failure(client().upload(account(), upload)))
                .isInstanceOf(SeedanceRefusedException.class);
        assertThat(opened).hasValue(1);
        assertThat(closed).hasPositiveValue();
        emulator.journal().requests().assertCount(1);
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
