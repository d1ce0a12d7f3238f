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

import io.github.camelseedance.CapturedLog;
import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.CreateOutcome.Ambiguous;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the far side sends is bounded, in bytes and in time; so are threads. */
@Timeout(20)
class BoundsTest extends ClientTestSupport {

    /** One byte each 20 ms, so that no socket time-out ever strikes. */
    private static final Fault DRIPPING = Fault.dripping(1, Duration.ofMillis(20));

    /** The same from a peer that goes on for ever. */
    private static RawServer dripping(String head) throws IOException {
        return new RawServer(
                client -> {
                    client.next();
                    client.send(head);
                    CountDownLatch never = new CountDownLatch(1);
                    while (!never.await(20, TimeUnit.MILLISECONDS)) {
                        client.send(" ");
                    }
                });
    }

    private static RawServer flooding(String head) throws IOException {
        return new RawServer(
                client -> {
                    client.next();
                    client.send(head);
                    String piece = "x".repeat(64 * 1024);
                    while (true) {
                        client.send(piece);
                    }
                });
    }

    @Test
    void aSlowDripEndsAtTheDeadline() {
        emulator.faults().always(Phase.CREATE, DRIPPING).always(Phase.STATUS, DRIPPING);
        CompletableFuture<CreateOutcome> create = client().create(account(), BODY, KEY);
        await().until(() -> emulator.journal().requests().answered(200).size() == 1);
        passDeadlines();
        assertThat(get(create))
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        open ->
                                assertThat(open.cause())
                                        .hasMessageContaining("createTimeout=10000ms"));
        String id = emulator.tasks().list().get(0).id();
        CompletableFuture<VideoTask> read = client().read(account(), id);
        await().until(() -> emulator.journal().requests().answered(200).size() == 2);
        passDeadlines();
        assertThat(failure(read)).hasMessageContaining("readTimeout=10000ms");
    }

    @Test
    void aSlowDripOfHeadersEndsAtTheDeadline() throws IOException {
        readTimeout = Duration.ofMillis(300);
        try (RawServer server = dripping("HTTP/1.1 200 OK\r\nX-A: ")) {
            assertThat(failure(client().credits(account(server.url()))))
                    .hasMessageContaining("readTimeout=300ms");
        }
    }

    @Test
    void theStatusOfAnErrorCountsThoughItsBodyNeverEnds() {
        emulator.limits().requestsPerSecond(1);
        emulator.faults().always(Phase.CREATE, DRIPPING);
        // A connection tells of heads when it is made while somebody listens.
        try (CapturedLog heads =
                CapturedLog.at(Level.DEBUG, "org.apache.hc.client5.http.headers")) {
            get(client().credits(account()));
            emulator.faults().always(Phase.CREDITS, DRIPPING);
            CompletableFuture<CreateOutcome> create = client().create(account(), BODY, KEY);
            passDeadlinesBehindHead(1, heads);
            assertThat(get(create))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            limited ->
                                    assertThat(limited.retryAfter())
                                            .isEqualTo(Duration.ofSeconds(1)));
            CompletableFuture<Credits> credits = client().credits(account());
            passDeadlinesBehindHead(2, heads);
            assertThat(failure(credits)).isInstanceOf(SeedanceRefusedException.class);
        }
        emulator.journal().requests().answered(429).assertCount(2);
    }

    /** When the head of so many refusals is here, and the body of the last one is not. */
    private void passDeadlinesBehindHead(int refusals, CapturedLog heads) {
        await().until(
                        () ->
                                heads.lines().stream()
                                                .filter(line -> line.contains("HTTP/1.1 429"))
                                                .count()
                                        == refusals);
        passDeadlines();
    }

    @Test
    void theDeadlineIsToldAlthoughTheSocketsTimeOutIsFaster() {
        timer.stopRinging();
        readTimeout = Duration.ofMillis(50);
        emulator.faults().next(Phase.CREDITS, Fault.hang());
        assertThat(failure(client().credits(account()))).hasMessageContaining("readTimeout=50ms");
    }

    @Test
    void aLongAnswerIsCut() {
        String long5m = "x".repeat(5 * 1024 * 1024);
        emulator.faults()
                .next(Phase.STATUS, json(200, long5m))
                .next(Phase.CREATE, json(200, long5m));
        assertThat(failure(client().read(account(), "a")))
                .hasMessageContaining("longer than 4194304 bytes");
        assertThat(create()).isInstanceOf(Ambiguous.class);
    }

    @Test
    void anEndlessAnswerIsCut() throws IOException {
        try (RawServer server = flooding("HTTP/1.1 200 OK\r\n\r\n")) {
            assertThat(failure(client().read(account(server.url()), "a")))
                    .hasMessageContaining("longer than 4194304 bytes");
            assertThat(create(server.url())).isInstanceOf(Ambiguous.class);
        }
    }

    @Test
    void anEndlessErrorPageIsCutAndItsStatusKept() throws IOException {
        try (RawServer server = flooding("HTTP/1.1 404 X\r\n\r\n")) {
            assertThat(failure(client().read(account(server.url()), "a")))
                    .isInstanceOf(SeedanceRefusedException.class)
                    .hasMessageContaining("HTTP 404: not JSON: xxx")
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
        }
    }

    @Test
    void anEndlessHeaderIsCut() throws IOException {
        try (RawServer server = flooding("HTTP/1.1 200 OK\r\nX-A: ")) {
            assertThat(failure(client().read(account(server.url()), "a")))
                    .hasMessageContaining("Maximum line length");
        }
    }

    @Test
    void manyCallsShareFewThreads() {
        // The first ones keep all connections busy while the threads are counted.
        emulator.faults().times(8, Phase.CREATE, Fault.delay(Duration.ofMillis(500)));
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<CompletableFuture<CreateOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(client().create(account(), BODY, KEY + i));
        }
        List<String> ours =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        // not those of the test's timer and of the service
                        .filter(name -> !name.matches("(pool|seedance-emulator)-.*"))
                        .collect(Collectors.toList());
        assertThat(ours).hasSizeLessThanOrEqualTo(4).allMatch(this::isNamed);
        calls.forEach(call -> assertThat(get(call)).isInstanceOf(CreateOutcome.Accepted.class));
        emulator.ledger().assertGenerations(200);
        emulator.journal().requests().assertCount(200);
        assertThat(emulator.journal().connections()).isLessThanOrEqualTo(8);
    }

    private boolean isNamed(String thread) {
        return thread.startsWith("seedance-http-") || thread.startsWith("idle-connection-evictor");
    }

    @Test
    void closingEndsCallsInFlight() {
        emulator.faults().next(Phase.CREATE, Fault.hang());
        CompletableFuture<CreateOutcome> call = client().create(account(), BODY, KEY);
        await().until(() -> emulator.journal().creates().size() == 1);
        client().close();
        assertThat(call).isCompletedWithValueMatching(Ambiguous.class::isInstance);
    }
}
