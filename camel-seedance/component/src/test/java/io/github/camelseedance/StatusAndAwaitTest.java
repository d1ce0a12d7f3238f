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
package io.github.camelseedance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code status}, {@code await} and {@code credits}: which task is meant, and what is answered. */
class StatusAndAwaitTest extends RouteTestSupport {
    private VideoTask task;

    @BeforeAll
    void createTask() {
        task = completedTask();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "await"})
    void takeATaskInEveryForm(String operation) {
        String uri = "seedance:" + operation;
        byte[] id = (task.id() + "\n").getBytes(StandardCharsets.UTF_8);
        Map<String, Object> header = Map.of(SeedanceConstants.TASK_ID, task.id());

        assertThat(
                        List.of(
                                send(uri, task),
                                send(uri, task.id()),
                                send(uri, " " + task.id() + "\n"),
                                send(uri, id),
                                send(uri, new ByteArrayInputStream(id)),
                                send(uri, null, header),
                                send(uri, "no id, but a caption", header),
                                send(uri, REQUEST, header)))
                .allSatisfy(
                        exchange ->
                                assertThat(succeeded(exchange).getMessage().getBody())
                                        .isEqualTo(task));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "await"})
    void sayWhatIsWrongWithAnId(String operation) {
        String uri = "seedance:" + operation;

        assertInvalid(
                send(uri, "no id, but a caption"),
                "task_id = 'no id, but a caption': name a task: a VideoTask or its id as the body,"
                        + " or its id in the header CamelSeedanceTaskId");
        assertInvalid(send(uri, null), "task_id = 'null': name a task");
        assertInvalid(send(uri, List.of(1)), "task_id = 'java.util.ImmutableCollections$List12'");
        assertInvalid(send(uri, ".."), "task_id = '..': a task id has the form");
        assertInvalid(
                send(uri, null, Map.of(SeedanceConstants.TASK_ID, "../credits")),
                "task_id = '../credits'");
        assertThat(emulator.journal().requests()).isEmpty();
    }

    private static void assertInvalid(Exchange exchange, String text) {
        assertThat(failure(exchange, SeedanceInvalidRequestException.class))
                .hasMessageContaining(text);
    }

    /** A video, for instance, is no id; a route that goes on without one still has it. */
    @Test
    void leaveAStreamReadable() {
        byte[] video = new byte[100_000];

        Exchange exchange = send("seedance:status", new ByteArrayInputStream(video));

        assertInvalid(exchange, "task_id = 'org.apache.camel.converter.stream.");
        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(video);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "await"})
    void failAtOnceForATaskThatTheServiceDoesNotKnow(String operation) {
        SeedanceRefusedException refused =
                failure(
                        send("seedance:" + operation, "task-unified-1-foreign"),
                        SeedanceRefusedException.class);

        assertThat(refused)
                .hasMessageStartingWith(
                        "Reading a task was refused: HTTP 404 task_not_found: There is no task"
                                + " task-unified-1-foreign")
                .hasMessageEndingWith(
                        "Check the task id, baseUrl, and that the key belongs to the same"
                                + " account.");
        assertThat(refused.getTaskId()).isEqualTo("task-unified-1-foreign");
        assertThat(refused.getHttpResponseCode()).isEqualTo(404);
        // Of this task: the last look at that of a test before may come late.
        assertThat(emulator.journal().requests())
                .filteredOn(request -> request.path().endsWith("/task-unified-1-foreign"))
                .hasSize(1);
        assertThat(emulator.journal().creates()).isEmpty();
    }

    static Stream<Fault> awaitGoesOnWhereTheFirstReadFailsAndMayPass() {
        return Stream.of(
                Fault.answer(503, "text/html", ""),
                Fault.answer(429, "text/html", ""),
                Fault.answer(200, "text/html", "<html>"),
                Fault.resetAfterBody());
    }

    @ParameterizedTest
    @MethodSource
    void awaitGoesOnWhereTheFirstReadFailsAndMayPass(Fault fault) {
        String foreign = foreignTask();
        emulator.faults().next(Phase.STATUS, fault);

        Exchange exchange = succeeded(send("seedance:await", foreign));

        assertThat(exchange.getMessage().getBody(VideoTask.class).completed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404})
    void awaitEndsWhereTheFirstReadIsRefused(int status) {
        String foreign = foreignTask();
        emulator.faults().next(Phase.STATUS, Fault.answer(status, "text/html", ""));

        assertThat(failure(send("seedance:await", foreign), SeedanceRefusedException.class))
                .extracting(SeedanceRefusedException::getHttpResponseCode)
                .isEqualTo(status);
    }

    @Test
    void awaitEndsAtItsTimeAndNamesTheTask() {
        String foreign = foreignTask();
        emulator.tasks()
                .answerWith(foreign, "{\"id\":\"" + foreign + "\",\"status\":\"processing\"}");

        SeedanceTimeoutException timeout =
                failure(
                        send("seedance:await?waitTimeout=50ms", foreign),
                        SeedanceTimeoutException.class);

        assertThat(timeout.getTaskId()).isEqualTo(foreign);
        assertThat(timeout)
                .hasMessageStartingWith("The task " + foreign + " was still ")
                .hasMessageContaining(
                        "after waitTimeout=50ms. It lives on and will be charged when it"
                                + " completes: wait again with seedance:await");
        assertThat(emulator.journal().creates()).isEmpty();
    }

    /** A task that this process has not on record. */
    private String foreignTask() {
        String id =
                succeeded(
                                send(
                                        "seedance:submit?track=false&taskRepository=#class:"
                                                + "io.github.camelseedance.repository."
                                                + "MemoryTaskRepository",
                                        REQUEST))
                        .getMessage()
                        .getHeader(SeedanceConstants.TASK_ID, String.class);
        assertThat(emulator.tasks().find(id)).isPresent();
        emulator.journal().clear();
        return id;
    }

    @Test
    void creditsTellWhatIsLeft() {
        Credits credits =
                succeeded(send("seedance:credits", "anything", Map.of("other", "stays")))
                        .getMessage()
                        .getBody(Credits.class);

        assertThat(credits.userRemaining()).isEqualTo(emulator.ledger().balance());
        assertThat(credits.userUsed()).isEqualTo(emulator.ledger().charged());
        assertThat(credits.keyUnlimited()).isTrue();
    }
}
