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
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls a fault is for, as a client sees it. */
class FaultChoiceTest {

    private static final String CREATE = "/v1/videos/generations";
    private static final String SCENARIO = "X-Emulator-Scenario";

    private SeedanceEmulator emulator;
    private Client client;

    @BeforeEach
    void start() {
        emulator = emulator();
        client = new Client(emulator);
    }

    private static SeedanceEmulator emulator() {
        return SeedanceEmulator.builder()
                .imageFetching(ImageFetching.LOOPBACK)
                .lowCost(true)
                .frozen()
                .build()
                .start();
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private static String body(String prompt) {
        return Client.body("https://example.com/grass.jpg").replace("Wind in the grass", prompt);
    }

    private int read(String id) throws IOException, InterruptedException {
        return client.get("/v1/tasks/" + id).statusCode();
    }

    private HttpRequest.Builder create(String body, String header, String value) {
        return client.json(CREATE, body).header(header, value);
    }

    @Test
    void isByPrompt() throws Exception {
        emulator.faults()
                .when(Match.prompt("#7"))
                .script("create:refuse(upstream_error) status:html*");

        assertThat(client.create(body("Wind #7")).statusCode()).isEqualTo(502);
        String seven = client.created(body("Wind #7"));
        String eight = client.created(body("Wind #8"));
        assertThat(client.get("/v1/tasks/" + seven).headers().firstValue("Content-Type"))
                .contains("text/html");
        assertThat(client.status(eight).get("id").textValue()).isEqualTo(eight);
    }

    @Test
    void isByModel() throws Exception {
        emulator.faults()
                .when(Match.model("seedance-2.0-fast-image-to-video"))
                .always(Phase.CREATE, Fault.refuse("model_unavailable"));

        assertThat(client.create(body("Wind")).statusCode()).isEqualTo(200);
        assertThat(client.create(body("Wind").replace("2.0-image", "2.0-fast-image")).statusCode())
                .isEqualTo(503);
    }

    @Test
    void isByHeaderOfTheCallOrOfItsCreate() throws Exception {
        emulator.faults()
                .when(Match.header("X-Run", "seven"))
                .script("status:html-error(502)*2 credits:html-error(500)");

        String seven =
                Client.json(client.send(create(body("Wind"), "X-Run", "seven")))
                        .get("id")
                        .textValue();
        String eight =
                Client.json(client.send(create(body("Wind"), "X-Run", "eight")))
                        .get("id")
                        .textValue();

        assertThat(read(seven)).isEqualTo(502);
        assertThat(read(eight)).isEqualTo(200);
        assertThat(
                        client.send(client.to("/v1/tasks/" + eight).header("x-run", "seven"))
                                .statusCode())
                .isEqualTo(502);
        assertThat(client.get("/v1/credits").statusCode()).isEqualTo(200);
        assertThat(client.send(client.to("/v1/credits").header("X-Run", "seven")).statusCode())
                .isEqualTo(500);
    }

    @Test
    void isByTaskForItsReadsAndItsDownload() throws Exception {
        String one = client.created(body("Wind"));
        String two = client.created(body("Wind"));
        emulator.tasks().complete(one);
        emulator.tasks().complete(two);
        emulator.faults()
                .when(Match.task(two))
                .script("status:refuse(task_not_found) download:expired*");

        assertThat(List.of(read(one), read(two), read(two))).containsExactly(200, 404, 200);
        assertThat(download(one)).isEqualTo(200);
        assertThat(download(two)).isEqualTo(403);
    }

    private int download(String id) throws IOException, InterruptedException {
        String link = client.status(id).at("/results/0").textValue();
        return client.send(client.anonymous(link)).statusCode();
    }

    @Test
    void isByTheScriptInThePromptForThisTaskAlone() throws Exception {
        String prompt =
                "Wind [emulator status:html-error(502)*2 batch:unknown-status(queued)"
                        + " download:not-ready] in the grass";
        String one = client.created(body(prompt));
        String two = client.created(body(prompt));
        String plain = client.created(body("Wind"));

        assertThat(List.of(read(one), read(plain), read(one), read(one), read(two)))
                .containsExactly(502, 200, 502, 200, 502);
        assertThat(words(one, plain, two)).containsExactly("queued", "pending", "queued");
        assertThat(words(one, plain, two)).containsOnly("pending");
        emulator.tasks().complete(one);
        assertThat(download(one)).isEqualTo(400);
        assertThat(download(one)).isEqualTo(200);
    }

    private List<String> words(String... ids) throws IOException, InterruptedException {
        JsonNode tasks =
                Client.json(
                        client.post(
                                "/v1/tasks/batch",
                                "{\"task_ids\":[\"" + String.join("\",\"", ids) + "\"]}"));
        return tasks.findValuesAsText("status");
    }

    @Test
    void goesOnInTheScriptOfACreateThatIsRepeated() throws Exception {
        String body = body("Wind [emulator create:refuse(upstream_error) create:without-id]");

        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            seen.add(shortly(client.create(body, "a-key-of-16-chars")));
            seen.add(shortly(client.create(body, "another-key-of-16-chars")));
        }

        assertThat(seen).containsExactly("502", "502", "no id", "no id", "id", "id");
        assertThat(emulator.tasks().list()).as("two keys, the last are replays").hasSize(2);
    }

    private static String shortly(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            return String.valueOf(response.statusCode());
        }
        return Client.json(response).has("id") ? "id" : "no id";
    }

    @Test
    void isByTheScriptInAHeader() throws Exception {
        String id =
                Client.json(client.send(create(body("Wind"), SCENARIO, "status:html-error(500)")))
                        .get("id")
                        .textValue();

        assertThat(List.of(read(id), read(id))).containsExactly(500, 200);
        HttpRequest.Builder scripted =
                client.to("/v1/tasks/" + id).header(SCENARIO, "status:html-error(502)");
        assertThat(client.send(scripted).statusCode()).isEqualTo(502);
        assertThat(client.send(scripted).statusCode()).isEqualTo(502);
        assertThat(read(id)).isEqualTo(200);
    }

    @Test
    void refusesAScriptInAPromptThatCannotBeRead() throws Exception {
        HttpResponse<byte[]> refused =
                client.create(body("Wind [emulator status:htlm-error(502)]"));

        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode error = Client.json(refused).get("error");
        assertThat(error.get("code").textValue()).isEqualTo("invalid_request");
        assertThat(error.get("message").textValue())
                .startsWith("In the prompt: The script cannot be read at character 23")
                .contains("there is no fault 'htlm-error' for status; allowed are none, ")
                .contains("html-error(status)");
        assertThat(emulator.tasks().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/credits", "/v1/tasks/task-unified-1", "/api/v1/files/quota"})
    void refusesAScriptInAHeaderThatCannotBeRead(String path) throws Exception {
        HttpResponse<byte[]> refused = client.send(client.to(path).header(SCENARIO, "statsu:hang"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                .contains("In the header X-Emulator-Scenario: ")
                .contains("there is no phase 'statsu'");
    }

    @Test
    void takesTheScriptsBeforeTheRulesInTheirOrder() throws Exception {
        emulator.faults()
                .always(Phase.STATUS, Fault.htmlError(500))
                .next(Phase.STATUS, Fault.htmlError(501));
        emulator.faults().when(Match.prompt("Wind")).times(2, Phase.STATUS, Fault.htmlError(502));
        String id = client.created(body("Wind [emulator status:html-error(503)]"));

        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            seen.add(read(id));
        }

        assertThat(seen).containsExactly(503, 502, 502, 501, 500, 500);
        assertThat(emulator.journal().statusReads().get(0).answer().fault())
                .isEqualTo("html-error(503)");
    }

    @Test
    void isByChanceAndTheSameEachTime() throws Exception {
        try (SeedanceEmulator other = emulator()) {
            List<Integer> seen = twoHundred(emulator);

            assertThat(twoHundred(other)).isEqualTo(seen);
            assertThat(Collections.frequency(seen, 503)).isBetween(20, 60);
            other.reset();
            other.faults().seed(7);
            assertThat(twoHundred(other)).isNotEqualTo(seen);
        }
    }

    private static List<Integer> twoHundred(SeedanceEmulator emulator) throws Exception {
        emulator.faults().script("credits:html-error(503)%20");
        Client client = new Client(emulator);
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            seen.add(client.get("/v1/credits").statusCode());
        }
        return seen;
    }

    @Test
    void saysInTheJournalWhichFaultACallMet() throws Exception {
        emulator.faults().script("create:rate-limited(2s)");

        client.create(body("Wind"));
        client.create(body("Wind"));

        assertThat(emulator.journal().creates())
                .extracting(RecordedRequest::answer)
                .extracting(answer -> answer.fault())
                .containsExactly("rate-limited(2s)", "");
    }

    @Test
    void refusesAnUnreadableScriptUnderAKeyWithAReadableOne() throws Exception {
        String key = "order-4711_a.b-0";
        String scripted = "[emulator create:refuse(internal_error)] Wind";
        client.create(body(scripted), key);

        HttpResponse<byte[]> refused = client.create(body("[emulator outcome:faild] Wind"), key);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(emulator.ledger().entries()).isEmpty();
    }
}
