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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.junit5.SeedanceEmulatorExtension;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the journal tells of requests that have come over the wire. */
class JournalTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String KEY = "order-number-4711";

    @RegisterExtension
    private final SeedanceEmulator emulator =
            SeedanceEmulatorExtension.of(
                    SeedanceEmulator.builder().imageFetching(ImageFetching.LOOPBACK).lowCost(true));

    private final Client client = new Client(emulator);

    @BeforeEach
    void stopTheClock() {
        emulator.clock().freeze();
    }

    private RecordedRequest only() {
        return emulator.journal().requests().assertCount(1).get(0);
    }

    @Test
    void knowsTheAnswerAsSoonAsItsClientDoes() throws Exception {
        client.create(BODY, KEY);
        client.create(BODY.replace("Wind", "Storm"), KEY);

        emulator.journal().creates().withKey(KEY).assertCount(2);
        emulator.journal().creates().answered(200).assertCount(1);
        RecordedRequest refused = emulator.journal().creates().answered(409).assertCount(1).get(0);
        assertThat(refused.answer().fault()).isEmpty();
        assertThat(refused.answer().after()).isPositive();
        assertThat(refused.toString())
                .startsWith("POST /v1/videos/generations Idempotency-Key: " + KEY + " -> 409 ");
    }

    @Test
    void knowsWhenItCame() throws Exception {
        Instant began = emulator.clock().now();
        emulator.clock().advance(Duration.ofHours(25));
        client.get("/v1/credits");

        assertThat(only().receivedAt()).isEqualTo(began.plus(Duration.ofHours(25)));
    }

    @Test
    void knowsTheFaultThatARequestMet() throws Exception {
        emulator.faults().next(Phase.CREDITS, Fault.answer(503, "text/plain", "Not now"));
        client.get("/v1/credits");

        assertThat(only().answer().status()).isEqualTo(503);
        assertThat(only().answer().fault()).contains("503");
        emulator.journal().requests().unanswered().assertNone();
    }

    @Test
    void knowsWhatIsLost() {
        emulator.faults().next(Phase.CREATE, Fault.resetBeforeBody());
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());

        assertThatThrownBy(() -> client.create(BODY, KEY)).isInstanceOf(IOException.class);
        emulator.journal().creates().unanswered().assertCount(1);
        assertThatThrownBy(() -> client.create(BODY, KEY)).isInstanceOf(IOException.class);
        emulator.journal().creates().withKey(KEY).unanswered().assertCount(2);
        assertThat(emulator.journal().creates())
                .allSatisfy(create -> assertThat(create.answer().fault()).isNotEmpty());
    }

    @Test
    void knowsWhatIsNeverAnswered() throws IOException {
        emulator.faults().next(Phase.CREDITS, Fault.hang());

        RawRequest.assertHangs(emulator, "GET", "/v1/credits", "");
        await().untilAsserted(() -> assertThat(only().answer()).isNotNull());
        assertThat(only().answer().status()).isZero();
        assertThat(only().answer().fault()).isNotEmpty();
    }

    @Test
    void countsTheConnectionsThatWereOpened() throws Exception {
        URI url = URI.create(emulator.baseUrl());
        try (Socket silent = new Socket(url.getHost(), url.getPort())) {
            await().until(() -> emulator.journal().connections() == 1);
            client.get("/v1/credits");
            assertThat(emulator.journal().connections()).isEqualTo(2);
            assertThat(silent.isConnected()).isTrue();
        }
        emulator.journal().requests().assertCount(1);

        emulator.reset();
        assertThat(emulator.journal().connections()).isZero();
    }

    @Test
    void countsThePollsOfATask() throws Exception {
        String id = client.created(BODY);
        String other = client.created(BODY);
        client.status(id);
        client.status(other);
        client.post("/v1/tasks/batch", "{\"task_ids\":[\"" + other + "\",\"" + id + "\"]}");

        emulator.journal().polls(id).assertCount(2).assertAtMost(20);
        emulator.journal().requests().forTask(id).method("GET").assertCount(1);
        emulator.journal().polls("task-unified-none").assertNone();
    }
}
