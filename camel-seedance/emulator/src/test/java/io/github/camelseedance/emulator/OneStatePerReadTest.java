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
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.task.TaskStatus;
import io.github.camelseedance.emulator.task.TaskView;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneStatePerReadTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");

    private SeedanceEmulator emulator;
    private Client client;

    @BeforeEach
    void start() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .oneStatePerRead(true)
                        .account("neighbour", 1000, "sk-neighbour")
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void movesWithEachRead() throws Exception {
        JsonNode created = Client.json(client.create(BODY));
        String id = created.get("id").textValue();
        assertThat(created.get("status").textValue()).isEqualTo("pending");
        assertThat(created.at("/task_info/estimated_time").intValue()).isEqualTo(1);

        JsonNode first = client.status(id);
        JsonNode second = client.status(id);

        assertThat(first.get("status").textValue()).isEqualTo("processing");
        assertThat(first.get("progress").intValue()).isEqualTo(50);
        assertThat(second.get("status").textValue()).isEqualTo("completed");
        assertThat(client.status(id)).isEqualTo(second);
        assertThat(emulator.ledger().charges()).isEqualTo(1);
    }

    @Test
    void countsEntriesOfABatchForTheirTasks() throws Exception {
        String first = client.created(BODY);
        String second = client.created(BODY);
        client.status(first);

        JsonNode answer =
                Client.json(
                        client.post(
                                "/v1/tasks/batch",
                                "{\"task_ids\":[\"" + first + "\",\"" + second + "\"]}"));

        assertThat(answer.at("/data/0/status").textValue()).isEqualTo("completed");
        assertThat(answer.at("/data/1/status").textValue()).isEqualTo("processing");
    }

    @Test
    void isNotMovedByTheClockOrByOtherLooks() throws Exception {
        String id = client.created(BODY);

        emulator.clock().advance(Duration.ofDays(1));
        client.get("/v1/tasks");
        emulator.tasks().list();
        TaskView task = emulator.tasks().find(id).orElseThrow();

        assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
        assertThat(task.due()).isNull();
        assertThat(client.status(id).get("status").textValue()).isEqualTo("processing");
    }

    @Test
    void isNotMovedByStrangers() throws Exception {
        String id = client.created(BODY);
        client.send(client.anonymous("/v1/tasks/" + id));
        client.send(client.anonymous("/v1/tasks/" + id).header("Authorization", "Bearer wrong"));
        var foreign =
                client.anonymous("/v1/tasks/" + id).header("Authorization", "Bearer sk-neighbour");
        assertThat(client.send(foreign).statusCode()).isEqualTo(403);

        assertThat(client.status(id).get("status").textValue()).isEqualTo("processing");
    }

    @Test
    void keepsALinkAliveForADayFromTheRead() throws Exception {
        String id = client.created(BODY);
        client.status(id);
        String link = client.status(id).at("/results/0").textValue();

        assertThat(client.send(client.anonymous(link)).statusCode()).isEqualTo(200);
        emulator.clock().advance(Duration.ofHours(24));
        assertThat(client.send(client.anonymous(link)).statusCode()).isEqualTo(403);
    }

    @Test
    void endsByHandAsWell() throws Exception {
        String id = client.created(BODY);
        emulator.tasks().cancel(id);

        assertThat(client.status(id).get("status").textValue()).isEqualTo("cancelled");
        assertThat(emulator.ledger().refunds()).isEqualTo(1);
    }
}
