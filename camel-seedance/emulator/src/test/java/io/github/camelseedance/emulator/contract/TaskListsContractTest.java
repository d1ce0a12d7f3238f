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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two calls for many tasks that the service's own clients make. */
class TaskListsContractTest extends Contract {

    private static final String BATCH = "/v1/tasks/batch";

    @Override
    SeedanceEmulator.Builder options(SeedanceEmulator.Builder usual) {
        return super.options(usual).account("other", 1000, "sk-other");
    }

    private static String ids(List<String> ids) {
        return "{\"task_ids\":[\"" + String.join("\",\"", ids) + "\"]}";
    }

    private String foreign() throws Exception {
        Answer answer =
                send(
                        posting(CREATE, request().toString())
                                .setHeader("Authorization", "Bearer sk-other"));
        return answer.text("/id");
    }

    @Test
    void batchGivesEachTaskAsItsOwnReadDoes() throws Exception {
        String first = created();
        String second = created();
        service.tasks().complete(second);

        Answer answer = post(BATCH, ids(List.of(first, second)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/data")).hasSize(2);
        assertThat(answer.at("/data/0")).isEqualTo(get(TASKS + first).json());
        assertThat(answer.at("/data/1")).isEqualTo(get(TASKS + second).json());
    }

    @Test
    void batchLeavesOutUnknownAndForeignTasks() throws Exception {
        String own = created();

        Answer answer = post(BATCH, ids(List.of("task-unified-1774857405-abc123", own, foreign())));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/data").findValuesAsText("id")).containsExactly(own);
    }

    @Test
    void batchTakesUpTo50Tasks() throws Exception {
        List<String> ids = new ArrayList<>(Collections.nCopies(50, created()));

        assertThat(post(BATCH, ids(ids)).status()).isEqualTo(200);
        ids.add(ids.get(0));
        assertThat(post(BATCH, ids(ids)).status()).isEqualTo(400);
    }

    @Test
    void batchNeedsTheKey() throws Exception {
        Answer answer = send(posting(BATCH, "{}").setHeader("Authorization", "Bearer wrong"));

        assertError(answer, 401, "unauthorized");
    }

    @Test
    void listGivesTheAccountsTasksNewestFirst() throws Exception {
        String first = created();
        String second = created(with("model", "\"" + FAST + "\""));
        foreign();
        service.tasks().complete(first);

        Answer answer = get("/v1/tasks");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/data").findValuesAsText("id")).containsExactly(second, first);
        assertThat(answer.at("/total").intValue()).isEqualTo(2);
        assertThat(answer.at("/page").intValue()).isEqualTo(1);
        assertThat(answer.at("/page_size").intValue()).isEqualTo(20);
        JsonNode open = answer.at("/data/0");
        assertThat(open.get("model").textValue()).isEqualTo(FAST);
        assertThat(open.get("type").textValue()).isEqualTo("video");
        assertThat(open.get("status").textValue()).isEqualTo("pending");
        assertThat(open.get("progress").intValue()).isZero();
        assertThat(open.get("created_at").longValue())
                .isEqualTo(service.clock().now().getEpochSecond());
        assertThat(open.get("duration").intValue()).isEqualTo(5);
        assertThat(open.get("has_results").booleanValue()).isFalse();
        assertThat(open.get("result_count").intValue()).isZero();
        assertThat(open.get("has_error").booleanValue()).isFalse();
        assertThat(open.get("credits_used").doubleValue()).isZero();
        JsonNode completed = answer.at("/data/1");
        assertThat(completed.get("has_results").booleanValue()).isTrue();
        assertThat(completed.get("result_count").intValue()).isEqualTo(1);
        assertThat(completed.get("credits_used").doubleValue()).isEqualTo(67.5);
        assertThat(completed.has("results")).isFalse();
    }

    @Test
    void listHasPages() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, created());
        }

        Answer second = get("/v1/tasks?page=2&page_size=2");

        assertThat(second.at("/data").findValuesAsText("id")).isEqualTo(ids.subList(2, 4));
        assertThat(second.at("/total").intValue()).isEqualTo(5);
        assertThat(second.at("/page").intValue()).isEqualTo(2);
        assertThat(second.at("/page_size").intValue()).isEqualTo(2);
        assertThat(get("/v1/tasks?page_size=50").status()).isEqualTo(200);
        assertThat(get("/v1/tasks?page_size=51").status()).isEqualTo(400);
    }

    @Test
    void listIsFilteredByStatus() throws Exception {
        String completed = created();
        service.tasks().complete(completed);
        String failed = created();
        service.tasks().fail(failed, "service_error", "busy");
        String processing = created();
        service.clock().advance(Duration.ofSeconds(100));
        String pending = created();

        assertThat(listed("status=completed")).containsExactly(completed);
        assertThat(listed("status=failed")).containsExactly(failed);
        assertThat(listed("status=pending")).containsExactly(pending);
        // processing includes what is queued
        assertThat(listed("status=processing")).containsExactly(pending, processing);
    }

    @Test
    void listIsFilteredByModelAndType() throws Exception {
        String standard = created();
        String fast = created(with("model", "\"" + FAST + "\""));

        assertThat(listed("model=" + FAST)).containsExactly(fast);
        assertThat(listed("type=video")).containsExactly(fast, standard);
        assertThat(listed("type=image")).isEmpty();
    }

    private List<String> listed(String query) throws Exception {
        return get("/v1/tasks?" + query).at("/data").findValuesAsText("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/tasks", "/v1/credits", "/v1/models"})
    void readsNeedTheKey(String path) throws Exception {
        assertError(send(to(path)), 401, "unauthorized");
    }
}
