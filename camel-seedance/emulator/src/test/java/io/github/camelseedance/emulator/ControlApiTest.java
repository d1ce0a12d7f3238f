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
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.task.TaskStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlApiTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");

    private SeedanceEmulator emulator;
    private Client client;

    @BeforeEach
    void start() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private HttpResponse<byte[]> call(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                client.anonymous("/_emulator/" + path)
                        .method(method, BodyPublishers.ofString(body));
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private JsonNode done(String method, String path, String body) throws Exception {
        HttpResponse<byte[]> response = call(method, path, body);
        assertThat(response.statusCode()).as("%s", text(response)).isEqualTo(200);
        return Client.json(response);
    }

    private JsonNode done(String method, String path) throws Exception {
        return done(method, path, "");
    }

    private String refused(int status, String method, String path, String body) throws Exception {
        HttpResponse<byte[]> response = call(method, path, body);
        assertThat(response.statusCode()).as("%s", text(response)).isEqualTo(status);
        JsonNode answer = Client.json(response);
        assertThat(answer).hasSize(1);
        return answer.at("/error/message").textValue();
    }

    @Test
    void readsFreezesAndRunsTheClock() throws Exception {
        JsonNode clock = done("GET", "clock");
        assertThat(clock.get("frozen").booleanValue()).isTrue();
        assertThat(clock.get("speed").doubleValue()).isZero();
        assertThat(Instant.parse(clock.get("now").textValue())).isEqualTo(emulator.clock().now());

        done("PUT", "clock", "{\"speed\":10}");
        assertThat(emulator.clock().speed()).isEqualTo(10);
        done("PUT", "clock", "{\"frozen\":false}");
        assertThat(emulator.clock().speed()).isEqualTo(1);
        done("PUT", "clock", "{\"frozen\":true}");
        assertThat(emulator.clock().isFrozen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"165s, 165", "PT165S, 165", "24h, 86400", "2m, 120", "0s, 0"})
    void advancesTheClock(String by, long seconds) throws Exception {
        Instant before = emulator.clock().now();

        JsonNode clock = done("POST", "clock/advance", "{\"by\":\"" + by + "\"}");

        Instant now = Instant.parse(clock.get("now").textValue());
        assertThat(Duration.between(before, now)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT  | clock         | {}                             | frozen",
                "PUT  | clock         | {\"speed\":-1}                 | speed is -1.0 but must be",
                "PUT  | clock         | {\"speed\":0}                  | {\"frozen\":true} stops the clock",
                "PUT  | clock         | {\"speed\":\"fast\"}           | \"fast\" but must be a number",
                "PUT  | clock         | {\"frozen\":1}                 | must be true or false",
                "PUT  | clock         | {\"frozen\":true,\"speed\":2}  | no speed",
                "PUT  | clock         | {\"tempo\":2}                  | 'tempo'; it may have frozen, speed",
                "PUT  | clock         | nonsense                       | one JSON object with frozen",
                "POST | clock/advance | {}                             | by is missing",
                "POST | clock/advance | {\"by\":165}                   | by is 165 but must be a duration, as \"165s\"",
                "POST | clock/advance | {\"by\":\"soon\"}              | 'soon' is not a duration",
                "POST | clock/advance | {\"by\":\"PT-5S\"}             | only goes forward",
                "POST | clock/advance | {\"by\":\"PT999999H\"}         | at most 36500 days",
                "POST | reset         | {\"all\":true}                 | 'all'; it may have none",
                "POST | reset         | nonsense                       | one JSON object with no fields",
                "PUT  | limits        | {\"upload_slots\":3000000000}  | at most 2147483647",
                "GET  | tasks?status=failed | '' | 'status'; there are none",
            })
    void saysWhatIsWrongWithABody(String method, String path, String body, String reason)
            throws Exception {
        assertThat(refused(400, method, path, body)).contains(reason);
    }

    @Test
    void showsATask() throws Exception {
        String id = Client.json(client.create(BODY, "order-number-4711")).get("id").textValue();
        emulator.clock().advance(Duration.ofSeconds(82));

        JsonNode task = done("GET", "tasks/" + id);

        assertThat(task.get("id").textValue()).isEqualTo(id);
        assertThat(task.get("status").textValue()).isEqualTo("processing");
        assertThat(task.get("progress").intValue()).isEqualTo(49);
        assertThat(task.get("model").textValue()).isEqualTo("seedance-2.0-image-to-video");
        assertThat(task.get("prompt").textValue()).isEqualTo("Wind in the grass");
        assertThat(task.get("duration").intValue()).isEqualTo(5);
        assertThat(task.get("quality").textValue()).isEqualTo("720p");
        assertThat(task.get("aspect_ratio").textValue()).isEqualTo("16:9");
        assertThat(task.get("idempotency_key").textValue()).isEqualTo("order-number-4711");
        assertThat(task.get("credits").doubleValue()).isEqualTo(67.5);
        assertThat(task.get("link").textValue()).isEqualTo("none");
        assertThat(task.get("image_urls")).hasSize(1);
        assertThat(task.get("callback_url").isNull()).isTrue();
        assertThat(done("GET", "tasks").get("tasks")).containsExactly(task);
    }

    @Test
    void endsTasks() throws Exception {
        String completed = client.created(BODY);
        String failed = client.created(BODY);
        String worded = client.created(BODY);
        String cancelled = client.created(BODY);

        assertThat(done("POST", "tasks/" + completed + "/complete").get("status").textValue())
                .isEqualTo("completed");
        done("POST", "tasks/" + failed + "/fail", "{\"code\":\"service_error\"}");
        done(
                "POST",
                "tasks/" + worded + "/fail",
                "{\"code\":\"quota_exceeded\",\"message\":\"later\"}");
        done("POST", "tasks/" + cancelled + "/cancel");

        assertThat(client.status(completed).get("status").textValue()).isEqualTo("completed");
        assertThat(client.status(failed).at("/error/message").textValue())
                .isEqualTo("The service has failed");
        assertThat(client.status(worded).at("/error/message").textValue()).isEqualTo("later");
        assertThat(client.status(cancelled).get("status").textValue()).isEqualTo("cancelled");
        assertThat(refused(409, "POST", "tasks/" + failed + "/complete", "")).contains(failed);
        assertThat(refused(400, "POST", "tasks/" + failed + "/fail", "{}"))
                .contains("code is missing");
        String open = client.created(BODY);
        assertThat(refused(400, "POST", "tasks/" + open + "/fail", "{\"code\":\"\"}"))
                .contains("must not be empty");
        assertThat(client.status(open).get("status").textValue()).isEqualTo("pending");
    }

    @Test
    void completesATaskWithoutResults() throws Exception {
        String id = client.created(BODY);

        JsonNode task = done("POST", "tasks/" + id + "/complete", "{\"without_results\":true}");

        assertThat(task.get("link").textValue()).isEqualTo("none");
        assertThat(client.status(id).get("status").textValue()).isEqualTo("completed");
        assertThat(client.status(id).at("/results/0").isMissingNode()).isTrue();
    }

    @Test
    void expiresALinkAndForgetsATask() throws Exception {
        String id = client.created(BODY);
        emulator.tasks().complete(id);
        String url = client.status(id).at("/results/0").textValue();
        assertThat(done("GET", "tasks/" + id).get("link").textValue()).isEqualTo("alive");

        assertThat(done("POST", "tasks/" + id + "/expire").get("link").textValue())
                .isEqualTo("expired");
        assertThat(client.get(url).statusCode()).isEqualTo(403);

        done("POST", "tasks/" + id + "/forget");
        assertThat(client.get("/v1/tasks/" + id).statusCode()).isEqualTo(404);
        assertThat(emulator.tasks().list()).isEmpty();
    }

    @Test
    void scriptsTheAnswerToReads() throws Exception {
        String id = client.created(BODY);

        done("PUT", "tasks/" + id + "/answer", "{\"status\":\"dreaming\"}");
        assertThat(client.status(id).toString()).isEqualTo("{\"status\":\"dreaming\"}");
        done("DELETE", "tasks/" + id + "/answer");
        assertThat(client.status(id).get("status").textValue()).isEqualTo("pending");

        assertThat(refused(400, "PUT", "tasks/" + id + "/answer", "{")).contains("JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET tasks/no-such",
                "POST tasks/no-such/complete",
                "POST tasks/no-such/fail",
                "POST tasks/no-such/cancel",
                "POST tasks/no-such/expire",
                "POST tasks/no-such/forget",
                "PUT tasks/no-such/answer",
                "DELETE tasks/no-such/answer",
                "POST tasks/no-such/redeliver",
                "GET tasks/no-such/frames/0",
                "GET tasks/no-such/video",
            })
    void knowsNoTaskThatWasNeverMade(String call) throws Exception {
        String[] parts = call.split(" ");
        String body = call.contains("fail") ? "{\"code\":\"service_error\"}" : "";

        assertThat(refused(404, parts[0], parts[1], body)).contains("There is no task no-such");
    }

    @Test
    void servesPicturesAndVideoWithoutFaultsOrTraces() throws Exception {
        byte[] first = Client.image("png", 400, 400);
        byte[] last = Client.image("jpg", 500, 400);
        String id = client.created(Client.body(client.uploaded(first), client.uploaded(last)));
        assertThat(refused(409, "GET", "tasks/" + id + "/video", "")).contains("it is pending");
        emulator.tasks().complete(id);
        emulator.journal().clear();

        HttpResponse<byte[]> frame = call("GET", "tasks/" + id + "/frames/0", "");
        assertThat(frame.body()).isEqualTo(first);
        assertThat(frame.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(call("GET", "tasks/" + id + "/frames/1", "").body()).isEqualTo(last);
        assertThat(refused(404, "GET", "tasks/" + id + "/frames/2", "")).contains("it has 2");

        HttpResponse<byte[]> video = call("GET", "tasks/" + id + "/video", "");
        assertThat(video.headers().firstValue("Content-Type")).contains("video/mp4");
        HttpResponse<byte[]> part = call("GET", "tasks/" + id + "/video", "", "Range", "bytes=4-7");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("ftyp");
        assertThat(part.headers().firstValue("Content-Range"))
                .contains("bytes 4-7/" + video.body().length);
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void showsTheCredits() throws Exception {
        String id = Client.json(client.create(BODY, "order-number-4711")).get("id").textValue();
        client.created(BODY);
        emulator.tasks().complete(id);

        JsonNode account = done("GET", "ledger").at("/accounts/0");

        assertThat(account.get("name").textValue()).isEqualTo("default");
        assertThat(account.get("balance").doubleValue()).isEqualTo(10_000_000 - 135);
        assertThat(account.get("reserved").doubleValue()).isEqualTo(67.5);
        assertThat(account.get("charged").doubleValue()).isEqualTo(67.5);
        assertThat(account.get("generations").intValue()).isEqualTo(2);
        assertThat(account.get("entries").findValuesAsText("kind"))
                .containsExactly("reserve", "reserve", "charge");
        assertThat(account.at("/entries/2").toString())
                .isEqualTo(
                        "{\"number\":3,\"at\":\""
                                + emulator.clock().now()
                                + "\",\"kind\":\"charge\",\"task\":\""
                                + id
                                + "\",\"idempotency_key\":\"order-number-4711\",\"credits\":67.5}");
    }

    @Test
    void showsPricesAndTopsUp() throws Exception {
        assertThat(
                        done("GET", "ledger")
                                .at("/prices/seedance-2.0-image-to-video/720p")
                                .doubleValue())
                .isEqualTo(13.5);

        assertThat(done("POST", "ledger/top-up", "{\"credits\":2.5}").get("balance").doubleValue())
                .isEqualTo(10_000_002.5);
        done("POST", "ledger/top-up", "{\"credits\":1,\"account\":\"default\"}");
        assertThat(emulator.ledger().balance()).isEqualTo(10_000_003.5);

        assertThat(refused(400, "POST", "ledger/top-up", "{\"credits\":0}")).contains("0.0");
        assertThat(refused(400, "POST", "ledger/top-up", "{\"credits\":1,\"account\":\"none\"}"))
                .contains("'none'", "default");
    }

    @Test
    void changesTheLimits() throws Exception {
        assertThat(done("GET", "limits").toString())
                .isEqualTo(
                        "{\"requests_per_second\":0,\"concurrent_tasks\":0,"
                                + "\"upload_slots\":2000}");

        JsonNode limits = done("PUT", "limits", "{\"concurrent_tasks\":1}");
        assertThat(limits.get("concurrent_tasks").intValue()).isOne();
        assertThat(limits.get("upload_slots").intValue()).isEqualTo(2000);
        client.created(BODY);
        assertThat(client.create(BODY).statusCode()).isEqualTo(429);

        assertThat(refused(400, "PUT", "limits", "{\"upload_slots\":5,\"concurrent_tasks\":-1}"))
                .contains("concurrent_tasks is -1");
        assertThat(refused(400, "PUT", "limits", "{\"concurrent_tasks\":1.5}"))
                .contains("1.5 but must be a whole number");
        assertThat(emulator.limits().uploadSlots()).isEqualTo(2000);
    }

    @Test
    void scriptsFaults() throws Exception {
        JsonNode added =
                done("POST", "faults", "{\"script\":\"credits:html-error(502)*2 status:hang%20\"}");
        assertThat(added.get("faults").findValuesAsText("script"))
                .containsExactly("credits:html-error(502)*2", "status:hang%20");
        assertThat(client.get("/v1/credits").statusCode()).isEqualTo(502);
        JsonNode left = done("GET", "faults");
        assertThat(left.at("/faults/0/script").textValue()).isEqualTo("credits:html-error(502)");
        assertThat(left.at("/known/batch").toString()).contains("\"partial(tasks)\"");

        done("DELETE", "faults/" + left.at("/faults/0/id").intValue());
        assertThat(client.get("/v1/credits").statusCode()).isEqualTo(200);
        assertThat(done("DELETE", "faults").get("faults")).isEmpty();
        assertThat(refused(404, "DELETE", "faults/4711", "")).contains("4711");
        assertThat(refused(404, "DELETE", "faults/first", "")).contains("first");
        assertThat(refused(400, "POST", "faults", "{\"script\":\"status:sulk\"}"))
                .contains("sulk", "unknown-status(word)");
        assertThat(refused(400, "POST", "faults", "{}")).contains("script is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"lake\"}",
                "{\"model\":\"seedance-2.0-image-to-video\"}",
                "{\"task\":\"task-unified-1\"}",
                "{\"header\":{\"name\":\"X-Test\",\"value\":\"a\"}}",
            })
    void scriptsFaultsForSomeCalls(String when) throws Exception {
        JsonNode added =
                done("POST", "faults", "{\"script\":\"create:hang*\",\"when\":" + when + "}");

        assertThat(added.at("/faults/0/when").toString()).isEqualTo(when);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                  | exactly one of prompt, model, header, task",
                "{\"prompt\":\"a\",\"task\":\"b\"}   | exactly one",
                "{\"colour\":\"red\"}                | 'colour'",
                "{\"header\":\"X-Test\"}             | header must be one JSON object with name, value",
                "{\"header\":{\"name\":\"X-Test\"}}  | value is missing",
                "\"lake\"                            | when must be one JSON object",
            })
    void saysWhatIsWrongWithACondition(String when, String reason) throws Exception {
        String body = "{\"script\":\"create:hang\",\"when\":" + when + "}";

        assertThat(refused(400, "POST", "faults", body)).contains(reason);
        assertThat(emulator.faults().rules()).isEmpty();
    }

    @Test
    void findsRequests() throws Exception {
        String id = Client.json(client.create(BODY, "order-number-4711")).get("id").textValue();
        client.status(id);
        client.get("/v1/credits");

        assertThat(done("GET", "requests").get("count").intValue()).isEqualTo(3);
        assertThat(done("GET", "requests").get("connections").intValue())
                .isEqualTo(emulator.journal().connections());
        JsonNode create = done("GET", "requests?method=post&path=/v1/videos").at("/requests/0");
        assertThat(create.get("body").get("prompt").textValue()).isEqualTo("Wind in the grass");
        assertThat(create.get("key").textValue()).isEqualTo("key-1");
        assertThat(done("GET", "requests").toString()).doesNotContain(emulator.apiKey());
        assertThat(done("GET", "requests?key=order-number-4711").get("count").intValue()).isOne();
        assertThat(done("GET", "requests?task=" + id).at("/requests/0/path").textValue())
                .isEqualTo("/v1/tasks/" + id);
        assertThat(done("GET", "requests?path=%2Fv1%2Fcredits").get("count").intValue()).isOne();
        client.get("/v1/nothing");
        assertThat(done("GET", "requests?status=404").at("/requests/0/path").textValue())
                .isEqualTo("/v1/nothing");
        assertThat(refused(400, "GET", "requests?colour=red", "")).contains("'colour'", "status");
        assertThat(refused(400, "GET", "requests?status=often", "")).contains("'often'");

        assertThat(done("DELETE", "requests").get("count").intValue()).isZero();
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void showsAndResendsCallbacks() throws Exception {
        try (CallbackReceiver receiver = new CallbackReceiver()) {
            String body = BODY.replace("{", "{\"callback_url\":\"" + receiver.url() + "\",");
            String id = client.created(body);
            assertThat(refused(409, "POST", "tasks/" + id + "/redeliver", "")).contains("pending");
            done("POST", "clock/advance", "{\"by\":\"165s\"}");

            JsonNode delivery = done("GET", "callbacks").at("/callbacks/0");
            assertThat(delivery.get("task").textValue()).isEqualTo(id);
            assertThat(delivery.get("url").textValue()).isEqualTo(receiver.url());
            assertThat(delivery.get("state").textValue()).isEqualTo("delivered");
            assertThat(delivery.at("/attempts/0/status").intValue()).isEqualTo(200);
            assertThat(delivery.at("/body/status").textValue()).isEqualTo("completed");

            done("POST", "tasks/" + id + "/redeliver");
            await().until(() -> receiver.received().size() == 2);
            assertThat(done("GET", "callbacks?task=" + id).get("count").intValue()).isEqualTo(2);
            assertThat(done("GET", "callbacks?task=other").get("count").intValue()).isZero();
        }
        String silent = client.created(BODY);
        emulator.tasks().complete(silent);
        assertThat(refused(400, "POST", "tasks/" + silent + "/redeliver", ""))
                .contains("callback_url");
    }

    @Test
    void resets() throws Exception {
        client.created(BODY);

        assertThat(done("POST", "reset").at("/tasks/count").intValue()).isZero();

        assertThat(emulator.tasks().list()).isEmpty();
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void givesThePageTheLatestOfEverything() throws Exception {
        for (int i = 0; i < 51; i++) {
            client.created(BODY);
        }

        JsonNode state = done("GET", "state");

        assertThat(state.at("/tasks/count").intValue()).isEqualTo(51);
        assertThat(state.at("/tasks/latest")).hasSize(50);
        assertThat(state.at("/requests/latest")).hasSize(50);
        assertThat(state.at("/ledger/accounts/0/entries")).hasSize(50);
        assertThat(state.at("/ledger/accounts/0/entries/49/number").intValue()).isEqualTo(51);
        assertThat(state.at("/tasks/latest/49/id").textValue())
                .isEqualTo(emulator.tasks().list().get(50).id());
        assertThat(state.toString()).doesNotContain(emulator.apiKey());
    }

    @Test
    void saysWhatThereIs() throws Exception {
        assertThat(refused(404, "GET", "nowhere", ""))
                .contains("/_emulator/nowhere", "POST /_emulator/tasks/{id}/complete");
        assertThat(Client.json(client.send(client.anonymous("/_emulator"))).toString())
                .contains("POST /_emulator/tasks/{id}/complete");
        HttpResponse<byte[]> wrong = call("DELETE", "clock", "");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).contains("GET, PUT");
        assertThat(Client.json(wrong).at("/error/message").textValue())
                .isEqualTo("/_emulator/clock takes GET, PUT, not DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "nonsense"})
    void refusesPagesOfOtherOrigins(String origin) throws Exception {
        String id = client.created(BODY);

        HttpResponse<byte[]> refused =
                call("POST", "tasks/" + id + "/complete", "", "Origin", origin);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Client.json(refused).at("/error/message").textValue()).contains(origin);
        assertThat(emulator.tasks().list().get(0).status()).isEqualTo(TaskStatus.PENDING);
        assertThat(call("GET", "state", "", "Origin", origin).statusCode()).isEqualTo(403);
        assertThat(call("POST", "reset", "", "Origin", emulator.baseUrl()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void servesThePage() throws Exception {
        int bytes = 0;
        for (String path : List.of("/", "/_emulator/page/page.css", "/_emulator/page/page.js")) {
            HttpResponse<byte[]> response = client.send(client.anonymous(path));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'self';");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            bytes += response.body().length;
        }
        assertThat(bytes).isLessThan(30_000);
        assertThat(emulator.journal().requests()).isEmpty();
    }
}
