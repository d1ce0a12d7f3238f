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
package io.github.camelseedance.emulator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final String CREATE = "/v1/videos/generations";
    private static final String KEY = "Idempotency-Key";

    private final Journal journal = new Journal(100);

    private Journal.Entry add(String method, String path) {
        return add(method, path, Map.of(), "");
    }

    private Journal.Entry add(
            String method, String path, Map<String, List<String>> headers, String body) {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return journal.add(
                new RecordedRequest(
                        method,
                        path,
                        null,
                        anyCase,
                        true,
                        null,
                        body.getBytes(StandardCharsets.UTF_8),
                        System.nanoTime(),
                        Instant.EPOCH,
                        null));
    }

    private void addCreate(String key) {
        add("POST", CREATE, Map.of(KEY, List.of(key)), "");
    }

    @Test
    void narrowsDownByMethodPathAndHeaders() {
        addCreate("order-1");
        addCreate("order-2");
        addCreate("order-2");
        add("GET", "/v1/credits", Map.of("Accept", List.of("text/html", "text/plain")), "");

        assertThat(journal.requests()).hasSize(4);
        assertThat(journal.creates()).hasSize(3);
        assertThat(journal.requests().method("GET")).hasSize(1);
        assertThat(journal.requests().method("get")).hasSize(1);
        assertThat(journal.requests().path("/v1/videos")).hasSize(3);
        assertThat(journal.creates().withKey("order-2")).hasSize(2);
        assertThat(journal.creates().withKey("order-3")).isEmpty();
        assertThat(journal.requests().withHeader("accept", "text/plain")).hasSize(1);
        assertThat(journal.requests().withHeader("accept", "text")).isEmpty();
        assertThat(journal.creates().method("GET")).isEmpty();
    }

    @Test
    void findsWhatNamesATask() {
        add("GET", "/v1/tasks/task-unified-1");
        add("GET", "/v1/tasks/task-unified-11");
        add("POST", "/v1/tasks/batch", Map.of(), "{\"task_ids\":[\"task-unified-1\",7]}");
        add("POST", "/v1/tasks/batch", Map.of(), "{\"task_ids\":[\"task-unified-2\"]}");
        add("POST", "/v1/tasks/batch", Map.of(), "task-unified-1, but no JSON");
        add("GET", "/media/task-unified-1.mp4");

        assertThat(journal.requests().forTask("task-unified-1"))
                .extracting(RecordedRequest::path)
                .containsExactly(
                        "/v1/tasks/task-unified-1", "/v1/tasks/batch", "/media/task-unified-1.mp4");
        assertThat(journal.polls("task-unified-1")).hasSize(2);
        assertThat(journal.polls("task-unified-2")).hasSize(1);
        assertThat(journal.polls("task-unified-3")).isEmpty();
    }

    @Test
    void knowsTheAnswers() {
        Journal.Entry lost = add("POST", CREATE);
        Journal.Entry answered = add("POST", CREATE);
        add("POST", CREATE);
        Requests before = journal.requests();
        lost.answered(Answer.NONE, "lose-answer");
        answered.answered(200, "");

        assertThat(journal.creates().answered(200)).hasSize(1);
        assertThat(journal.creates().answered(500)).isEmpty();
        assertThat(journal.creates().unanswered()).hasSize(2);
        assertThat(journal.creates().get(0).answer().fault()).isEqualTo("lose-answer");
        assertThat(journal.creates().get(1).answer().after()).isPositive();
        assertThat(journal.creates().get(2).answer()).isNull();
        assertThat(before).extracting(RecordedRequest::answer).containsOnlyNulls();
    }

    @Test
    void assertsHowManyThereAre() {
        addCreate("order-1");
        addCreate("order-2");

        assertThat(journal.creates().assertCount(2).assertAtMost(2).withKey("order-1")).hasSize(1);
        assertThat(journal.requests().method("GET").assertNone().assertAtMost(0)).isEmpty();
    }

    @Test
    void showsTheRequestsThatAreTooMany() {
        addCreate("order-1");
        add("POST", CREATE, Map.of(KEY, List.of("order-1")), "").answered(503, "html-error(503)");

        assertThatThrownBy(() -> journal.creates().withKey("order-1").assertCount(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "Requests [POST, /v1/videos/generations, Idempotency-Key: order-1]:"
                                + " expected 1, but there are 2:\n"
                                + "  POST /v1/videos/generations Idempotency-Key: order-1"
                                + " -> no answer yet\n"
                                + "  POST /v1/videos/generations Idempotency-Key: order-1 -> 503")
                .hasMessageEndingWith("(html-error(503))");
        assertThatThrownBy(() -> journal.creates().assertAtMost(1))
                .hasMessageContaining("expected at most 1, but there are 2:");
        assertThatThrownBy(() -> journal.requests().assertNone())
                .hasMessageStartingWith("Requests: expected none, but there are 2:");
    }

    @Test
    void showsWhatCameInsteadOfTheMissing() {
        assertThatThrownBy(() -> journal.creates().assertCount(1))
                .hasMessageEndingWith("expected 1, but there is none, nor any other request");
        add("GET", "/v1/credits").answered(Answer.NONE, "reset");

        assertThatThrownBy(() -> journal.creates().assertCount(1))
                .hasMessageContaining(
                        "there is none; all requests:\n  GET /v1/credits -> no answer")
                .hasMessageEndingWith("(reset)");
    }

    @Test
    void showsTwentyOfMany() {
        for (int i = 0; i < 30; i++) {
            add("GET", "/v1/credits");
        }

        assertThatThrownBy(() -> journal.requests().assertNone())
                .hasMessageEndingWith("\n  and 10 more")
                .satisfies(error -> assertThat(error.getMessage().lines()).hasSize(22));
    }

    @Test
    void keepsTheLatest() {
        Journal small = new Journal(2);
        for (int i = 0; i < 3; i++) {
            addCreate("order-" + i);
        }
        journal.requests().forEach(small::add);

        assertThat(small.creates())
                .extracting(request -> request.header(KEY))
                .containsExactly("order-1", "order-2");
    }
}
