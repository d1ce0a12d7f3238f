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

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoRefusalTest extends VideoTestSupport {
    private static final String FRESH = "/media/fresh.mp4";

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 410})
    void saysThatALinkHasExpired(int status) {
        next(Fault.answer(status, "", "expired at\u0007 noon"));
        assertThat(refusal())
                .hasMessageContaining("the link was refused: 'expired at")
                .hasMessageNotContaining("\u0007")
                .hasMessageContaining("Links live 24 hours")
                .hasMessageContaining("seedance:status")
                .hasFieldOrPropertyWithValue("httpStatus", status);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void startsOverWithAFreshLinkWhereTheOldOneHasExpired() throws Exception {
        next(Fault.cutAt(5000), Fault.expired(), theVideo());
        DownloadRequest request = request(() -> completedFuture(url(FRESH + "?sig=new")));
        assertThat(content(downloader().download(request))).isEqualTo(video);
        assertThat(requests()).hasSize(3);
        RecordedRequest last = requests().get(2);
        assertThat(last.path() + "?" + last.query()).isEqualTo(FRESH + "?sig=new");
        assertThat(last.headers()).doesNotContainKeys("Range", "If-Range");
    }

    @Test
    void asksForAFreshLinkOnce() {
        always(Fault.expired());
        DownloadRequest request = request(() -> completedFuture(url(FRESH + "?a=secret")));
        assertThat(refusal(downloader().download(request)))
                .hasMessageContaining(FRESH)
                .hasMessageContaining("and so was the fresh one");
        assertThat(requests()).hasSize(2);
    }

    @Test
    void saysThatNoFreshLinkCouldBeRead() {
        next(Fault.expired());
        IllegalStateException cause = new IllegalStateException("the service is away");
        DownloadRequest request = request(() -> failedFuture(cause));
        assertThat(refusal(downloader().download(request)))
                .hasMessageContaining("no fresh one could be read")
                .hasCause(cause);
    }

    @Test
    void refusesHtmlAndShowsItsBeginning() {
        String page = "<html>\r\n\u001b[31mPlease log in http://x.example/a?token=secret</html>";
        next(Fault.answer(200, "text/html; charset=utf-8", page));
        assertThat(refusal())
                .hasMessageContaining("'text/html; charset=utf-8' and no video: '<html>")
                .hasMessageContaining("Please log in")
                .hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesJson() {
        next(Fault.answer(200, "application/json", "{\"error\":\"none\"}"));
        assertThat(refusal())
                .hasMessageContaining("'application/json' and no video: '{\"error\":\"none\"}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "This is text and not a video", "\u0000\u0000\u0000 free"})
    void refusesWhatDoesNotStartAsAVideo(String body) {
        next(Fault.answer(200, MP4, body));
        assertThat(refusal()).hasMessageContaining("does not start as a video does");
    }

    @Test
    void refusesAPictureInTheContainerOfAVideo() {
        next(Fault.answer(200, "", "\0\0\0\u0018ftypavif\0\0\0\0"));
        assertThat(refusal()).hasMessageContaining("does not start as a video does");
    }

    @Test
    void refusesAnEmptyAnswerAfterSomeAttempts() {
        always(Fault.answer(200, MP4, ""));
        assertThat(refusal()).hasMessageContaining("the answer was empty");
        assertThat(requests()).hasSize(5);
    }

    @Test
    void refusesAnEncodedAnswer() {
        next(Fault.answer(200, MP4, video, Map.of("Content-Encoding", "gzip")));
        assertThat(refusal()).hasMessageContaining("Content-Encoding 'gzip'");
    }

    @Test
    void refusesWhatIsTooBigByItsHeader() {
        next(Fault.wrongLength(MAX_SIZE + 1 - video.length));
        assertThat(refusal())
                .hasMessageContaining("has 1000001 bytes, and maxDownloadSize allows 1000000")
                .hasMessageContaining("Raise maxDownloadSize");
        awaitNoConnection();
        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 408, 409, 425, 429, 500, 502, 503, 504})
    void triesAgainWhatMayPass(int status) throws Exception {
        next(
                Fault.answer(status, "application/json", "{\"code\":\"video_not_ready\"}"),
                Fault.answer(status, "", ""));
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).hasSize(3);
    }

    @Test
    void givesUpWhatDoesNotPass() {
        always(Fault.answer(503, "text/plain", "busy"));
        assertThat(refusal())
                .hasMessageContaining("the host answered 503: 'busy' (the last of 5 attempts)")
                .hasFieldOrPropertyWithValue("httpStatus", 503);
        assertThat(requests()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304, 405, 416, 418})
    void givesUpAtOnceWhatCannotPass(int status) {
        next(Fault.answer(status, "", ""));
        assertThat(refusal()).hasMessageContaining("answered " + status);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void masksWhatLooksLikeASignature() {
        String signature = "c2lnbmF0dXJlLXdpdGgtc2VjcmV0LXRoaW5ncy1pbi1pdA==";
        next(Fault.answer(403, "text/plain", "expected " + signature));
        assertThat(refusal()).hasMessageContaining("expected …").hasMessageNotContaining(signature);
    }
}
