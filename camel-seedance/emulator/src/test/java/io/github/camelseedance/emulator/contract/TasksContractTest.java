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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One task: its states, its errors, its link. */
class TasksContractTest extends Contract {

    private static final String UNKNOWN = "task-unified-1774857405-abc123";

    @Override
    SeedanceEmulator.Builder options(SeedanceEmulator.Builder usual) {
        return super.options(usual).account("other", 1000, "sk-other");
    }

    private JsonNode task(String id) throws Exception {
        Answer answer = get(TASKS + id);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode task = answer.json();
        assertThat(task.get("id").textValue()).isEqualTo(id);
        assertThat(task.get("object").textValue()).isEqualTo("video.generation.task");
        assertThat(task.get("type").textValue()).isEqualTo("video");
        assertThat(task.get("model").textValue()).isEqualTo(STANDARD);
        assertThat(task.get("created").isIntegralNumber()).isTrue();
        return task;
    }

    @Test
    void pending() throws Exception {
        JsonNode task = task(created());

        assertThat(task.get("status").textValue()).isEqualTo("pending");
        assertThat(task.get("progress").intValue()).isZero();
        assertThat(task.at("/task_info/can_cancel").booleanValue()).isTrue();
        assertThat(task.has("results")).isFalse();
        assertThat(task.has("error")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"33,20", "107,64", "164,99"})
    void processing(int seconds, int progress) throws Exception {
        String id = created();

        service.clock().advance(Duration.ofSeconds(seconds));

        JsonNode task = task(id);
        assertThat(task.get("status").textValue()).isEqualTo("processing");
        assertThat(task.get("progress").intValue()).isEqualTo(progress);
        assertThat(task.at("/task_info/can_cancel").booleanValue()).isTrue();
        assertThat(task.has("results")).isFalse();
    }

    @Test
    void completed() throws Exception {
        String id = created();

        service.clock().advance(Duration.ofSeconds(165));

        JsonNode task = task(id);
        assertThat(task.get("status").textValue()).isEqualTo("completed");
        assertThat(task.get("progress").intValue()).isEqualTo(100);
        assertThat(task.get("results")).hasSize(1);
        assertThat(task.at("/task_info/can_cancel").booleanValue()).isFalse();
        assertThat(task.has("error")).isFalse();
    }

    @Test
    void failed() throws Exception {
        service.faults().next(Phase.OUTCOME, Fault.failed("content_policy_violation", "a face"));
        String id = created();

        service.clock().advance(Duration.ofSeconds(165));

        JsonNode task = task(id);
        assertThat(task.get("status").textValue()).isEqualTo("failed");
        assertThat(task.get("progress").intValue()).isZero();
        assertThat(task.get("error"))
                .isEqualTo(
                        json(
                                """
                                {"code":"content_policy_violation","message":"a face",
                                "type":"task_error"}"""));
        assertThat(task.has("results")).isFalse();
        service.ledger().assertNothingCharged();
    }

    @Test
    void cancelled() throws Exception {
        service.faults().next(Phase.OUTCOME, Fault.cancelled());
        String id = created();

        service.clock().advance(Duration.ofSeconds(165));

        assertThat(task(id).get("status").textValue()).isEqualTo("cancelled");
        assertThat(task(id).has("results")).isFalse();
    }

    @Test
    void completedWithoutResults() throws Exception {
        service.faults().next(Phase.OUTCOME, Fault.withoutResults());
        String id = created();

        service.clock().advance(Duration.ofSeconds(165));

        assertThat(task(id).get("status").textValue()).isEqualTo("completed");
        assertThat(task(id).get("results")).isEmpty();
    }

    @Test
    void resultLinkLives24HoursAndNeedsNoKey() throws Exception {
        String id = created();
        service.clock().advance(Duration.ofSeconds(165));
        String link = task(id).at("/results/0").textValue();

        Answer video = send(to(link));
        assertThat(video.status()).isEqualTo(200);
        assertThat(video.header("Content-Type")).isEqualTo("video/mp4");
        service.clock().advance(Duration.ofHours(24).minusMillis(1));
        assertThat(send(to(link)).status()).isEqualTo(200);
        service.clock().advance(Duration.ofMillis(1));
        assertThat(send(to(link)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "unified-1774857405-abc123", "task-1774857405"})
    void invalidTaskId(String id) throws Exception {
        Answer answer = get(TASKS + id);

        assertError(answer, 400, "invalid_task_id");
        assertThat(answer.text("/error/param")).isEqualTo("task_id");
    }

    @Test
    void unauthorized() throws Exception {
        Answer answer = send(to(TASKS + created()));

        assertError(answer, 401, "unauthorized");
        assertThat(answer.text("/error/type")).isEqualTo("authentication_error");
    }

    @Test
    void insufficientQuota() throws Exception {
        service.faults().next(Phase.STATUS, Fault.refuse("insufficient_quota"));

        assertError(get(TASKS + created()), 402, "insufficient_quota");
    }

    @Test
    void permissionDenied() throws Exception {
        String id = created();

        Answer answer = send(to(TASKS + id).header("Authorization", "Bearer sk-other"));

        assertError(answer, 403, "permission_denied");
    }

    @Test
    void taskNotFound() throws Exception {
        assertError(get(TASKS + UNKNOWN), 404, "task_not_found");
    }

    @Test
    void rateLimitExceeded() throws Exception {
        String id = created();
        service.limits().requestsPerSecond(1);
        get(TASKS + id);

        Answer answer = get(TASKS + id);

        assertError(answer, 429, "rate_limit_exceeded");
        assertThat(answer.text("/error/type")).isEqualTo("evo_api_error");
    }

    @Test
    void internalError() throws Exception {
        service.faults().next(Phase.STATUS, Fault.refuse("internal_error"));

        assertError(get(TASKS + created()), 500, "internal_error");
    }

    @ParameterizedTest
    @CsvSource({"DELETE,''", "POST,/cancel", "PUT,/cancel", "GET,/cancel"})
    void thereIsNoWayToCancel(String method, String below) throws Exception {
        String id = created();

        Answer answer = send(keyed(TASKS + id + below).method(method, BodyPublishers.noBody()));

        assertThat(answer.status()).isIn(404, 405);
        assertThat(task(id).get("status").textValue()).isEqualTo("pending");
    }
}
