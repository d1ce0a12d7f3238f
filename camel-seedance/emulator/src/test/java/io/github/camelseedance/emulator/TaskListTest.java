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
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/tasks}. */
class TaskListTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String FAST = "seedance-2.0-fast-image-to-video";

    private SeedanceEmulator emulator;
    private Client client;

    @BeforeEach
    void start() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .account("neighbour", 1000, "sk-neighbour")
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private JsonNode list(String query) throws Exception {
        HttpResponse<byte[]> answer = client.get("/v1/tasks" + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Client.json(answer);
    }

    private static List<String> ids(JsonNode list) {
        return list.get("data").findValuesAsText("id");
    }

    @Test
    void tellsWhatIsToBeKnownOfATask() throws Exception {
        String completed = client.created(BODY);
        emulator.tasks().complete(completed);
        emulator.tasks().fail(client.created(BODY), "service_error", "again later");
        long created = emulator.clock().now().getEpochSecond();

        JsonNode list = list("");

        assertThat(list.at("/data/1").toString())
                .isEqualTo(
                        ("{\"id\":\"%s\",\"model\":\"seedance-2.0-image-to-video\","
                                        + "\"type\":\"video\",\"status\":\"completed\","
                                        + "\"progress\":100,\"created_at\":%d,\"duration\":5,"
                                        + "\"has_results\":true,\"result_count\":1,"
                                        + "\"has_error\":false,\"credits_used\":67.5}")
                                .formatted(completed, created));
        assertThat(list.at("/data/0/has_error").booleanValue()).isTrue();
        assertThat(list.at("/data/0/has_results").booleanValue()).isFalse();
        assertThat(list.at("/data/0/credits_used").doubleValue()).isZero();
        assertThat(list.get("total").intValue()).isEqualTo(2);
        assertThat(list.get("page").intValue()).isEqualTo(1);
        assertThat(list.get("page_size").intValue()).isEqualTo(20);
    }

    @Test
    void showsTheNewestFirstInPages() throws Exception {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            newestFirst.add(0, client.created(BODY));
        }

        assertThat(ids(list(""))).isEqualTo(newestFirst.subList(0, 20));
        assertThat(ids(list("?page=2"))).isEqualTo(newestFirst.subList(20, 23));
        assertThat(ids(list("?page_size=5&page=3"))).isEqualTo(newestFirst.subList(10, 15));
        assertThat(ids(list("?page_size=50"))).isEqualTo(newestFirst);
        assertThat(list("?page=9&page_size=5&colour=green").toString())
                .isEqualTo("{\"data\":[],\"total\":23,\"page\":9,\"page_size\":5}");
        assertThat(list("?page=2147483647&page_size=50").get("data")).isEmpty();
    }

    @Test
    void filters() throws Exception {
        emulator.faults().next(Phase.OUTCOME, Fault.cancelled());
        String cancelled = client.created(BODY);
        emulator.faults().next(Phase.OUTCOME, Fault.neverEnds());
        String processing = client.created(BODY);
        emulator.clock().advance(Duration.ofSeconds(165));
        String pending = client.created(BODY.replace("seedance-2.0-image-to-video", FAST));
        String completed = client.created(BODY);
        emulator.tasks().complete(completed);

        assertThat(ids(list("?status=processing"))).containsExactly(pending, processing);
        assertThat(ids(list("?status=pending"))).containsExactly(pending);
        assertThat(ids(list("?status=completed"))).containsExactly(completed);
        assertThat(ids(list("?status=cancelled"))).containsExactly(cancelled);
        assertThat(ids(list("?status=failed"))).isEmpty();
        assertThat(ids(list("?model=" + FAST))).containsExactly(pending);
        assertThat(ids(list("?type=video&status=completed&model=seedance-2%2E0-image-to-video")))
                .containsExactly(completed);
        assertThat(list("?type=audio").get("total").intValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "status, sleeping, cancelled",
        "type, film, video",
        "model, seedance-3.0, seedance-2.0-mini-image-to-video",
        "page, 0, 1",
        "page, one, 1",
        "page_size, 51, 50",
        "page_size, -1, 50"
    })
    void refusesValuesThatAreNot(String name, String value, String allowed) throws Exception {
        HttpResponse<byte[]> answer = client.get("/v1/tasks?" + name + "=" + value);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = Client.json(answer).get("error");
        assertThat(error.get("code").textValue()).isEqualTo("invalid_request");
        assertThat(error.get("param").textValue()).isEqualTo(name);
        assertThat(error.get("message").textValue()).contains("'" + value + "'", allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE"})
    void isForReadingOnly(String method) throws Exception {
        var request = client.to("/v1/tasks").method(method, BodyPublishers.noBody());

        assertThat(client.send(request).statusCode()).isEqualTo(405);
        assertThat(client.send(client.anonymous("/v1/tasks")).statusCode()).isEqualTo(401);
    }

    @Test
    void leavesForgottenTasksOut() throws Exception {
        String id = client.created(BODY);
        emulator.tasks().forget(client.created(BODY));

        assertThat(ids(list(""))).containsExactly(id);
    }

    @Test
    void showsEachAccountItsOwnTasks() throws Exception {
        String id = client.created(BODY);

        JsonNode foreign =
                Client.json(
                        client.send(
                                client.anonymous("/v1/tasks")
                                        .header("Authorization", "Bearer sk-neighbour")));

        assertThat(foreign.get("total").intValue()).isZero();
        assertThat(ids(list(""))).containsExactly(id);
    }
}
