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

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.CallbackReceiver.Received;
import io.github.camelseedance.emulator.callback.Attempt;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.callback.Delivery.State;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallbackFaultTest extends CallbackFixture {

    private void next(Fault fault) {
        emulator.faults().next(Phase.CALLBACK, fault);
    }

    @Test
    void doesNotSend() throws Exception {
        next(Fault.notSent());
        String id = create();

        emulator.clock().advance(Duration.ofHours(1));

        assertThat(receiver.received()).isEmpty();
        assertThat(only().state()).isEqualTo(State.NOT_SENT);
        assertThat(only().attempts()).isEmpty();
        assertThat(only().body()).isEqualTo(statusText(id));
    }

    @Test
    void sendsAgainWhatWasNotSent() throws Exception {
        emulator.faults().always(Phase.CALLBACK, Fault.notSent());
        String id = create();
        emulator.clock().advance(TASK);

        emulator.callbacks().redeliver(id);
        emulator.clock().advance(Duration.ZERO);

        assertThat(receiver.received()).extracting(Received::body).containsExactly(statusText(id));
    }

    @Test
    void sendsLate() throws Exception {
        next(Fault.late(Duration.ofMinutes(5)));
        receiver.answers(500);
        create();

        emulator.clock().advance(TASK);
        emulator.clock().advance(Duration.ofMillis(299_999));
        assertThat(receiver.received()).isEmpty();
        assertThat(only().state()).isEqualTo(State.WAITING);
        emulator.clock().advance(Duration.ofMillis(1));
        assertThat(receiver.received()).hasSize(1);
        emulator.clock().advance(Duration.ofSeconds(1));

        assertThat(only().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void sendsBeforeTheCreateIsAnswered() throws Exception {
        next(Fault.beforeAnswer());

        JsonNode answer = Client.json(client.create(body(receiver.url())));

        String id = answer.get("id").textValue();
        assertThat(answer.get("status").textValue()).isEqualTo("pending");
        assertThat(receiver.received()).extracting(Received::body).containsExactly(statusText(id));
        assertThat(statusText(id)).contains("\"completed\"");
        assertThat(emulator.ledger().charges()).isEqualTo(1);
        emulator.clock().advance(TASK);
        assertThat(only().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void answersTheCreateWhenTheFirstAttemptHasFailed() throws Exception {
        next(Fault.beforeAnswer());
        receiver.answers(500);

        create();

        assertThat(only().attempts()).extracting(Attempt::status).containsExactly(500);
        assertThat(only().state()).isEqualTo(State.WAITING);
    }

    @Test
    void answersTheCreateWhenNoCallbackLeaves() throws Exception {
        next(Fault.beforeAnswer());
        next(Fault.notSent());

        create();

        assertThat(only().state()).isEqualTo(State.NOT_SENT);
        assertThat(emulator.ledger().charges()).isEqualTo(1);
    }

    @Test
    void holdsTheCreateNoLongerThanASilentReceiverIsGiven() throws Exception {
        next(Fault.beforeAnswer());
        receiver.hangs();
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try {
            Future<HttpResponse<byte[]>> answer =
                    elsewhere.submit(() -> client.create(body(receiver.url())));
            receiver.received(1);
            assertThat(answer.isDone()).isFalse();

            advanceWithoutWaiting(Duration.ofSeconds(10));

            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        } finally {
            elsewhere.shutdownNow();
        }
    }

    @Test
    void sendsTwice() throws Exception {
        next(Fault.twice());
        String id = create();

        emulator.clock().advance(TASK);

        assertThat(receiver.received())
                .extracting(Received::body)
                .containsExactly(statusText(id), statusText(id));
        assertThat(emulator.callbacks().deliveries(id))
                .extracting(Delivery::state)
                .containsExactly(State.DELIVERED, State.DELIVERED);
    }

    @Test
    void sendsAStaleStateAfterTheFinalOne() throws Exception {
        next(Fault.outOfOrder());
        receiver.answers(500);
        String id = create();

        emulator.clock().advance(TASK);
        assertThat(receiver.received()).hasSize(1);
        emulator.clock().advance(Duration.ofSeconds(1));

        assertThat(receiver.received()).hasSize(3);
        assertThat(receiver.received().get(1).body()).isEqualTo(statusText(id));
        JsonNode stale = Client.json(receiver.received().get(2).body());
        assertThat(stale.get("id").textValue()).isEqualTo(id);
        assertThat(stale.get("status").textValue()).isEqualTo("processing");
        assertThat(stale.get("progress").intValue()).isEqualTo(50);
        assertThat(stale.at("/task_info/can_cancel").booleanValue()).isTrue();
        assertThat(stale.has("results")).isFalse();
        assertThat(stale.has("error")).isFalse();
    }

    @Test
    void sendsAForgedClaimAtOnceAndTheTruthInItsTime() throws Exception {
        next(Fault.forged());
        String id = create();

        JsonNode forged = Client.json(receiver.received(1).get(0).body());
        assertThat(statusText(id)).contains("\"pending\"");
        assertThat(forged.get("id").textValue()).isEqualTo(id);
        assertThat(forged.get("status").textValue()).isEqualTo("completed");
        assertThat(forged.get("progress").intValue()).isEqualTo(100);
        assertThat(forged.get("results").toString())
                .isEqualTo("[\"https://forged.invalid/video.mp4\"]");
        assertThat(emulator.ledger().charges()).isZero();

        emulator.clock().advance(TASK);

        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().get(1).body()).isEqualTo(statusText(id));
    }

    @Test
    void arrivesAsTheEmptyGetOfAFollowedRedirect() throws Exception {
        next(Fault.redirecting());
        receiver.answers(405);
        create();

        emulator.clock().advance(TASK);
        emulator.clock().advance(Duration.ofSeconds(1));

        assertThat(receiver.received())
                .allSatisfy(
                        received -> {
                            assertThat(received.method()).isEqualTo("GET");
                            assertThat(received.target()).isEqualTo("/callback");
                            assertThat(received.body()).isEmpty();
                            assertThat(received.header("Content-type")).isNull();
                        })
                .hasSize(2);
        assertThat(only().method()).isEqualTo("GET");
        assertThat(only().body()).isEmpty();
        assertThat(only().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void meetsAFaultAtTheCreateAndAnotherAtTheEnd() throws Exception {
        next(Fault.forged());
        next(Fault.notSent());
        create();

        receiver.received(1);
        emulator.clock().advance(TASK);

        assertThat(emulator.callbacks().deliveries())
                .extracting(Delivery::state)
                .containsExactly(State.DELIVERED, State.NOT_SENT);
        assertThat(emulator.faults().rules()).isEmpty();
    }

    @Test
    void leavesTheFaultToATaskThatHasACallback() throws Exception {
        next(Fault.notSent());
        client.created(Client.body("https://example.com/grass.jpg"));
        create();

        emulator.clock().advance(TASK);

        assertThat(only().state()).isEqualTo(State.NOT_SENT);
    }

    @Test
    void meetsTheFaultsOfItsOwnTask() throws Exception {
        String marked = body(receiver.url()).replace("Wind", "[emulator callback:twice] Wind");
        client.created(marked);
        client.send(
                client.json("/v1/videos/generations", body(receiver.url()))
                        .header("X-Emulator-Scenario", "callback:not-sent"));
        create();
        emulator.faults()
                .when(Match.header("X-Tenant", "b"))
                .next(Phase.CALLBACK, Fault.redirecting());
        client.send(
                client.json("/v1/videos/generations", body(receiver.url()))
                        .header("X-Tenant", "b"));

        emulator.clock().advance(TASK);

        assertThat(emulator.callbacks().deliveries())
                .extracting(Delivery::state)
                .containsExactlyInAnyOrder(
                        State.DELIVERED,
                        State.DELIVERED,
                        State.NOT_SENT,
                        State.DELIVERED,
                        State.DELIVERED);
        assertThat(receiver.received())
                .extracting(Received::method)
                .containsExactlyInAnyOrder("POST", "POST", "POST", "GET");
    }
}
