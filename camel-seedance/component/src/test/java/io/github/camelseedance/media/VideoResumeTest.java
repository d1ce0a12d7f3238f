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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VideoResumeTest extends VideoTestSupport {
    private static final int CUT = 70_000;

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
                video.length - 2,
                video.length - 1);
    }

    @ParameterizedTest
    @MethodSource("offsets")
    void endsInTheSameBytesAfterACut(int offset) throws Exception {
        next(Fault.cutAt(offset));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).hasSize(2);
        // Below 12 bytes nothing can be said about the answer, and nothing of it is kept
        RecordedRequest second = requests().get(1);
        assertThat(from(second)).isEqualTo(offset < 12 ? 0 : offset);
        assertThat(second.header("If-Range")).isEqualTo(offset < 12 ? null : etag);
        assertThat(files()).isEmpty();
    }

    @Test
    void endsInTheSameBytesAfterTwoCuts() throws Exception {
        next(Fault.cutAt(30_000), Fault.cutAt(90_000 - 30_000));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests())
                .extracting(VideoTestSupport::from)
                .containsExactly(0, 30_000, 90_000);
    }

    @Test
    void resumesAfterSilence() throws Exception {
        // Also of the attempts after it, one of which a pause of the machine may have cut short.
        always(Fault.dripping(CUT, Duration.ofHours(1)));
        VideoDownloader downloader = downloader(settings(Duration.ofMillis(300), null));
        assertThat(content(downloader.download(request(null)))).isEqualTo(video);
        assertThat(requests()).hasSizeBetween(2, 5).anyMatch(request -> from(request) > 0);
    }

    @Test
    void startsOverWhereTheRangeIsIgnored() throws Exception {
        next(Fault.cutAt(CUT), Fault.ignoreRange());
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).extracting(VideoTestSupport::from).containsExactly(0, CUT);
    }

    @Test
    void startsOverWithAShorterVideoWhereItHasChanged() throws Exception {
        byte[] other = noise(20_000);
        next(Fault.cutAt(CUT), Fault.answer(200, MP4, other, Map.of("ETag", "\"v2\"")));
        assertThat(fetch()).isEqualTo(other);
    }

    static Stream<Map<String, String>> partsThatDoNotFit() {
        int length = video.length;
        int last = length - 1;
        return Stream.of(
                Map.of(),
                Map.of("Content-Range", "rubbish"),
                Map.of("Content-Range", "bytes */" + length),
                range(CUT - 1, last, length),
                range(0, last, length),
                range(CUT, last, length + 5),
                range(CUT, length, length),
                range(CUT, 10, length),
                Map.of(
                        "Content-Range",
                        "bytes " + CUT + "-" + last + "/" + length,
                        "ETag",
                        "\"v2\""));
    }

    @ParameterizedTest
    @MethodSource("partsThatDoNotFit")
    void startsOverWithoutRangeWhereThePartDoesNotFit(Map<String, String> headers)
            throws Exception {
        byte[] wrong = new byte[video.length - CUT];
        next(Fault.cutAt(CUT), Fault.answer(206, MP4, wrong, headers));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).extracting(VideoTestSupport::from).containsExactly(0, CUT, 0);
    }

    @Test
    void takesAPartOfUnknownWholeWhereTheLengthIsKnown() throws Exception {
        Map<String, String> range = Map.of("Content-Range", "bytes " + CUT + "-" + last() + "/*");
        next(Fault.cutAt(CUT), Fault.answer(206, MP4, rest(), range));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).hasSize(2);
    }

    @Test
    void goesOnBehindAPartThatIsShorterThanTheRest() throws Exception {
        byte[] some = Arrays.copyOf(rest(), 500);
        Map<String, String> range = range(CUT, CUT + 499, video.length);
        next(Fault.cutAt(CUT), Fault.answer(206, MP4, some, range));
        assertThat(fetch()).isEqualTo(video);
        assertThat(from(requests().get(2))).isEqualTo(CUT + 500);
    }

    @Test
    void startsOverWhereTheRangeCannotBeHad() throws Exception {
        next(Fault.cutAt(CUT), Fault.answer(416, "text/plain", "no"));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).extracting(VideoTestSupport::from).containsExactly(0, CUT, 0);
    }

    @Test
    void asksWithTheDateWhereTheTagIsWeak() throws Exception {
        String date = "Sat, 22 Nov 2025 10:00:00 GMT";
        next(
                start(CUT, Map.of("ETag", "W/\"v1\"", "Last-Modified", date)),
                Fault.answer(206, MP4, rest(), range(CUT, last(), video.length)));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).extracting(VideoTestSupport::from).containsExactly(0, CUT);
        assertThat(requests().get(1).header("If-Range")).isEqualTo(date);
    }

    @Test
    void startsOverWhereNothingTellsThatTheVideoIsTheSame() throws Exception {
        next(start(CUT, Map.of()));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).hasSize(2);
        assertThat(requests().get(1).headers()).doesNotContainKeys("Range", "If-Range");
    }

    @Test
    void refusesAVideoThatIsAlwaysTooShort() {
        always(start(5000, Map.of()));
        assertThat(refusal())
                .hasMessageContaining("closed after 5000 of " + video.length + " bytes")
                .hasMessageContaining("the last of 5 attempts")
                .hasMessageContaining("/media/" + task + ".mp4")
                .hasMessageContaining("download again, it costs nothing");
        assertThat(requests()).hasSize(5);
    }

    /** A proxy, for instance, that has kept a part and announces that part's length. */
    @Test
    void takesNoPartForTheWholeWhateverLengthIsAnnounced() throws Exception {
        next(Fault.truncate(5000));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).hasSize(2);

        always(Fault.truncate(5000));
        assertThat(refusal())
                .hasMessageContaining("ended within the video, though at the announced length");
    }

    @Test
    void takesAVideoThatSomethingFollows() throws Exception {
        byte[] padded = Arrays.copyOf(video, video.length + 7);
        next(Fault.answer(200, MP4, padded, Map.of()));
        assertThat(fetch()).isEqualTo(padded);
    }

    @Test
    void refusesAVideoThatIsAlwaysTooLong() {
        byte[] tooLong = Arrays.copyOf(rest(), rest().length + 10);
        Map<String, String> chunked =
                Map.of(
                        "Transfer-Encoding",
                        "chunked",
                        "Content-Range",
                        "bytes " + CUT + "-" + last() + "/" + video.length);
        Fault rest = Fault.answer(206, MP4, tooLong, chunked);
        next(Fault.cutAt(CUT), rest, Fault.cutAt(CUT), rest, Fault.cutAt(CUT));
        assertThat(refusal()).hasMessageContaining("the last of 5 attempts");
        assertThat(requests())
                .extracting(VideoTestSupport::from)
                .containsExactly(0, CUT, 0, CUT, 0);
    }

    private static int last() {
        return video.length - 1;
    }

    /** What is behind the cut. */
    private static byte[] rest() {
        return Arrays.copyOfRange(video, CUT, video.length);
    }

    private static Map<String, String> range(int first, int last, int length) {
        return Map.of("Content-Range", "bytes " + first + "-" + last + "/" + length);
    }

    /** The video's first bytes under the length of all, with other validators than the true one. */
    private static Fault start(int bytes, Map<String, String> validators) {
        Map<String, String> headers = new HashMap<>(validators);
        headers.put("Content-Length", String.valueOf(video.length));
        return Fault.answer(200, MP4, Arrays.copyOf(video, bytes), headers);
    }
}
