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
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.CallbackReceiver.Received;
import io.github.camelseedance.emulator.callback.Attempt;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.callback.Delivery.State;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackTest extends CallbackFixture {

    @Test
    void postsWhatAReadAnswers() throws Exception {
        String id = create(receiver.url() + "?token=a%20b");

        emulator.clock().advance(TASK);

        assertThat(receiver.received()).hasSize(1);
        Received received = receiver.received().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.target()).isEqualTo("/callback?token=a%20b");
        assertThat(received.header("Content-type")).isEqualTo("application/json");
        assertThat(received.body()).isEqualTo(statusText(id)).contains("\"completed\"", ".mp4");
        assertThat(only().taskId()).isEqualTo(id);
        assertThat(only().url()).isEqualTo(receiver.url() + "?token=a%20b");
        assertThat(only().method()).isEqualTo("POST");
        assertThat(only().body()).isEqualTo(received.body());
        assertThat(only().state()).isEqualTo(State.DELIVERED);
        assertThat(only().attempts())
                .extracting(Attempt::time, Attempt::status, Attempt::failure)
                .containsExactly(tuple(emulator.clock().now(), 200, null));
        assertThat(only().attempts().get(0).took()).isPositive();
    }

    @Test
    void tellsOfAFailedAndOfACancelledTask() throws Exception {
        String failed = create();
        String cancelled = create();
        emulator.clock().advance(Duration.ofSeconds(60));

        emulator.tasks().fail(failed, "content_policy_violation", "A celebrity");
        emulator.clock().advance(Duration.ZERO);
        emulator.tasks().cancel(cancelled);
        emulator.clock().advance(TASK);

        assertThat(receiver.received())
                .extracting(Received::body)
                .containsExactly(statusText(failed), statusText(cancelled));
        assertThat(statusText(failed)).contains("\"failed\"", "content_policy_violation");
        assertThat(statusText(cancelled)).contains("\"cancelled\"");
    }

    @Test
    void comesAfterTheCharge() throws Exception {
        List<Long> charges = new ArrayList<>();
        receiver.onArrival(() -> charges.add(emulator.ledger().charges()));
        create();

        emulator.clock().advance(TASK.minusMillis(1));
        assertThat(charges).isEmpty();
        emulator.clock().advance(Duration.ofMillis(1));

        assertThat(charges).containsExactly(1L);
    }

    @Test
    void sendsNothingForATaskWithoutUrl() throws Exception {
        client.created(Client.body("https://example.com/grass.jpg"));

        emulator.clock().advance(TASK);

        assertThat(emulator.ledger().charges()).isEqualTo(1);
        assertThat(emulator.callbacks().deliveries()).isEmpty();
    }

    @Test
    void sendsAgainOnDemand() throws Exception {
        receiver.answers(500, 500, 500, 500);
        String id = create();
        emulator.clock().advance(Duration.ofHours(1));

        Delivery second = emulator.callbacks().redeliver(id);
        emulator.clock().advance(Duration.ZERO);
        receiver.answers(500);
        emulator.callbacks().redeliver(id);
        emulator.clock().advance(Duration.ofSeconds(1));

        assertThat(second.state()).isEqualTo(State.WAITING);
        assertThat(emulator.callbacks().deliveries(id))
                .extracting(Delivery::state, delivery -> delivery.attempts().size())
                .containsExactly(
                        tuple(State.GIVEN_UP, 4),
                        tuple(State.DELIVERED, 1),
                        tuple(State.DELIVERED, 2));
        assertThat(receiver.received()).hasSize(7);
        assertThat(emulator.callbacks().deliveries("task-unified-1-a")).isEmpty();
    }

    @Test
    void saysWhatCannotBeSentAgain() throws Exception {
        String without = client.created(Client.body("https://example.com/grass.jpg"));
        String open = create();

        assertThatThrownBy(() -> emulator.callbacks().redeliver("task-unified-1-a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no task task-unified-1-a");
        assertThatThrownBy(() -> emulator.callbacks().redeliver(without))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Task " + without + " has no callback to send");
        assertThatThrownBy(() -> emulator.callbacks().redeliver(open))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task " + open + " is pending");
    }

    @Test
    void forgetsWhatIsUnderWayWithAReset() throws Exception {
        receiver.answers(500).hangs();
        String id = create();
        emulator.clock().advance(TASK);
        emulator.callbacks().redeliver(id);
        receiver.received(2);

        emulator.reset();
        String next = create();
        emulator.clock().advance(Duration.ofHours(1));

        assertThat(only().taskId()).isEqualTo(next);
        assertThat(receiver.received()).hasSize(3);
    }

    @Test
    void endsWithTheEmulator() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            advanceWithoutWaiting(TASK);

            try (Socket connection = silent.accept()) {
                assertThat(readLine(connection)).isEqualTo("POST / HTTP/1.1");
                emulator.close();
                readToEnd(connection);
            }
        }
    }

    @Test
    void tellsTheWholeStoryOnAFrozenClock() throws Exception {
        receiver.answers(500, 503, 500);
        String id = create();
        emulator.clock().advance(TASK);
        emulator.clock().advance(Duration.ofSeconds(7));
        JsonNode task = client.status(id);
        String link = task.at("/results/0").textValue();
        emulator.clock().advance(Duration.ofHours(24));
        HttpResponse<byte[]> expired = client.send(client.anonymous(link));

        assertThat(task.get("status").textValue()).isEqualTo("completed");
        assertThat(only().attempts())
                .extracting(Attempt::status)
                .containsExactly(500, 503, 500, 200);
        assertThat(expired.statusCode()).isEqualTo(403);
    }

    @Test
    void deliversOnAFastClock() throws Exception {
        receiver.answers(500);
        emulator.clock().run(1000);

        create();

        await().pollInterval(Duration.ofMillis(5))
                .until(() -> emulator.callbacks().deliveries(), all -> delivered(all) == 1);
        assertThat(receiver.received()).hasSize(2);
    }

    @Test
    void deliversManyAtOnce() throws Exception {
        emulator.clock().run(0.001);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ids.add(create());
        }

        emulator.clock().run(100_000);

        await().pollInterval(Duration.ofMillis(5))
                .until(() -> delivered(emulator.callbacks().deliveries()) == 200);
        assertThat(emulator.callbacks().deliveries())
                .extracting(Delivery::taskId)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(receiver.received()).hasSize(200);
    }

    private static long delivered(List<Delivery> deliveries) {
        return deliveries.stream().filter(d -> d.state() == State.DELIVERED).count();
    }

    @Test
    void tellsOfTasksThatEndTogetherInTheOrderOfTheirCreation() throws Exception {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            created.add(create());
        }

        emulator.clock().advance(TASK);

        assertThat(receiver.received())
                .extracting(it -> Client.json(it.body()).get("id").textValue())
                .isEqualTo(created);
    }
}
