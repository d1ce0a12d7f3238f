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

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads of tasks, alone and in a batch, that go wrong. */
class ReadFaultTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String BATCH = "/v1/tasks/batch";

    private static SeedanceEmulator emulator;
    private static Client client;

    private final List<String> ids = new ArrayList<>();

    @BeforeAll
    static void start() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .build()
                        .start();
        client = new Client(emulator);
    }

    /** Three tasks at half of their time. */
    @BeforeEach
    void create() throws Exception {
        for (int i = 0; i < 3; i++) {
            ids.add(client.created(BODY));
        }
        emulator.clock().advance(Duration.ofSeconds(165).dividedBy(2));
    }

    @AfterEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    private HttpResponse<byte[]> read(Phase phase) throws Exception {
        return phase == Phase.STATUS ? client.get(path()) : client.post(BATCH, batchBody());
    }

    private String path() {
        return "/v1/tasks/" + ids.get(0);
    }

    private String batchBody() {
        return "{\"task_ids\":[\"" + String.join("\",\"", ids) + "\"]}";
    }

    private JsonNode batch() throws Exception {
        return Client.json(read(Phase.BATCH)).get("data");
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS,rate_limit_exceeded,429",
        "STATUS,internal_error,500",
        "STATUS,service_unavailable,503",
        "STATUS,task_not_found,404",
        "BATCH,rate_limit_exceeded,429",
        "BATCH,upstream_error,502",
        "BATCH,task_not_found,404"
    })
    void areRefused(Phase phase, String code, int status) throws Exception {
        emulator.faults().next(phase, Fault.refuse(code));

        HttpResponse<byte[]> refused = read(phase);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(Client.json(refused).at("/error/code").textValue()).isEqualTo(code);
        if (status == 429) {
            assertThat(Client.json(refused).at("/error/type").textValue())
                    .isEqualTo("evo_api_error");
        }
        assertThat(read(phase).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "BATCH"})
    void areAnsweredWithPages(Phase phase) throws Exception {
        emulator.faults().next(phase, Fault.htmlError(502)).next(phase, Fault.html());

        HttpResponse<byte[]> failed = read(phase);
        HttpResponse<byte[]> page = read(phase);

        assertThat(failed.statusCode()).isEqualTo(502);
        assertThat(failed.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "BATCH"})
    void hang(Phase phase) {
        emulator.faults().next(phase, Fault.hang());

        assertThatThrownBy(
                        () ->
                                client.send(
                                        (phase == Phase.STATUS
                                                        ? client.to(path())
                                                        : client.json(BATCH, batchBody()))
                                                .timeout(Duration.ofMillis(200))))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "BATCH"})
    void drip(Phase phase) throws Exception {
        byte[] whole = read(phase).body();
        Duration pause = Duration.ofMillis(20);
        emulator.faults().next(phase, Fault.dripping(whole.length / 5 + 1, pause));
        long before = System.nanoTime();

        assertThat(read(phase).body()).isEqualTo(whole);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(pause.multipliedBy(4));
    }

    @ParameterizedTest
    @CsvSource({"reset-before-body", "reset-after-body", "lose-answer"})
    void areReset(String fault) throws Exception {
        emulator.faults().script("status:" + fault + " batch:" + fault);

        RawRequest.assertReset(emulator, "GET", path(), "");
        RawRequest.assertReset(emulator, "POST", BATCH, batchBody());
    }

    @Test
    void sayAnUnknownWord() throws Exception {
        emulator.faults()
                .next(Phase.STATUS, Fault.unknownStatus("queued"))
                .next(Phase.BATCH, Fault.unknownStatus("running"));

        assertThat(client.status(ids.get(0)).get("status").textValue()).isEqualTo("queued");
        assertThat(client.status(ids.get(0)).get("status").textValue()).isEqualTo("processing");
        assertThat(batch()).allMatch(task -> task.get("status").textValue().equals("running"));
        assertThat(batch()).allMatch(task -> task.get("status").textValue().equals("processing"));
    }

    @Test
    void goBackInTheirProgress() throws Exception {
        emulator.faults().script("status:none status:progress-goes-back batch:progress-goes-back");

        assertThat(client.status(ids.get(0)).get("progress").intValue()).isEqualTo(50);
        assertThat(client.status(ids.get(0)).get("progress").intValue()).isEqualTo(25);
        assertThat(client.status(ids.get(0)).get("progress").intValue()).isEqualTo(50);
        assertThat(batch()).allMatch(task -> task.get("progress").intValue() == 25);
    }

    @Test
    void leaveTasksOutOfABatch() throws Exception {
        emulator.faults().script("batch:partial(2) batch:omit(1) batch:partial(9) batch:omit(9)");

        assertThat(idsOf(batch())).containsExactly(ids.get(0), ids.get(1));
        assertThat(idsOf(batch())).containsExactly(ids.get(0), ids.get(2));
        assertThat(idsOf(batch())).isEqualTo(ids);
        assertThat(idsOf(batch())).isEqualTo(ids);
    }

    private static List<String> idsOf(JsonNode tasks) {
        List<String> found = new ArrayList<>();
        tasks.forEach(task -> found.add(task.get("id").textValue()));
        return found;
    }

    @Test
    void changeOneTaskOfABatchAlone() throws Exception {
        emulator.faults()
                .when(Match.task(ids.get(1)))
                .next(Phase.STATUS, Fault.unknownStatus("queued"))
                .next(Phase.BATCH, Fault.progressGoesBack());

        JsonNode first = batch();
        JsonNode second = batch();

        assertThat(first.findValuesAsText("progress")).containsExactly("50", "25", "50");
        assertThat(first.findValuesAsText("status")).containsOnly("processing");
        assertThat(second.findValuesAsText("status"))
                .containsExactly("processing", "queued", "processing");
        assertThat(second.findValuesAsText("progress")).containsOnly("50");
        assertThat(emulator.faults().rules()).isEmpty();
    }

    @Test
    void leaveABatchAloneWhereAFaultIsForSingleReads() throws Exception {
        emulator.faults().next(Phase.STATUS, Fault.unknownStatus("queued"));
        emulator.faults().when(Match.task(ids.get(1))).next(Phase.STATUS, Fault.htmlError(502));

        assertThat(batch().findValuesAsText("status")).containsOnly("processing");
        assertThat(emulator.faults().rules()).hasSize(2);
    }

    @Test
    void areLeftAsTheyAreWhereTheySayNothingOfATask() throws Exception {
        emulator.tasks().answerWith(ids.get(0), "[]");
        emulator.faults().script("status:unknown-status(queued) batch:progress-goes-back");

        assertThat(client.status(ids.get(0))).isEmpty();
        assertThat(batch().get(0)).isEmpty();
    }

    @Test
    void loseABatchWithAChosenTask() throws Exception {
        emulator.faults().when(Match.task(ids.get(1))).next(Phase.BATCH, Fault.htmlError(502));

        assertThat(client.post(BATCH, "{\"task_ids\":[\"" + ids.get(0) + "\"]}").statusCode())
                .isEqualTo(200);
        assertThat(read(Phase.BATCH).statusCode()).isEqualTo(502);
        assertThat(read(Phase.BATCH).statusCode()).isEqualTo(200);
    }
}
