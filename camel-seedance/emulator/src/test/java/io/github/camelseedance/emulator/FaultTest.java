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
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String CREATE = "/v1/videos/generations";

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
    void answersInsteadOfTheServiceOnceAndWithoutEffect() throws Exception {
        emulator.faults()
                .next(
                        Phase.CREATE,
                        Fault.answer(429, "text/html", "slow", Map.of("Retry-After", "7")));

        HttpResponse<byte[]> refused = client.create(BODY);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        assertThat(refused.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).isEqualTo("slow");
        assertThat(emulator.ledger().paidGenerations()).isZero();
        assertThat(emulator.journal().creates()).hasSize(1);
        assertThat(client.create(BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void answersWrongAfterTheEffect() throws Exception {
        emulator.faults()
                .next(Phase.CREATE, Fault.answerAfterEffect(503, "text/plain", "", Map.of()));

        assertThat(client.create(BODY).statusCode()).isEqualTo(503);
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
    }

    @Test
    void losesTheAnswerButNotTheEffect() throws Exception {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());

        assertReset(Fault.loseAnswer());

        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    @Test
    void resetsBeforeTheBody() throws Exception {
        assertReset(Fault.resetBeforeBody());

        assertThat(emulator.ledger().paidGenerations()).isZero();
        assertThat(emulator.journal().creates().get(0).body()).isEmpty();
    }

    @Test
    void resetsAfterTheBody() throws Exception {
        assertReset(Fault.resetAfterBody());

        assertThat(emulator.ledger().paidGenerations()).isZero();
        assertThat(emulator.journal().creates().get(0).bodyText()).isEqualTo(BODY);
    }

    private void assertReset(Fault fault) throws IOException {
        emulator.faults().next(Phase.CREATE, fault);
        RawRequest.assertReset(emulator, "POST", CREATE, BODY);
    }

    @Test
    void hangs() throws Exception {
        emulator.faults().next(Phase.CREATE, Fault.hang());
        emulator.faults().next(Phase.CREATE, Fault.hangAfterEffect());

        RawRequest.assertHangs(emulator, "POST", CREATE, BODY);
        await().until(() -> emulator.journal().creates().size() == 1);
        assertThat(emulator.ledger().paidGenerations()).isZero();
        RawRequest.assertHangs(emulator, "POST", CREATE, BODY);
        await().untilAsserted(() -> assertThat(emulator.ledger().paidGenerations()).isEqualTo(1));
    }

    @Test
    void delays() throws Exception {
        emulator.faults().next(Phase.CREDITS, Fault.delay(Duration.ofMillis(200)));

        long before = System.nanoTime();
        assertThat(client.get("/v1/credits").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void truncatesAndCuts() throws Exception {
        String id = client.created(BODY);
        String path = "/v1/tasks/" + id;
        emulator.faults().next(Phase.STATUS, Fault.truncate(20));
        emulator.faults().next(Phase.STATUS, Fault.cutAt(20));

        assertThat(client.get(path).body()).hasSize(20);
        assertThatThrownBy(() -> client.get(path)).isInstanceOf(IOException.class);
        assertThat(client.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void redirects() throws Exception {
        emulator.faults().next(Phase.CREATE, Fault.redirect(307, "http://127.0.0.1:1/x"));

        HttpResponse<byte[]> redirected = client.create(BODY);

        assertThat(redirected.statusCode()).isEqualTo(307);
        assertThat(redirected.headers().firstValue("Location")).contains("http://127.0.0.1:1/x");
    }

    @Test
    void spoilsDownloads() throws Exception {
        String id = client.created(BODY);
        emulator.tasks().complete(id);
        String link = client.status(id).at("/results/0").textValue();
        byte[] video = client.send(client.anonymous(link)).body();

        emulator.faults().next(Phase.DOWNLOAD, Fault.ignoreRange());
        assertThat(range(link).statusCode()).isEqualTo(200);
        emulator.faults().next(Phase.DOWNLOAD, Fault.rangeWithoutContentRange());
        HttpResponse<byte[]> part = range(link);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).isEmpty();

        emulator.faults().next(Phase.DOWNLOAD, Fault.wrongLength(-3));
        assertThat(client.send(client.anonymous(link)).body())
                .isEqualTo(Arrays.copyOf(video, video.length - 3));
        emulator.faults().next(Phase.DOWNLOAD, Fault.wrongLength(3));
        assertThatThrownBy(() -> client.send(client.anonymous(link)))
                .isInstanceOf(IOException.class);
        emulator.faults().next(Phase.DOWNLOAD, Fault.cutAt(0));
        assertThatThrownBy(() -> client.send(client.anonymous(link)))
                .isInstanceOf(IOException.class);

        emulator.faults().next(Phase.DOWNLOAD, Fault.html());
        assertThat(client.send(client.anonymous(link)).headers().firstValue("Content-Type"))
                .contains("text/html");
        emulator.faults()
                .next(Phase.DOWNLOAD, Fault.dripping(video.length / 5 + 1, Duration.ofMillis(1)));
        assertThat(client.send(client.anonymous(link)).body()).isEqualTo(video);
    }

    private HttpResponse<byte[]> range(String link) throws IOException, InterruptedException {
        return client.send(client.anonymous(link).header("Range", "bytes=4-7"));
    }

    @Test
    void holdsUntilCleared() throws Exception {
        emulator.faults().always(Phase.BATCH, Fault.answer(500, "text/plain", ""));
        emulator.faults().next(Phase.BATCH, Fault.none());
        String ask = "{\"task_ids\":[\"task-unified-1\"]}";

        assertThat(client.post("/v1/tasks/batch", ask).statusCode()).isEqualTo(200);
        assertThat(client.post("/v1/tasks/batch", ask).statusCode()).isEqualTo(500);
        assertThat(client.post("/v1/tasks/batch", ask).statusCode()).isEqualTo(500);
        emulator.faults().clear();
        assertThat(client.post("/v1/tasks/batch", ask).statusCode()).isEqualTo(200);
    }
}
