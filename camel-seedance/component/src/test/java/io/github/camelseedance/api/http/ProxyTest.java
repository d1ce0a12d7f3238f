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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.http.ClientSettings.Proxy;
import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.Ambiguous;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through a forward proxy. */
class ProxyTest extends ClientTestSupport {
    private static final String CREDENTIALS =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("me:pass".getBytes(StandardCharsets.UTF_8));

    @BeforeEach
    void trustNothing() {
        trustedHosts = Set.of();
    }

    /** The service, which takes plain calls as a proxy passes them on: as they are. */
    private static Proxy proxy(String user, String password, String nonProxyHosts) {
        return proxy(service().getPort(), user, password, nonProxyHosts);
    }

    private static Proxy proxy(int port, String user, String password, String nonProxyHosts) {
        return new Proxy("http", "127.0.0.1", port, user, password, nonProxyHosts);
    }

    private static RecordedRequest request() {
        return emulator.journal().requests().assertCount(1).get(0);
    }

    @Test
    void sendsCallsToTheProxyWhichIsTrusted() {
        proxy = proxy(null, null, null);
        assertThat(create(URI.create("http://api.example.com"))).isInstanceOf(Accepted.class);
        assertThat(request().path()).isEqualTo("/v1/videos/generations");
        assertThat(request().header("Host")).isEqualTo("api.example.com");
        assertThat(request().header("Proxy-Authorization")).isNull();
        assertThat(request().body()).isEqualTo(BODY);
    }

    @Test
    void tellsTheProxyTheWholeUrl() throws Exception {
        try (RawServer peer = RawServer.answering(answer(502, ""))) {
            proxy = proxy(peer.port(), null, null, null);
            assertThat(create(URI.create("http://api.example.com"))).isInstanceOf(Ambiguous.class);
            assertThat(peer.requests())
                    .singleElement()
                    .extracting(RawServer.Request::line)
                    .isEqualTo("POST http://api.example.com/v1/videos/generations HTTP/1.1");
        }
    }

    @Test
    void namesItselfToTheProxyAtTheFirstRequest() {
        proxy = proxy("me", "pass", null);
        assertThat(create(URI.create("http://api.example.com"))).isInstanceOf(Accepted.class);
        assertThat(request().header("Proxy-Authorization")).isEqualTo(CREDENTIALS);
    }

    @Test
    void answersTheProxysChallengeToATunnel() throws Exception {
        try (RawServer tunnel =
                RawServer.answering(answer(407, "", "Proxy-Authenticate: Basic realm=\"x\""))) {
            proxy = proxy(tunnel.port(), "me", "pass", null);
            assertThat(create(URI.create("https://api.example.com")))
                    .isInstanceOf(NotAccepted.class);
            assertThat(tunnel.requests()).hasSize(2);
            assertThat(tunnel.requests().get(1).headers())
                    .containsEntry("proxy-authorization", CREDENTIALS)
                    .doesNotContainKey("authorization");
        }
    }

    @Test
    void aDeadlineBeforeTheBytesWereAskedForIsProvablyNotAccepted() throws Exception {
        try (RawServer silent =
                new RawServer(
                        client -> {
                            client.nextHead();
                            client.awaitEnd();
                        })) {
            proxy = proxy(silent.port(), null, null, null);
            CompletableFuture<CreateOutcome> call =
                    client().create(account(URI.create("https://api.example.com")), BODY, KEY);
            await().until(() -> !silent.requests().isEmpty());
            passDeadlines();
            assertThat(get(call))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused ->
                                    assertThat(refused.cause())
                                            .hasMessageContaining("createTimeout=10000ms"));
            assertThat(silent.requests())
                    .singleElement()
                    .satisfies(
                            r -> {
                                assertThat(r.line()).startsWith("CONNECT api.example.com:443");
                                assertThat(r.headers()).doesNotContainKey("authorization");
                            });
        }
    }

    @Test
    void anAnswerOfAProxyToTheTunnelIsProvablyNotAccepted() throws Exception {
        try (RawServer tunnel = RawServer.answering(answer(407, "<html>no</html>"))) {
            proxy = proxy(tunnel.port(), null, null, null);
            assertThat(create(URI.create("https://api.example.com")))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused ->
                                    assertThat(refused.cause())
                                            .isInstanceOf(SeedanceRefusedException.class)
                                            .hasMessageContaining("password of the HTTP proxy"));
        }
    }

    @Test
    void goesStraightToNonProxyHosts() throws Exception {
        trustedHosts = Set.of("127.0.0.1");
        try (RawServer peer = RawServer.answering(answer(502, ""))) {
            proxy = proxy(peer.port(), "me", "pass", "localhost|*.internal|127.*");
            assertThat(create()).isInstanceOf(Accepted.class);
            assertThat(request().path()).startsWith("/v1/");
            assertThat(request().header("Proxy-Authorization")).isNull();
            assertThat(peer.connections()).isZero();
        }
    }

    @Test
    void nonProxyHostsMatchWholeNamesOnly() {
        proxy = proxy(null, null, " *.Internal | a.b ");
        assertThat(create(URI.create("http://internal.example.com"))).isInstanceOf(Accepted.class);
        assertThat(create(URI.create("http://axb"))).isInstanceOf(Accepted.class);
        emulator.journal().requests().assertCount(2);
        assertThat(create(URI.create("http://no-such.INTERNAL"))).isInstanceOf(NotAccepted.class);
        emulator.journal().requests().assertCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "169.254.169.254",
                "localhost",
                "a.LOCALHOST",
                "[::1]",
                "[fd00::1]",
                "2130706433",
                "0x7f.1",
                "127.1"
            })
    void aPrivateAddressThatIsWrittenOutIsNotAskedOfTheProxy(String host) {
        proxy = proxy(null, null, null);
        assertThat(create(URI.create("http://" + host + ":8080")))
                .isInstanceOfSatisfying(
                        NotAccepted.class,
                        refused ->
                                assertThat(refused.cause()).hasMessageContaining("trustedHosts"));
        assertThat(emulator.journal().connections()).isZero();
    }

    @Test
    void showsNoPassword() {
        assertThat(proxy("me", "pass", null).toString()).doesNotContain("pass", "me:");
    }
}
