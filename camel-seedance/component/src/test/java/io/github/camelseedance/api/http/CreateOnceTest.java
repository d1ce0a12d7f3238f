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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.Ambiguous;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import io.github.camelseedance.api.http.CreateOutcome.Refused;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.junit.jupiter.api.Test;

/** A create call reaches the service once at most, whatever happens on the way. */
class CreateOnceTest extends ClientTestSupport {

    @Test
    void sendsTheExactBytesOnce() {
        CreateOutcome outcome = create();

        emulator.ledger().assertOneGeneration(KEY);
        String id = emulator.tasks().list().get(0).id();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> {
                            assertThat(accepted.task().id()).isEqualTo(id);
                            assertThat(accepted.replayed()).isFalse();
                        });
        RecordedRequest request = emulator.journal().requests().assertCount(1).get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/videos/generations");
        assertThat(request.query()).isNull();
        assertThat(request.body()).isEqualTo(BODY);
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("Idempotency-Key")).isEqualTo(KEY);
        assertThat(request.authorizationValid()).isTrue();
        assertThat(request.header("Accept")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).matches("camel-seedance/\\d+\\.\\d+.*");
    }

    @Test
    void keepsTheBasePathOfTheUrl() {
        create(URI.create(service() + "/gateway"));
        assertThat(emulator.journal().requests().assertCount(1).get(0).path())
                .isEqualTo("/gateway/v1/videos/generations");
    }

    @Test
    void doesNotRepeatAfter503() {
        emulator.faults().next(Phase.CREATE, json(503, "{}", Map.of("Retry-After", "0")));
        assertThat(create()).isInstanceOf(Ambiguous.class);
        emulator.journal().requests().assertCount(1);
    }

    @Test
    void followsNoRedirect() {
        emulator.faults().next(Phase.CREATE, Fault.redirect(307, service() + "/x"));
        assertThat(create()).isInstanceOf(Ambiguous.class);
        emulator.journal().requests().assertCount(1);
        assertThat(emulator.journal().connections()).isEqualTo(1);
    }

    @Test
    void doesNotRepeatAfterAResetBeforeTheBody() {
        emulator.faults().next(Phase.CREATE, Fault.resetBeforeBody());
        assertThat(create()).isInstanceOf(Ambiguous.class);
        emulator.journal().requests().assertCount(1);
        assertThat(emulator.journal().connections()).isEqualTo(1);
    }

    @Test
    void doesNotRepeatAfterAResetAfterTheBody() {
        emulator.faults().next(Phase.CREATE, Fault.resetAfterBody());
        assertThat(create())
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        ambiguous ->
                                assertThat(ambiguous.cause())
                                        .isInstanceOf(SeedanceOutcomeUnknownException.class)
                                        .hasMessageContaining(KEY)
                                        .hasMessageContaining(service().getAuthority()));
        emulator.journal().requests().assertCount(1);
        assertThat(emulator.journal().connections()).isEqualTo(1);
    }

    @Test
    void isUnsureAfterHalfAnAnswer() {
        emulator.faults().next(Phase.CREATE, Fault.cutAt(20));
        assertThat(create()).isInstanceOf(Ambiguous.class);
        emulator.ledger().assertOneGeneration(KEY);
        emulator.journal().requests().assertCount(1);
        assertThat(emulator.journal().connections()).isEqualTo(1);
    }

    @Test
    void isUnsureAfterHalfAnErrorOnItsLastConnection() {
        Account poor = new Account("poor", POOR_KEY, service(), service());
        emulator.faults().next(Phase.CREATE, Fault.cutAt(40));
        assertThat(get(client().create(poor, BODY, KEY))).isInstanceOf(Ambiguous.class);
        emulator.journal().requests().answered(402).assertCount(1);
        assertThat(get(client().create(poor, BODY, KEY))).isInstanceOf(Refused.class);
    }

    @Test
    void knows429ByItsStatusAlone() {
        emulator.limits().requestsPerSecond(1);
        assertThat(create()).isInstanceOf(Accepted.class);
        emulator.faults().next(Phase.CREATE, Fault.cutAt(1));
        assertThat(create())
                .isInstanceOfSatisfying(
                        NotAccepted.class,
                        refused ->
                                assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        emulator.journal().requests().answered(429).assertCount(1);
    }

    @Test
    void asksAConnectionThatRestedWhetherItStillStands() throws Exception {
        SeedanceEmulator.Builder options =
                SeedanceEmulator.builder()
                        .apiKey(API_KEY)
                        .port(freePort())
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true);
        try (SeedanceEmulator restarted = options.build().start()) {
            URI url = URI.create(restarted.baseUrl());
            assertThat(create(url)).isInstanceOf(Accepted.class);
            restarted.close();
            restarted.start();
            await().pollDelay(Duration.ofMillis(600)).until(() -> true);
            assertThat(create(url)).isInstanceOf(Accepted.class);
            restarted.journal().requests().assertCount(1);
        }
    }

    @Test
    void usesAConnectionAgain() {
        await().untilAsserted(
                        () -> {
                            int before = emulator.journal().connections();
                            create();
                            assertThat(emulator.journal().connections()).isEqualTo(before);
                        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void nothingIsSentWithoutAConnection() throws Exception {
        try (Socket deaf = new Socket()) {
            deaf.bind(null); // nobody else gets this port, and nobody listens
            assertThat(create(URI.create("http://127.0.0.1:" + deaf.getLocalPort())))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused -> {
                                assertThat(refused.retryAfter()).isNull();
                                assertThat(refused.cause())
                                        .hasMessageContaining("127.0.0.1:" + deaf.getLocalPort())
                                        .hasMessageContaining("nothing was sent")
                                        .hasMessageContaining("Check baseUrl");
                            });
        }
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
    void aDeadlineAfterTheBytesLeavesItOpen() {
        emulator.faults().next(Phase.CREATE, Fault.hangAfterEffect());
        CompletableFuture<CreateOutcome> call = client().create(account(), BODY, KEY);
        await().until(() -> emulator.ledger().paidGenerations() == 1);
        passDeadlines();
        assertThat(get(call))
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        ambiguous ->
                                assertThat(ambiguous.cause())
                                        .hasMessageContaining("createTimeout=10000ms"));
        emulator.journal().requests().assertCount(1);
        emulator.ledger().assertOneGeneration(KEY);
    }

    @Test
    void anInjectedClientThatRetriesAndRedirectsStillSendsOnce() throws Exception {
        emulator.faults()
                .next(Phase.CREATE, json(503, "", Map.of("Retry-After", "0")))
                .next(Phase.CREATE, Fault.redirect(307, service() + "/x"))
                .next(Phase.CREATE, Fault.resetAfterBody());
        try (CloseableHttpAsyncClient http = HttpAsyncClients.createDefault()) {
            http.start();
            HttpSeedanceClient client = client(http, false);
            for (int sent = 1; sent <= 3; sent++) {
                assertThat(get(client.create(account(), BODY, KEY))).isInstanceOf(Ambiguous.class);
                emulator.journal().requests().assertCount(sent);
            }
            client.close();
            assertThat(get(client.create(account(), BODY, KEY))).isInstanceOf(NotAccepted.class);
            emulator.journal().requests().assertCount(3);
            assertThat(http.getStatus()).as("it is not ours").isEqualTo(IOReactorStatus.ACTIVE);
        }
    }

    @Test
    void aClosedClientSendsNothing() {
        HttpSeedanceClient client = client();
        client.close();
        assertThat(get(client.create(account(), BODY, KEY)))
                .isInstanceOfSatisfying(
                        NotAccepted.class,
                        refused -> assertThat(refused.cause()).hasMessageContaining("closed"));
        timer.shutdownNow();
        assertThat(get(client.create(account(), BODY, KEY))).isInstanceOf(NotAccepted.class);
        assertThat(emulator.journal().connections()).isZero();
    }
}
