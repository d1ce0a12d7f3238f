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

import static io.github.camelseedance.media.DownloadFixture.TASK;
import static io.github.camelseedance.media.DownloadFixture.VIDEO;
import static io.github.camelseedance.media.DownloadFixture.content;
import static io.github.camelseedance.media.ScriptedServer.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.media.ScriptedServer.Answer;
import io.github.camelseedance.media.ScriptedServer.Request;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoLinkTest {
    @TempDir private Path directory;
    private DownloadFixture fixture;
    private ScriptedServer other;

    @BeforeEach
    void start() {
        fixture = new DownloadFixture(directory);
        other = new ScriptedServer();
        other.play(whole("200 OK", VIDEO));
    }

    @AfterEach
    void stop() {
        other.close();
        fixture.close();
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
        String link = target.replace("PORT", String.valueOf(other.port()));
        fixture.server.play(redirect("302 Found", link));
        assertThat(fixture.refusal())
                .hasMessageContaining("/v/clip.mp4")
                .hasMessageContaining("redirect that was not followed")
                .hasMessageContaining("leads to a private address")
                .hasMessageContaining("trustedHosts");
        assertThat(fixture.refusal(link)).hasMessageContaining("leads to a private address");
        assertThat(fixture.server.requests()).hasSize(1);
        assertThat(other.requests()).isEmpty();
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
        assertThat(fixture.refusal(link)).hasMessageContaining("names no valid host and port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a.mp4", "a.mp4", "file:///etc/passwd", "ftp://a.example/a", "", "//a/b"})
    void refusesWhatIsNoHttpUrl(String link) {
        assertThat(fixture.refusal(link)).hasMessageContaining("not an absolute http(s) URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a b/", "https://[oops/", "%%%"})
    void refusesWhatIsNoUrl(String link) {
        assertThat(fixture.refusal(link)).hasMessageContaining("not a URL");
    }

    @Test
    void refusesANameThatTurnsOutToBePrivate() {
        String link = "https://media.example:" + other.port() + "/a.mp4?sig=secret";
        assertThat(fixture.refusal(link))
                .hasMessageContaining("'media.example' has a private address")
                .hasMessageContaining("trustedHosts");
        fixture.server.play(redirect("307 Temporary Redirect", link));
        assertThat(fixture.refusal()).hasMessageContaining("'media.example' has a private");
        assertThat(other.requests()).isEmpty();
        assertThat(fixture.server.requests()).hasSize(1);
    }

    @Test
    void refusesPlainHttpFromAHostThatIsNotTrusted() {
        assertThat(fixture.refusal("http://media.example/a.mp4"))
                .hasMessageContaining("is plain http")
                .hasMessageContaining("'media.example:80' in the option trustedHosts");
    }

    @Test
    void refusesAUserNameInALink() {
        assertThat(fixture.refusal("https://me:secret@media.example/a.mp4"))
                .hasMessageContaining("carries a user name");
    }

    @Test
    void refusesARedirectLoop() {
        fixture.server.play(redirect("301 Moved", "/v/clip.mp4"));
        assertThat(fixture.refusal()).hasMessageContaining("redirected more than 5 times");
        assertThat(fixture.server.requests()).hasSize(6);
    }

    @Test
    void refusesARedirectToNowhere() {
        fixture.server.play(whole("302 Found", new byte[0]));
        assertThat(fixture.refusal()).hasMessageContaining("redirect without a Location");
    }

    @ParameterizedTest
    @CsvSource({
        "301 Moved Permanently, /else.mp4",
        "302 Found, next.mp4?sig=b",
        "303 See Other, http://localhost:PORT/x",
        "307 Temporary Redirect, //localhost:PORT/x",
        "308 Permanent Redirect, ?other"
    })
    void followsARedirectToATrustedHost(String status, String location) throws Exception {
        String target = location.replace("PORT", String.valueOf(fixture.server.port()));
        fixture.server.play(redirect(status, target), whole("200 OK", VIDEO));
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(fixture.server.requests()).hasSize(2);
    }

    @Test
    void trustsWhatIsNamed() throws Exception {
        fixture.policy.trust(URI.create(other.url("")));
        fixture.server.play(redirect("302 Found", other.url("/a.mp4")));
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        assertThat(other.requests()).hasSize(1);
    }

    @Test
    void sendsNothingThatItNeedNotSend() throws Exception {
        Answer cookie = redirect("302 Found", "/else.mp4", "Set-Cookie: id=1; Path=/");
        fixture.server.play(cookie, whole("200 OK", VIDEO));
        assertThat(fixture.fetch()).isEqualTo(VIDEO);
        for (Request request : fixture.server.requests()) {
            assertThat(request.headers().keySet())
                    .isSubsetOf("host", "accept-encoding", "connection", "user-agent");
            assertThat(request.header("accept-encoding")).isEqualTo("identity");
            assertThat(request.line().toLowerCase(Locale.ROOT)).startsWith("get ");
        }
    }

    @Test
    void keepsTheSignatureAsItIs() throws Exception {
        String path = "/a%2Fb/c.mp4?X-Sig=a%2Bb%3D&e=~x";
        fixture.server.play(whole("200 OK", VIDEO));
        DownloadRequest request = new DownloadRequest(fixture.server.url(path), TASK, null);
        assertThat(content(fixture.downloader().download(request))).isEqualTo(VIDEO);
        assertThat(fixture.server.requests().get(0).line()).isEqualTo("GET " + path + " HTTP/1.1");
    }

    private static Answer redirect(String status, String location, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Location: " + location;
        return whole(status, new byte[0], all);
    }
}
