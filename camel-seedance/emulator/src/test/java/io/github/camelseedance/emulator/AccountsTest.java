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

import io.github.camelseedance.emulator.image.ImageFetching;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String KEY = "order-4711_a.b-0";

    private SeedanceEmulator emulator;
    private Client client;
    private Client other;
    private Client second;

    @BeforeEach
    void start() {
        emulator =
                SeedanceEmulator.builder()
                        .account("other", 100, "sk-other", "sk-second")
                        .imageFetching(ImageFetching.LOOPBACK)
                        .uploadSlots(1)
                        .lowCost(true)
                        .frozen()
                        .build()
                        .start();
        client = new Client(emulator);
        other = new Client(emulator, "sk-other");
        second = new Client(emulator, "sk-second");
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void sharesCreditsBetweenTheKeysOfOneAccountOnly() throws Exception {
        assertThat(other.create(BODY).statusCode()).isEqualTo(200);

        HttpResponse<byte[]> refused = second.create(BODY);

        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(client.create(BODY).statusCode()).isEqualTo(200);
        assertThat(emulator.ledger("other").reserved()).isEqualTo(67.5);
        assertThat(emulator.ledger("other").balance()).isEqualTo(32.5);
        assertThat(emulator.ledger().reserved()).isEqualTo(67.5);
        assertThat(emulator.ledger("default")).isSameAs(emulator.ledger());
    }

    @Test
    void keepsIdempotencyKeysApart() throws Exception {
        HttpResponse<byte[]> first = client.create(BODY, KEY);
        HttpResponse<byte[]> foreign = other.create(BODY.replace("Wind", "Rain"), KEY);
        HttpResponse<byte[]> replay = second.create(BODY.replace("Wind", "Rain"), KEY);

        assertThat(foreign.statusCode()).isEqualTo(200);
        assertThat(Client.json(foreign).get("id")).isNotEqualTo(Client.json(first).get("id"));
        assertThat(replay.body()).isEqualTo(foreign.body());
        assertThat(emulator.ledger().paidGenerations(KEY)).isEqualTo(1);
        assertThat(emulator.ledger("other").paidGenerations(KEY)).isEqualTo(1);
    }

    @Test
    void keepsScriptsOfEqualIdempotencyKeysApart() throws Exception {
        String scripted = BODY.replace("Wind", "[emulator create:refuse(internal_error)] Wind");

        assertThat(client.create(scripted, KEY).statusCode()).isEqualTo(500);
        assertThat(other.create(scripted, KEY).statusCode()).isEqualTo(500);
        assertThat(second.create(scripted, KEY).statusCode()).as("a retry").isEqualTo(200);
    }

    @Test
    void keepsTasksApart() throws Exception {
        String id = client.created(BODY);

        assertThat(other.get("/v1/tasks/" + id).statusCode()).isEqualTo(403);
        assertThat(Client.json(other.post("/v1/tasks/batch", "{\"task_ids\":[\"" + id + "\"]}")))
                .isEqualTo(Client.json("{\"data\":[]}"));
    }

    @Test
    void keepsUploadsApart() throws Exception {
        byte[] image = Client.image("png", 400, 300);
        client.uploaded(image);
        String url = other.uploaded(image);
        String id = url.split("/files/")[1].split("/")[0];

        assertThat(client.delete("/api/v1/files/" + id).statusCode()).isEqualTo(404);
        assertThat(second.delete("/api/v1/files/" + id).statusCode()).isEqualTo(200);
        assertThat(Client.json(client.get("/api/v1/files/quota")).at("/data/used_files").intValue())
                .isEqualTo(1);
        assertThat(Client.json(other.get("/api/v1/files/quota")).at("/data/used_files").intValue())
                .isZero();
    }

    @Test
    void isAsNewAfterReset() throws Exception {
        other.created(BODY);
        emulator.ledger("other").topUp(50);

        emulator.reset();

        assertThat(emulator.ledger("other").balance()).isEqualTo(100);
        assertThat(emulator.ledger("other").entries()).isEmpty();
    }

    @Test
    void saysWhichAccountsThereAre() {
        assertThatThrownBy(() -> emulator.ledger("third"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("third", "default", "other");
    }

    @Test
    void refusesNamesAndKeysThatAreTaken() {
        SeedanceEmulator.Builder builder = SeedanceEmulator.builder().account("a", 1, "sk-a");

        assertThatThrownBy(() -> builder.account("a", 1, "sk-b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> builder.account("default", 1, "sk-b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'default'");
        assertThatThrownBy(() -> builder.account(" ", 1, "sk-b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
        assertThatThrownBy(() -> builder.account("b", -1, "sk-b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        SeedanceEmulator.Builder twice = builder.account("b", 1, "sk-a");
        assertThatThrownBy(twice::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'b'")
                .hasMessageNotContaining("sk-a");
    }
}
