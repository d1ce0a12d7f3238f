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

import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.http.ClientSettings.Proxy;
import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.Ambiguous;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.junit.jupiter.api.Test;

/** A create call reaches the service once at most, whatever happens on the way. */
class CreateOnceTest extends ClientTestSupport {

    @Test
    void sendsTheExactBytesOnce() throws Exception {
        try (RawServer server = RawServer.answering(r -> answer(200, TASK))) {
            assertThat(create(server.url()))
                    .isInstanceOfSatisfying(
                            Accepted.class,
                            accepted -> {
                                assertThat(accepted.task().id()).isEqualTo("task-unified-1-a");
                                assertThat(accepted.replayed()).isFalse();
                            });
            assertThat(server.requests()).hasSize(1);
            RawServer.Request request = server.requests().get(0);
            assertThat(request.line()).isEqualTo("POST /v1/videos/generations HTTP/1.1");
            assertThat(request.body()).isEqualTo(BODY);
            assertThat(request.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("idempotency-key", KEY)
                    .containsEntry("authorization", "Bearer " + API_KEY)
                    .containsEntry("accept", "application/json")
                    .hasEntrySatisfying(
                            "user-agent",
                            agent -> assertThat(agent).matches("camel-seedance/\\d+\\.\\d+.*"));
        }
    }

    @Test
    void keepsTheBasePathOfTheUrl() throws Exception {
        try (RawServer server = RawServer.answering(r -> answer(200, TASK))) {
            create(URI.create(server.url() + "/gateway"));
            assertThat(server.requests().get(0).line())
                    .isEqualTo("POST /gateway/v1/videos/generations HTTP/1.1");
        }
    }

    @Test
    void doesNotRepeatAfter503() throws Exception {
        try (RawServer server = RawServer.answering(r -> answer(503, "{}", "Retry-After: 0"))) {
            assertThat(create(server.url())).isInstanceOf(Ambiguous.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (RawServer other = RawServer.answering(r -> answer(200, TASK));
                RawServer server =
                        RawServer.answering(
                                r -> answer(307, "", "Location: " + other.url() + "/x"))) {
            assertThat(create(server.url())).isInstanceOf(Ambiguous.class);
            assertThat(server.requests()).hasSize(1);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void doesNotRepeatAfterAResetBeforeTheBody() throws Exception {
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.nextHead();
                            client.reset();
                        })) {
            assertThat(create(server.url())).isInstanceOf(Ambiguous.class);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void doesNotRepeatAfterAResetAfterTheBody() throws Exception {
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.next();
                            client.reset();
                        })) {
            assertThat(create(server.url()))
                    .isInstanceOfSatisfying(
                            Ambiguous.class,
                            ambiguous ->
                                    assertThat(ambiguous.cause())
                                            .isInstanceOf(SeedanceOutcomeUnknownException.class)
                                            .hasMessageContaining(KEY)
                                            .hasMessageContaining("127.0.0.1:" + server.port()));
            assertThat(server.requests()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void isUnsureAfterHalfAnAnswer() throws Exception {
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.next();
                            client.send(answer(200, TASK).substring(0, 110));
                        })) {
            assertThat(create(server.url())).isInstanceOf(Ambiguous.class);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void isUnsureAfterHalfAnErrorOnItsLastConnection() throws Exception {
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.next();
                            client.send(
                                    answer(402, "{\"error\":{\"code\":\"insufficient_quota\"}}")
                                            .substring(0, 90));
                        })) {
            assertThat(create(server.url())).isInstanceOf(Ambiguous.class);
        }
    }

    @Test
    void knows429ByItsStatusAlone() throws Exception {
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.next();
                            client.send(
                                    answer(429, "{\"error\":{}}", "Retry-After: 7")
                                            .replace("{\"error\":{}}", "{"));
                        })) {
            assertThat(create(server.url()))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused ->
                                    assertThat(refused.retryAfter())
                                            .isEqualTo(Duration.ofSeconds(7)));
        }
    }

    @Test
    void asksAConnectionThatRestedWhetherItStillStands() throws Exception {
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.next();
                            client.send(answer(200, TASK));
                        })) {
            assertThat(create(server.url())).isInstanceOf(Accepted.class);
            await().pollDelay(Duration.ofMillis(600)).until(() -> true);
            assertThat(create(server.url())).isInstanceOf(Accepted.class);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        try (RawServer server = RawServer.answering(r -> answer(200, TASK))) {
            await().untilAsserted(
                            () -> {
                                int before = server.connections();
                                create(server.url());
                                assertThat(server.connections()).isEqualTo(before);
                            });
        }
    }

    @Test
    void nothingIsSentWithoutAConnection() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(create(URI.create("http://127.0.0.1:" + free)))
                .isInstanceOfSatisfying(
                        NotAccepted.class,
                        refused -> {
                            assertThat(refused.retryAfter()).isNull();
                            assertThat(refused.cause())
                                    .hasMessageContaining("127.0.0.1:" + free)
                                    .hasMessageContaining("nothing was sent")
                                    .hasMessageContaining("Check baseUrl");
                        });
    }

    @Test
    void nothingIsSentToANameThatIsNone() {
        assertThat(create(URI.create("http://no-such-host.invalid")))
                .isInstanceOfSatisfying(
                        NotAccepted.class,
                        refused ->
                                assertThat(refused.cause())
                                        .hasMessageContaining("no-such-host.invalid:80")
                                        .hasMessageContaining("could not be resolved"));
    }

    @Test
    void aDeadlineBeforeTheBytesWereAskedForIsProvablyNotAccepted() throws Exception {
        createTimeout = Duration.ofMillis(300);
        try (RawServer silent =
                new RawServer(
                        client -> {
                            client.nextHead();
                            client.awaitEnd();
                        })) {
            proxy = new Proxy("http", "127.0.0.1", silent.port(), null, null, null);
            assertThat(create(URI.create("https://api.example.com")))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused ->
                                    assertThat(refused.cause())
                                            .hasMessageContaining("createTimeout=300ms"));
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
        try (RawServer tunnel = RawServer.answering(r -> answer(407, "<html>no</html>"))) {
            proxy = new Proxy("http", "127.0.0.1", tunnel.port(), null, null, null);
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
    void aDeadlineAfterTheBytesLeavesItOpen() throws Exception {
        createTimeout = Duration.ofMillis(300);
        try (RawServer silent =
                new RawServer(
                        client -> {
                            client.next();
                            client.awaitEnd();
                        })) {
            assertThat(create(silent.url()))
                    .isInstanceOfSatisfying(
                            Ambiguous.class,
                            ambiguous ->
                                    assertThat(ambiguous.cause())
                                            .hasMessageContaining("createTimeout=300ms"));
            assertThat(silent.requests()).hasSize(1);
        }
    }

    @Test
    void anInjectedClientThatRetriesAndRedirectsStillSendsOnce() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        try (CloseableHttpAsyncClient http = HttpAsyncClients.createDefault();
                RawServer other = RawServer.answering(r -> answer(200, TASK));
                RawServer server =
                        new RawServer(
                                client -> {
                                    client.next();
                                    switch (turn.getAndIncrement()) {
                                        case 0 ->
                                                client.send(
                                                        answer(
                                                                503,
                                                                "",
                                                                "Retry-After: 0",
                                                                "Connection: close"));
                                        case 1 ->
                                                client.send(
                                                        answer(
                                                                307,
                                                                "",
                                                                "Location: " + other.url(),
                                                                "Connection: close"));
                                        default -> client.reset();
                                    }
                                })) {
            http.start();
            HttpSeedanceClient client = client(http, false);
            for (int sent = 1; sent <= 3; sent++) {
                assertThat(get(client.create(account(server.url()), BODY, KEY)))
                        .isInstanceOf(Ambiguous.class);
                assertThat(server.requests()).hasSize(sent);
            }
            client.close();
            assertThat(get(client.create(account(other.url()), BODY, KEY)))
                    .isInstanceOf(NotAccepted.class);
            assertThat(http.getStatus()).as("it is not ours").isEqualTo(IOReactorStatus.ACTIVE);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void aClosedClientSendsNothing() throws Exception {
        try (RawServer server = RawServer.answering(r -> answer(200, TASK))) {
            HttpSeedanceClient client = client();
            client.close();
            assertThat(get(client.create(account(server.url()), BODY, KEY)))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused -> assertThat(refused.cause()).hasMessageContaining("closed"));
            timer.shutdownNow();
            assertThat(get(client.create(account(server.url()), BODY, KEY)))
                    .isInstanceOf(NotAccepted.class);
            assertThat(server.connections()).isZero();
        }
    }
}
