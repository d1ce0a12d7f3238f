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
package io.github.camelseedance.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status reads, batch reads and credits. */
class ReadCallsTest extends ClientTestSupport {
    private static final String ID = "task-unified-1:a";

    private VideoTask read(String body) {
        emulator.faults().next(Phase.STATUS, json(200, body));
        return get(client().read(account(), ID));
    }

    private SeedanceException readFailure(int status, String body) {
        return readFailure(json(status, body));
    }

    private SeedanceException readFailure(Fault fault) {
        emulator.journal().clear();
        emulator.faults().next(Phase.STATUS, fault);
        SeedanceException failure = failure(client().read(account(), ID));
        emulator.journal().requests().assertCount(1);
        return failure;
    }

    private static RecordedRequest request() {
        return emulator.journal().requests().assertCount(1).get(0);
    }

    @Test
    void readsATaskWithAllItsKeys() {
        VideoTask task =
                read(
                        "{\"id\":\"task-unified-1:a\",\"created\":1763000000,\"model\":\"m\","
                                + "\"status\":\"COMPLETED\",\"progress\":100,"
                                + "\"results\":[\"https://media/x.mp4?sig=1\"],"
                                + "\"task_info\":{\"estimated_time\":165,\"video_duration\":5},"
                                + "\"usage\":{\"credits_reserved\":67.5,\"credits_used\":60}}");
        assertThat(task)
                .isEqualTo(
                        new VideoTask(
                                ID,
                                "completed",
                                100,
                                165,
                                5,
                                "m",
                                Instant.ofEpochSecond(1763000000),
                                List.of("https://media/x.mp4?sig=1"),
                                null,
                                67.5,
                                60.0));
        assertThat(task.completed()).isTrue();
    }

    @Test
    void asksForTheTaskByItsId() {
        assertThat(read("{\"data\":{\"id\":\"" + ID + "\"}}").id()).isEqualTo(ID);
        assertThat(request().method()).isEqualTo("GET");
        assertThat(request().path()).isEqualTo("/v1/tasks/" + ID);
        assertThat(request().query()).isNull();
    }

    @Test
    void readsTheTaskThatWasCreated() {
        VideoTask created = ((CreateOutcome.Accepted) create()).task();
        assertThat(get(client().read(account(), created.id())))
                .returns(created.id(), VideoTask::id)
                .returns(created.created(), VideoTask::created)
                .returns(false, VideoTask::ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a?b", "a%2Fb", "a b", "a\r\nX: y", "ä"})
    void sendsNothingForAnIdThatIsNone(String id) {
        assertThat(failure(client().read(account(), id)))
                .isInstanceOf(SeedanceInvalidRequestException.class)
                .hasMessageContaining("task_id");
        assertThat(failure(client().readBatch(account(), List.of("a", id))))
                .isInstanceOf(SeedanceInvalidRequestException.class);
        assertThat(emulator.journal().connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"results\":[\"https://x/v.mp4\"]",
                "\"results\":[{\"video_url\":\"https://x/v.mp4\"}]",
                "\"results\":[],\"result_data\":{\"video_url\":\"https://x/v.mp4\"}",
                "\"results\":null,\"result_data\":[{\"video_url\":\"https://x/v.mp4\"}]",
                "\"output\":{\"video_url\":\" https://x/v.mp4\"}",
                "\"results\":[null,7,\"\",\"https://x/v.mp4\"]"
            })
    void findsTheVideoInEveryKnownShape(String shape) {
        VideoTask task = read("{\"id\":\"" + ID + "\",\"status\":\"completed\"," + shape + "}");
        assertThat(task.results()).containsExactly("https://x/v.mp4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":\"content_policy_violation\",\"message\":\"face\","
                        + "\"type\":\"task_error\"}"
                        + "|content_policy_violation|face|task_error",
                "{\"code\":500,\"message\":\"boom\"}|500|boom|",
                "\"service_error\"|service_error|service_error|",
                "\"It did not work out\"||It did not work out|",
            })
    void readsTheErrorInEveryKnownShape(String error, String code, String message, String type) {
        VideoTask task =
                read("{\"id\":\"" + ID + "\",\"status\":\"failed\",\"error\":" + error + "}");
        assertThat(task.status()).isEqualTo("failed");
        assertThat(task.error()).isEqualTo(new TaskError(code, message, type));
    }

    @Test
    void toleratesWhatIsMissingOrStrange() {
        VideoTask task =
                read(
                        "{\"id\":\"task-unified-1:a\",\"status\":\"Queued_up\","
                                + "\"progress\":\"1e9\",\"created\":-5,\"error\":{},\"task_info\":[],\"usage\":7,"
                                + "\"model\":{}}");
        assertThat(task)
                .isEqualTo(
                        new VideoTask(
                                ID,
                                "Queued_up",
                                100,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
        assertThat(task.ended()).isFalse();
        assertThat(read("{\"id\":\"task-unified-1:a\",\"progress\":-3}").progress()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_task_id, false, Correct the request",
        "401, unauthorized, false, apiKey",
        "402, insufficient_quota, false, Top up",
        "403, permission_denied, false, what this key may do",
        "404, task_not_found, false, Check the task id",
        "405, x, false, check baseUrl",
        "429, rate_limit_exceeded, true, less often",
        "500, internal_error, true, try again",
        "502, upstream_error, true, try again",
        "503, service_unavailable, true, try again",
    })
    void anErrorAnswerIsARefusalWithAdvice(
            int status, String code, boolean retryable, String advice) {
        String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\"}}";
        assertThat(readFailure(status, body))
                .isInstanceOfSatisfying(
                        SeedanceRefusedException.class,
                        refused -> {
                            assertThat(refused.getError().httpStatus()).isEqualTo(status);
                            assertThat(refused.getError().code()).isEqualTo(code);
                            assertThat(refused.isRetryable()).isEqualTo(retryable);
                            assertThat(refused.getTaskId()).isEqualTo(ID);
                        })
                .hasMessageContaining(advice);
    }

    @Test
    void anErrorNeedsNoEnvelope() {
        assertThat(readFailure(404, "")).hasMessageContaining("HTTP 404: an empty answer");
        assertThat(readFailure(503, "<html><TITLE> Down </TITLE>"))
                .hasMessageContaining("HTTP 503: a web page: Down");
        assertThat(readFailure(401, "{\"error\":\"invalid_token\",\"error_description\":\"old\"}"))
                .hasMessageContaining("HTTP 401 invalid_token: old");
        assertThat(readFailure(Fault.redirect(302, "http://x/"))).hasMessageContaining("Redirects");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\":\"task-un", "<html>", "{\"id\":\"another\"}", "[1]"})
    void successThatCannotBeUnderstoodIsAnErrorOfItsOwn(String body) {
        assertThat(readFailure(200, body))
                .isExactlyInstanceOf(SeedanceException.class)
                .hasMessageContaining("does not hold what was asked for");
    }

    @Test
    void aTransportFailureSaysWhereAndWhat() {
        assertThat(readFailure(Fault.resetAfterBody()))
                .isExactlyInstanceOf(SeedanceException.class)
                .hasMessageContaining("Reading a task failed: " + service().getAuthority())
                .hasMessageContaining("try again later")
                .returns(ID, SeedanceException::getTaskId);
    }

    @Test
    void readsManyAtOnce() {
        emulator.faults()
                .next(
                        Phase.BATCH,
                        json(
                                200,
                                "{\"data\":[{\"id\":\"a\",\"status\":\"processing\"},{\"status\":\"failed\"},7,"
                                        + "{\"id\":\"foreign\"},{\"id\":\"b\",\"status\":\"failed\"},"
                                        + "{\"id\":\"b\",\"status\":\"completed\"}]}"));
        List<VideoTask> tasks = get(client().readBatch(account(), List.of("a", "b", "c")));
        assertThat(tasks).extracting(VideoTask::id).containsExactly("a", "b");
        assertThat(tasks).extracting(VideoTask::status).containsExactly("processing", "failed");
        assertThat(request().method()).isEqualTo("POST");
        assertThat(request().path()).isEqualTo("/v1/tasks/batch");
        assertThat(request().bodyText()).isEqualTo("{\"task_ids\":[\"a\",\"b\",\"c\"]}");
    }

    @Test
    void aBatchHasItsBounds() {
        emulator.faults().always(Phase.BATCH, json(404, ""));
        assertThat(get(client().readBatch(account(), List.of()))).isEmpty();
        assertThat(failure(client().readBatch(account(), Collections.nCopies(51, "a"))))
                .hasMessageContaining("50");
        assertThat(emulator.journal().connections()).isZero();
        assertThat(failure(client().readBatch(account(), List.of("a"))))
                .isInstanceOfSatisfying(
                        SeedanceRefusedException.class,
                        refused -> assertThat(refused.getHttpResponseCode()).isEqualTo(404));
    }

    @Test
    void readsTheCredits() {
        String body =
                "{\"success\":true,\"data\":{\"user\":{\"remaining_credits\":12.5,"
                        + "\"used_credits\":3},\"token\":{\"unlimited_credits\":true}}}";
        emulator.faults().next(Phase.CREDITS, json(200, body));
        assertThat(get(client().credits(account())))
                .isEqualTo(new Credits(12.5, 3.0, null, null, true));
        assertThat(request().method()).isEqualTo("GET");
        assertThat(request().path()).isEqualTo("/v1/credits");
    }

    @Test
    void aDeniedSuccessIsARefusal() {
        String body = "{\"success\":false,\"code\":1234,\"message\":\"no such token\"}";
        emulator.faults().next(Phase.CREDITS, json(200, body));
        assertThat(failure(client().credits(account())))
                .isInstanceOf(SeedanceRefusedException.class)
                .hasMessageContaining("HTTP 200 1234: no such token");
    }
}
