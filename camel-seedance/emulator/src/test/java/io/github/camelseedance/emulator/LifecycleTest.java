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

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.task.TaskStatus;
import io.github.camelseedance.emulator.task.TaskView;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");

    private SeedanceEmulator emulator;
    private Client client;

    @BeforeEach
    void start() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void answersTheCreateAsThePageShows() throws Exception {
        JsonNode answer = Client.json(client.create(BODY));

        List<String> names = new ArrayList<>();
        answer.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "id",
                        "object",
                        "created",
                        "model",
                        "status",
                        "progress",
                        "type",
                        "task_info",
                        "usage");
        assertThat(answer.get("id").textValue()).matches("task-unified-\\d+-[a-z0-9]+");
        assertThat(answer.get("task_info").toString())
                .isEqualTo("{\"can_cancel\":true,\"estimated_time\":165,\"video_duration\":5}");
        assertThat(answer.get("usage").toString())
                .isEqualTo(
                        "{\"billing_rule\":\"per_second\",\"credits_reserved\":67.5,"
                                + "\"user_group\":\"default\"}");
    }

    @Test
    void movesATaskFromPendingToCompletedByTheClock() throws Exception {
        try (SeedanceEmulator quick =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .speed(100)
                        .taskDuration(Duration.ofSeconds(1000))
                        .build()
                        .start()) {
            Client quickClient = new Client(quick);
            JsonNode created = Client.json(quickClient.create(BODY));
            assertThat(created.at("/task_info/estimated_time").intValue()).isEqualTo(10);
            String id = created.get("id").textValue();

            List<String> seen = new ArrayList<>();
            await().pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> {
                                String status = quickClient.status(id).get("status").textValue();
                                if (!seen.contains(status)) {
                                    seen.add(status);
                                }
                                if (status.equals("processing")) {
                                    quick.clock().run(10_000);
                                }
                                return status.equals("completed");
                            });

            assertThat(seen).containsSubsequence("processing", "completed");
            JsonNode completed = quickClient.status(id);
            assertThat(completed.get("progress").intValue()).isEqualTo(100);
            assertThat(completed.at("/results/0").textValue())
                    .startsWith(quick.baseUrl() + "/media/" + id + ".mp4?signature=");
            assertThat(quick.ledger().charges()).isEqualTo(1);
        }
    }

    @Test
    void promisesNoRealTimeOnAFrozenClock() throws Exception {
        try (SeedanceEmulator frozen =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .build()
                        .start()) {
            JsonNode created = Client.json(new Client(frozen).create(BODY));

            assertThat(created.at("/task_info/estimated_time").intValue()).isEqualTo(1);
        }
    }

    @Test
    void startsPendingWithRisingProgressLater() throws Exception {
        String id = client.created(BODY);

        assertThat(client.status(id).get("status").textValue()).isEqualTo("pending");
        assertThat(client.status(id).get("progress").intValue()).isZero();
        assertThat(client.status(id).has("results")).isFalse();
    }

    @Test
    void endsTasksAsTheTestWants() throws Exception {
        String completed = client.created(BODY);
        String failed = client.created(BODY);
        String cancelled = client.created(BODY);

        emulator.tasks().complete(completed);
        emulator.tasks().fail(failed, "content_policy_violation", "a real person");
        emulator.tasks().cancel(cancelled);

        assertThat(client.status(completed).get("status").textValue()).isEqualTo("completed");
        assertThat(client.status(failed).get("error").toString())
                .isEqualTo(
                        "{\"code\":\"content_policy_violation\",\"message\":\"a real person\","
                                + "\"type\":\"task_error\"}");
        assertThat(client.status(cancelled).get("status").textValue()).isEqualTo("cancelled");
        assertThat(emulator.tasks().list())
                .extracting(TaskView::status)
                .containsExactly(TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED);
        assertThat(emulator.tasks().find(failed).orElseThrow().request().json()).isEqualTo(BODY);
        assertThatThrownBy(() -> emulator.tasks().complete(failed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(failed);
    }

    @Test
    void keepsTheBooks() throws Exception {
        String completed = client.created(BODY);
        String failed = client.created(BODY);
        client.created(BODY);
        emulator.tasks().complete(completed);
        emulator.tasks().fail(failed, "service_error", "again later");

        assertThat(emulator.ledger().balance()).isEqualTo(10_000_000 - 2 * 67.5);
        assertThat(emulator.ledger().reserved()).isEqualTo(67.5);
        assertThat(emulator.ledger().charged()).isEqualTo(67.5);
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(3);
        assertThat(emulator.ledger().charges()).isEqualTo(1);
        assertThat(emulator.ledger().refunds()).isEqualTo(1);
        JsonNode credits = Client.json(client.get("/v1/credits"));
        assertThat(credits.at("/data/user/remaining_credits").doubleValue())
                .isEqualTo(10_000_000 - 2 * 67.5);
        assertThat(credits.at("/data/user/used_credits").doubleValue()).isEqualTo(67.5);
    }

    @Test
    void refusesWhatTheAccountCannotPay() throws Exception {
        try (SeedanceEmulator poor =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .balance(100)
                        .build()
                        .start()) {
            Client poorClient = new Client(poor);
            poorClient.created(BODY);

            var refused = poorClient.create(BODY);

            assertThat(refused.statusCode()).isEqualTo(402);
            assertThat(Client.json(refused).at("/error/code").textValue())
                    .isEqualTo("insufficient_user_quota");
            assertThat(poor.ledger().paidGenerations()).isEqualTo(1);
        }
    }

    @Test
    void readsManyTasksAtOnceAndLeavesUnknownOnesOut() throws Exception {
        String first = client.created(BODY);
        String second = client.created(BODY);
        emulator.tasks().forget(second);

        JsonNode answer =
                Client.json(
                        client.post(
                                "/v1/tasks/batch",
                                "{\"task_ids\":[\"" + first + "\",\"" + second + "\"]}"));

        assertThat(answer.get("data")).hasSize(1);
        assertThat(answer.at("/data/0/id").textValue()).isEqualTo(first);
        assertThat(client.get("/v1/tasks/" + second).statusCode()).isEqualTo(404);
        String tooMany =
                IntStream.range(0, 51)
                        .mapToObj(i -> "\"task-unified-" + i + "\"")
                        .toList()
                        .toString();
        assertThat(client.post("/v1/tasks/batch", "{\"task_ids\":" + tooMany + "}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void hasNoBatchWhenToldSo() throws Exception {
        try (SeedanceEmulator plain =
                SeedanceEmulator.builder().batchEndpoint(false).build().start()) {
            assertThat(new Client(plain).post("/v1/tasks/batch", "{}").statusCode()).isEqualTo(404);
            assertThat(plain.journal().batchReads()).hasSize(1);
        }
    }

    @Test
    void answersStatusReadsWithTheScript() throws Exception {
        String id = client.created(BODY);
        emulator.tasks().answerWith(id, "{\"id\":\"x\",\"status\":\"dreaming\"}");

        assertThat(client.status(id).toString())
                .isEqualTo("{\"id\":\"x\",\"status\":\"dreaming\"}");

        emulator.tasks().answerWith(id, null);
        assertThat(client.status(id).get("status").textValue()).isEqualTo("pending");
    }

    @Test
    void tellsWrongReadsApart() throws Exception {
        assertThat(client.get("/v1/tasks/nonsense").statusCode()).isEqualTo(400);
        assertThat(client.get("/v1/tasks/task-unified-0-none").statusCode()).isEqualTo(404);
        assertThat(client.get("/v2/anything").statusCode()).isEqualTo(404);
        assertThat(client.send(client.anonymous("/v1/credits")).statusCode()).isEqualTo(401);
        assertThat(
                        client.send(
                                        client.anonymous("/v1/credits")
                                                .header("Authorization", "Bearer wrong"))
                                .statusCode())
                .isEqualTo(401);
        assertThat(client.get("/v1/videos/generations").statusCode()).isEqualTo(405);
    }

    @Test
    void writesEveryRequestDownWithoutItsKey() throws Exception {
        client.created(BODY);
        client.get("/v1/credits?x=1");

        assertThat(emulator.journal().creates())
                .singleElement()
                .satisfies(
                        create -> {
                            assertThat(create.bodyText()).isEqualTo(BODY);
                            assertThat(create.header("content-type")).isEqualTo("application/json");
                            assertThat(create.header("Authorization")).isEqualTo("valid");
                            assertThat(create.authorizationPresent()).isTrue();
                        });
        assertThat(emulator.journal().count("GET", "/v1/credits")).isEqualTo(1);
        assertThat(emulator.journal().requests().get(1).query()).isEqualTo("x=1");
        assertThat(emulator.journal().requests().toString()).doesNotContain(emulator.apiKey());
    }

    @Test
    void isAsNewAfterReset() throws Exception {
        String id = client.created(BODY);

        emulator.reset();

        assertThat(emulator.tasks().list()).isEmpty();
        assertThat(emulator.journal().requests()).isEmpty();
        assertThat(emulator.ledger().balance()).isEqualTo(10_000_000);
        assertThat(client.get("/v1/tasks/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void saysThatItIsUp() throws Exception {
        var health = client.send(client.anonymous("/_emulator/health"));

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void saysWhichPortIsTaken() {
        int port = URI.create(emulator.baseUrl()).getPort();
        SeedanceEmulator second = SeedanceEmulator.builder().port(port).build();

        assertThatThrownBy(second::start).hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void hasNoUrlBeforeItIsStarted() {
        SeedanceEmulator unused = SeedanceEmulator.builder().build();

        assertThatThrownBy(unused::baseUrl)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call start() first");
    }

    @Test
    void staysAsItIsWhenStartedTwice() throws Exception {
        String url = emulator.baseUrl();
        String id = client.created(BODY);
        emulator.start();

        assertThat(emulator.baseUrl()).isEqualTo(url);
        assertThat(client.status(id).get("id").textValue()).isEqualTo(id);
    }

    @Test
    void startsAsNewAfterItsEnd() throws Exception {
        client.created(BODY);
        emulator.close();
        emulator.start();

        assertThat(emulator.tasks().list()).isEmpty();
        assertThat(client.create(BODY).statusCode()).isEqualTo(200);
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
    }

    @Test
    void canBeStartedOnceItsPortIsFree() {
        int port = URI.create(emulator.baseUrl()).getPort();
        try (SeedanceEmulator second = SeedanceEmulator.builder().port(port).build()) {
            assertThatThrownBy(second::start).hasMessageContaining("127.0.0.1:" + port);
            emulator.close();

            assertThat(second.start().baseUrl()).endsWith(":" + port);
        }
    }
}
