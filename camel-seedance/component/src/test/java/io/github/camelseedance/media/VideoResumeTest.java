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
package io.github.camelseedance.media;

import static io.github.camelseedance.media.DownloadFixture.VIDEO;
import static io.github.camelseedance.media.DownloadFixture.ascii;
import static io.github.camelseedance.media.DownloadFixture.content;
import static io.github.camelseedance.media.ScriptedServer.answer;
import static io.github.camelseedance.media.ScriptedServer.head;
import static io.github.camelseedance.media.ScriptedServer.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.media.ScriptedServer.Answer;
import io.github.camelseedance.media.ScriptedServer.Request;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoResumeTest {
    private static final String TAG = "ETag: \"v1\"";
    private static final int LENGTH = VIDEO.length;
    private static final int CUT = 70_000;

    @TempDir private Path directory;
    private DownloadFixture fixture;

    @BeforeEach
    void start() {
        fixture = new DownloadFixture(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    static IntStream offsets() {
        return IntStream.of(
                0,
                1,
                7,
                11,
                12,
                13,
                100,
                4095,
                8191,
                8192,
                8193,
                16384,
                40_000,
                65_535,
                65_536,
                70_001,
                100_000,
                131_072,
                LENGTH - 2,
                LENGTH - 1);
    }

    @ParameterizedTest
    @MethodSource("offsets")
    void endsInTheSameBytesAfterACut(int offset) throws Exception {
        fixture.server.play(cutAt(offset), ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests()).hasSize(2);
        // Below 12 bytes nothing can be said about the answer, and nothing of it is kept
        Request second = fixture.server.requests().get(1);
        assertThat(second.from()).isEqualTo(offset < 12 ? 0 : offset);
        assertThat(second.header("if-range")).isEqualTo(offset < 12 ? null : "\"v1\"");
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void endsInTheSameBytesAfterTwoCuts() throws Exception {
        fixture.server.play(cutAt(30_000), cutAt(90_000), ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests())
                .extracting(Request::from)
                .containsExactly(0, 30_000, 90_000);
    }

    @Test
    void resumesAfterAReset() throws Exception {
        Answer reset =
                (request, socket) -> {
                    cutAt(CUT).write(request, socket);
                    socket.setSoLinger(true, 0);
                };
        fixture.server.play(reset, ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
    }

    @Test
    void resumesAfterSilence() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Answer silence =
                (request, socket) -> {
                    cutAt(CUT).write(request, socket);
                    socket.getOutputStream().flush();
                    await(done);
                };
        fixture.server.play(silence, ranged());
        VideoDownloader downloader =
                fixture.downloader(fixture.settings(Duration.ofMillis(300), null));
        assertThat(content(downloader.download(fixture.request(null)))).isEqualTo(VIDEO);
        done.countDown();
        assertThat(fixture.server.requests().get(1).from()).isEqualTo(CUT);
    }

    @Test
    void startsOverWhereTheRangeIsIgnored() throws Exception {
        fixture.server.play(cutAt(CUT), whole("200 OK", VIDEO));
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests()).hasSize(2);
    }

    @Test
    void startsOverWithAShorterVideoWhereItHasChanged() throws Exception {
        byte[] other = DownloadFixture.video(20_000);
        fixture.server.play(cutAt(CUT), whole("200 OK", other, "ETag: \"v2\""));
        assertThat(fixture.fetch()).isEqualTo(other);
    }

    static Stream<List<String>> partsThatDoNotFit() {
        int last = LENGTH - 1;
        return Stream.of(
                List.of(),
                List.of("Content-Range: rubbish"),
                List.of("Content-Range: bytes */" + LENGTH),
                List.of("Content-Range: bytes " + (CUT - 1) + "-" + last + "/" + LENGTH),
                List.of("Content-Range: bytes 0-" + last + "/" + LENGTH),
                List.of("Content-Range: bytes " + CUT + "-" + last + "/" + (LENGTH + 5)),
                List.of("Content-Range: bytes " + CUT + "-" + LENGTH + "/" + LENGTH),
                List.of("Content-Range: bytes " + CUT + "-10/" + LENGTH),
                List.of(range(CUT), "ETag: \"v2\""));
    }

    @ParameterizedTest
    @MethodSource("partsThatDoNotFit")
    void startsOverWithoutRangeWhereThePartDoesNotFit(List<String> headers) throws Exception {
        byte[] wrong = new byte[LENGTH - CUT];
        String[] lines = headers.toArray(String[]::new);
        fixture.server.play(cutAt(CUT), whole("206 Partial Content", wrong, lines), ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests()).extracting(Request::from).containsExactly(0, CUT, 0);
    }

    @Test
    void takesAPartOfUnknownWholeWhereTheLengthIsKnown() throws Exception {
        String range = "Content-Range: bytes " + CUT + "-" + (LENGTH - 1) + "/*";
        fixture.server.play(cutAt(CUT), whole("206 Partial Content", from(CUT), range));
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
    }

    @Test
    void goesOnBehindAPartThatIsShorterThanTheRest() throws Exception {
        byte[] some = Arrays.copyOfRange(VIDEO, CUT, CUT + 500);
        String range = "Content-Range: bytes " + CUT + "-" + (CUT + 499) + "/" + LENGTH;
        fixture.server.play(cutAt(CUT), whole("206 Partial Content", some, range), ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests().get(2).from()).isEqualTo(CUT + 500);
    }

    @Test
    void startsOverWhereTheRangeCannotBeHad() throws Exception {
        fixture.server.play(cutAt(CUT), whole("416 Range Not Satisfiable", ascii("no")), ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests()).extracting(Request::from).containsExactly(0, CUT, 0);
    }

    @Test
    void asksWithTheDateWhereTheTagIsWeak() throws Exception {
        String date = "Sat, 22 Nov 2025 10:00:00 GMT";
        fixture.server.play(cutAt(CUT, "ETag: W/\"v1\"", "Last-Modified: " + date), ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests().get(1).header("if-range")).isEqualTo(date);
    }

    @Test
    void startsOverWhereNothingTellsThatTheVideoIsTheSame() throws Exception {
        fixture.server.play(cutAt(CUT, "X-Nothing: here"), ranged());
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests().get(1).headers())
                .doesNotContainKeys("range", "if-range");
    }

    @Test
    void refusesAVideoThatIsAlwaysTooShort() {
        fixture.server.play(
                answer("200 OK", Arrays.copyOf(VIDEO, 5000), "Content-Length: " + LENGTH));
        assertThat(fixture.refusal())
                .hasMessageContaining("closed after 5000 of 150000 bytes")
                .hasMessageContaining("the last of 5 attempts")
                .hasMessageContaining("/v/clip.mp4")
                .hasMessageContaining("download again, it costs nothing");
        assertThat(fixture.server.requests()).hasSize(5);
    }

    /** A proxy, for instance, that has kept a part and announces that part's length. */
    @Test
    void takesNoPartForTheWholeWhateverLengthIsAnnounced() throws Exception {
        byte[] part = Arrays.copyOf(VIDEO, 5000);
        fixture.server.play(whole("200 OK", part), whole("200 OK", VIDEO));
        assertThat(fixture.fetch()).isEqualTo(VIDEO);

        fixture.server.play(whole("200 OK", part));
        assertThat(fixture.refusal())
                .hasMessageContaining("ended within the video, though at the announced length");
    }

    @Test
    void takesAVideoThatSomethingFollows() throws Exception {
        byte[] padded = Arrays.copyOf(VIDEO, LENGTH + 7);
        fixture.server.play(whole("200 OK", padded));
        assertThat(fixture.fetch()).isEqualTo(padded);
    }

    @Test
    void refusesAVideoThatIsAlwaysTooLong() {
        byte[] tooLong = Arrays.copyOf(VIDEO, LENGTH + 10);
        Answer rest =
                (request, socket) ->
                        answer(
                                        "206 Partial Content",
                                        chunked(Arrays.copyOfRange(tooLong, CUT, tooLong.length)),
                                        "Transfer-Encoding: chunked",
                                        range(CUT))
                                .write(request, socket);
        fixture.server.play(cutAt(CUT), rest, cutAt(CUT), rest, cutAt(CUT));
        assertThat(fixture.refusal()).hasMessageContaining("the last of 5 attempts");
        assertThat(fixture.server.requests())
                .extracting(Request::from)
                .containsExactly(0, CUT, 0, CUT, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesAVideoWithoutLengthAndTellsItsEndFromACut(boolean chunked) throws Exception {
        byte[] body = chunked ? chunked(VIDEO) : VIDEO;
        String header = chunked ? "Transfer-Encoding: chunked" : "X-Ends: with the connection";
        fixture.server.play(
                answer("200 OK", Arrays.copyOf(body, CUT), header), answer("200 OK", body, header));
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests()).hasSize(2);
    }

    private static byte[] from(int offset) {
        return Arrays.copyOfRange(VIDEO, offset, LENGTH);
    }

    private static String range(int from) {
        return "Content-Range: bytes " + from + "-" + (LENGTH - 1) + "/" + LENGTH;
    }

    private static byte[] chunked(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += 10_000) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(at + 10_000, bytes.length));
            out.writeBytes(ascii(Integer.toHexString(chunk.length) + "\r\n"));
            out.writeBytes(chunk);
            out.writeBytes(ascii("\r\n"));
        }
        out.writeBytes(ascii("0\r\n\r\n"));
        return out.toByteArray();
    }

    /** A good server. */
    private static Answer ranged() {
        return cutAt(LENGTH);
    }

    /** A good server whose connection breaks at an offset of the video. */
    private static Answer cutAt(int offset, String... validators) {
        String[] more = validators.length == 0 ? new String[] {TAG} : validators;
        return (request, socket) -> {
            int from = request.from();
            Stream<String> headers =
                    Stream.of("Content-Type: video/mp4", "Content-Length: " + (LENGTH - from));
            Stream<String> tail =
                    from == 0
                            ? Arrays.stream(more)
                            : Stream.concat(Arrays.stream(more), Stream.of(range(from)));
            head(
                    socket,
                    from == 0 ? "200 OK" : "206 Partial Content",
                    Stream.concat(headers, tail).toArray(String[]::new));
            socket.getOutputStream().write(VIDEO, from, offset - from);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
