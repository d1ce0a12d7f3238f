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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.image.ImageFetching;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");

    private static SeedanceEmulator emulator;
    private static Client client;
    private static String id;
    private static String link;
    private static byte[] video;

    @BeforeAll
    static void start() throws Exception {
        emulator = start(SeedanceEmulator.builder());
        client = new Client(emulator);
        id = client.created(BODY);
        emulator.tasks().complete(id);
        link = client.status(id).at("/results/0").textValue();
        video = client.send(client.anonymous(link)).body();
    }

    private static SeedanceEmulator start(SeedanceEmulator.Builder builder) {
        return builder.imageFetching(ImageFetching.LOOPBACK).lowCost(true).build().start();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    @Test
    void servesTheWholeVideo() throws Exception {
        HttpResponse<byte[]> response = client.send(client.anonymous(link));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(video).isNotEmpty();
        assertThat(response.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(response.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(response.headers().firstValue("ETag").orElseThrow()).matches("\"[0-9a-f]+\"");
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(video.length);
    }

    @Test
    void answersHead() throws Exception {
        HttpResponse<byte[]> response =
                client.send(
                        client.anonymous(link).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(video.length);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-0,0,1", "bytes=4-7,4,8", "bytes=10-,10,-1", "bytes=-5,-5,-1"})
    void servesRanges(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> part = client.send(client.anonymous(link).header("Range", range));

        int first = from < 0 ? video.length + from : from;
        int end = to < 0 ? video.length : to;
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(video, first, end));
        assertThat(part.headers().firstValue("Content-Range"))
                .contains("bytes " + first + "-" + (end - 1) + "/" + video.length);
    }

    @Test
    void refusesARangeBehindTheEnd() throws Exception {
        HttpResponse<byte[]> none =
                client.send(client.anonymous(link).header("Range", "bytes=" + video.length + "-"));

        assertThat(none.statusCode()).isEqualTo(416);
        assertThat(none.headers().firstValue("Content-Range")).contains("bytes */" + video.length);
    }

    @Test
    void ignoresRangesThatItDoesNotUnderstand() throws Exception {
        for (String range : new String[] {"bytes=7-4", "bytes=0-1,3-4", "pages=1-2", "bytes=-"}) {
            assertThat(client.send(client.anonymous(link).header("Range", range)).body())
                    .isEqualTo(video);
        }
    }

    @Test
    void servesARangeOnlyOfTheSameVideo() throws Exception {
        String etag =
                client.send(client.anonymous(link)).headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> same = ifRange(etag);
        HttpResponse<byte[]> other = ifRange("\"other\"");

        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(video);
    }

    private static HttpResponse<byte[]> ifRange(String etag) throws Exception {
        return client.send(
                client.anonymous(link).header("Range", "bytes=4-").header("If-Range", etag));
    }

    @Test
    void needsTheSignatureAndNoKey() throws Exception {
        String unsigned = link.substring(0, link.indexOf('?'));

        assertThat(client.send(client.anonymous(unsigned)).statusCode()).isEqualTo(403);
        assertThat(client.send(client.anonymous(link + "0")).statusCode()).isEqualTo(403);
        assertThat(emulator.journal().requests())
                .filteredOn(request -> request.path().equals("/media/" + id + ".mp4"))
                .noneMatch(request -> request.authorizationPresent());
    }

    @Test
    void goesWhenTheTestWants() throws Exception {
        try (SeedanceEmulator other = start(SeedanceEmulator.builder())) {
            Client otherClient = new Client(other);
            String open = otherClient.created(BODY);
            other.tasks().complete(open);
            String good = otherClient.status(open).at("/results/0").textValue();

            other.tasks().expireLink(open);

            assertThat(otherClient.send(otherClient.anonymous(good)).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void goesAfterADay() throws Exception {
        try (SeedanceEmulator fast = start(SeedanceEmulator.builder().speed(86_400))) {
            Client fastClient = new Client(fast);
            String task = fastClient.created(BODY);
            String fastLink =
                    await().until(
                                    () -> fastClient.status(task).at("/results/0").textValue(),
                                    result -> result != null);

            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    fastClient
                                                            .send(fastClient.anonymous(fastLink))
                                                            .statusCode())
                                            .isEqualTo(403));
        }
    }

    @Test
    void rendersOnceForEqualTasks() throws Exception {
        String again = client.created(BODY);
        emulator.tasks().complete(again);
        String second = client.status(again).at("/results/0").textValue();

        assertThat(client.send(client.anonymous(second)).headers().firstValue("ETag"))
                .isEqualTo(client.send(client.anonymous(link)).headers().firstValue("ETag"));
    }
}
