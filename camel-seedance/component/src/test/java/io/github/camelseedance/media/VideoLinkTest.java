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

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoLinkTest extends VideoTestSupport {
    /** A host that is not trusted. */
    private static SeedanceEmulator other;

    @BeforeAll
    static void startTheOther() {
        other = SeedanceEmulator.builder().build().start();
        other.faults().always(Phase.DOWNLOAD, theVideo());
    }

    @AfterAll
    static void stopTheOther() {
        other.close();
    }

    @BeforeEach
    void forgetWhatTheOtherWasAsked() {
        other.journal().clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/a.mp4",
                "https://10.0.0.1/a.mp4",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]:PORT/a.mp4",
                "https://[::ffff:127.0.0.1]:PORT/a.mp4",
                "https://[fe80::1%25eth9]/a.mp4",
                "http://localhost:PORT/a.mp4",
                "https://LOCALHOST:PORT/a.mp4",
                "https://localhost.:PORT/a.mp4",
                "https://sub.localhost:PORT/a.mp4",
                "https://127.0.0.1:PORT/a.mp4",
                "http://0.0.0.0:PORT/a.mp4",
                "http://2130706433:PORT/a.mp4"
            })
    void neverConnectsToAPrivateAddress(String target) {
        String link = target.replace("PORT", String.valueOf(port(other)));
        next(Fault.redirect(302, link));
        assertThat(refusal())
                .hasMessageContaining("/media/" + task + ".mp4")
                .hasMessageContaining("redirect that was not followed")
                .hasMessageContaining("leads to a private address")
                .hasMessageContaining("trustedHosts");
        assertThat(refusal(link)).hasMessageContaining("leads to a private address");
        assertThat(requests()).hasSize(1);
        assertThat(other.journal().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.1/a",
                "http://0x7f.1/a",
                "https:///a",
                "https://a_b.example/a",
                "https://a.example:99999/a",
                "https://a.example:0/a"
            })
    void refusesAHostThatIsNone(String link) {
        assertThat(refusal(link)).hasMessageContaining("names no valid host and port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a.mp4", "a.mp4", "file:///etc/passwd", "ftp://a.example/a", "", "//a/b"})
    void refusesWhatIsNoHttpUrl(String link) {
        assertThat(refusal(link)).hasMessageContaining("not an absolute http(s) URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a b/", "https://[oops/", "%%%"})
    void refusesWhatIsNoUrl(String link) {
        assertThat(refusal(link)).hasMessageContaining("not a URL");
    }

    @Test
    void refusesANameThatTurnsOutToBePrivate() {
        String link = "https://media.example:" + port(other) + "/a.mp4?sig=secret";
        assertThat(refusal(link))
                .hasMessageContaining("'media.example' has a private address")
                .hasMessageContaining("trustedHosts");
        next(Fault.redirect(307, link));
        assertThat(refusal()).hasMessageContaining("'media.example' has a private");
        assertThat(other.journal().requests()).isEmpty();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void refusesPlainHttpFromAHostThatIsNotTrusted() {
        assertThat(refusal("http://media.example/a.mp4"))
                .hasMessageContaining("is plain http")
                .hasMessageContaining("'media.example:80' in the option trustedHosts");
    }

    @Test
    void refusesAUserNameInALink() {
        assertThat(refusal("https://me:secret@media.example/a.mp4"))
                .hasMessageContaining("carries a user name");
    }

    @Test
    void refusesARedirectLoop() {
        always(Fault.redirect(301, "/media/clip.mp4"));
        assertThat(refusal()).hasMessageContaining("redirected more than 5 times");
        assertThat(requests()).hasSize(6);
    }

    @Test
    void refusesARedirectToNowhere() {
        next(Fault.answer(302, "", ""));
        assertThat(refusal()).hasMessageContaining("redirect without a Location");
    }

    @ParameterizedTest
    @CsvSource({
        "301, /media/else.mp4, /media/else.mp4",
        "302, next.mp4?sig=b, /media/next.mp4",
        "303, http://localhost:PORT/media/x, /media/x",
        "307, //localhost:PORT/media/x, /media/x",
        "308, ?other, /media/TASK.mp4"
    })
    void followsARedirectToATrustedHost(int status, String location, String path) throws Exception {
        String target = location.replace("PORT", String.valueOf(port(emulator)));
        next(Fault.redirect(status, target), theVideo());
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests())
                .extracting(RecordedRequest::path)
                .containsExactly("/media/" + task + ".mp4", path.replace("TASK", task));
    }

    @Test
    void trustsWhatIsNamed() throws Exception {
        policy.trust(URI.create(other.baseUrl()));
        next(Fault.redirect(302, other.baseUrl() + "/media/a.mp4"));
        assertThat(fetch()).isEqualTo(video);
        assertThat(other.journal().requests()).hasSize(1);
    }

    @Test
    void sendsNothingThatItNeedNotSend() throws Exception {
        Map<String, String> headers =
                Map.of("Location", "/media/else.mp4", "Set-Cookie", "id=1; Path=/");
        next(Fault.answer(302, "", "", headers), theVideo());
        assertThat(fetch()).isEqualTo(video);
        assertThat(requests()).hasSize(2);
        for (RecordedRequest request : requests()) {
            assertThat(request.headers().keySet())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .isSubsetOf("host", "accept-encoding", "connection", "user-agent");
            assertThat(request.header("accept-encoding")).isEqualTo("identity");
            assertThat(request.method()).isEqualTo("GET");
        }
    }

    private static int port(SeedanceEmulator of) {
        return URI.create(of.baseUrl()).getPort();
    }
}
