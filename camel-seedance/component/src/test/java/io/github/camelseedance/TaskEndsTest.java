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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the wait for a task ends, whatever the service says of the task. */
class TaskEndsTest extends RouteTestSupport {
    private int tests;
    private Map<String, Object> key;

    @BeforeEach
    void useAnotherKey() {
        // Tasks end when a test says so, and not before.
        emulator.clock().freeze();
        key = Map.of(SeedanceConstants.IDEMPOTENCY_KEY, "key-of-task-number-" + ++tests);
    }

    /** Generates, and does something to the task as soon as there is one. */
    private Exchange generate(Consumer<String> meddle) throws Exception {
        int before = emulator.tasks().list().size();
        CompletableFuture<Exchange> generated =
                template.asyncSend(
                        "seedance:generate",
                        exchange -> {
                            exchange.getMessage().setBody(REQUEST);
                            exchange.getMessage().setHeaders(new HashMap<>(key));
                        });
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> emulator.tasks().list().size() > before);
        meddle.accept(emulator.tasks().list().get(before).id());
        return generated.get(20, TimeUnit.SECONDS);
    }

    private void answer(String id, String fields) {
        emulator.tasks().answerWith(id, "{\"id\":\"" + id + "\"," + fields + "}");
    }

    private void awaitAnotherRead() {
        int before = emulator.journal().statusReads().size();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> emulator.journal().statusReads().size() > before);
    }

    @ParameterizedTest
    @CsvSource({
        "content_policy_violation, false",
        "service_error, true",
        "unknown_error, false",
        "a_code_of_tomorrow, false"
    })
    void aTaskThatFails(String code, boolean newTryCanHelp) throws Exception {
        SeedanceTaskFailedException failed =
                failure(
                        generate(id -> emulator.tasks().fail(id, code, "Why it is so")),
                        SeedanceTaskFailedException.class);

        assertThat(failed.getErrorCode()).isEqualTo(code);
        assertThat(failed.getErrorMessage()).isEqualTo("Why it is so");
        assertThat(failed)
                .hasMessageStartingWith(
                        "The task "
                                + failed.getTaskId()
                                + " ended as failed: "
                                + code
                                + ": Why it is so. ")
                .hasMessageContaining("set a new idempotency key");
        assertThat(failed.isNewTryCanHelp()).isEqualTo(newTryCanHelp);
        assertSameKeySendsNothing(failed);
    }

    @Test
    void aTaskThatIsCancelled() throws Exception {
        SeedanceTaskFailedException failed =
                failure(
                        generate(id -> emulator.tasks().cancel(id)),
                        SeedanceTaskFailedException.class);

        assertThat(failed)
                .hasMessageStartingWith("The task " + failed.getTaskId() + " ended as cancelled");
        assertSameKeySendsNothing(failed);
    }

    /** Some answers to a read that ends the wait, and what is missing in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\":\"completed\",\"progress\":100,\"results\":[]",
                "\"status\":\"completed\",\"progress\":100",
                "\"status\":\"COMPLETED\",\"results\":[null,\"\"],\"result_data\":{}"
            })
    void aCompletedTaskWithoutAResult(String fields) throws Exception {
        SeedanceTaskFailedException failed =
                failure(generate(id -> answer(id, fields)), SeedanceTaskFailedException.class);

        assertThat(failed)
                .hasMessage(
                        "The task "
                                + failed.getTaskId()
                                + " is completed but has no result. It may have been charged: ask"
                                + " the service's support with the task id before generating"
                                + " anew.");
        assertThat(emulator.journal().statusReads()).hasSizeGreaterThanOrEqualTo(4);
        assertSameKeySendsNothing(failed);
    }

    @Test
    void aResultThatComesLate() throws Exception {
        Exchange exchange =
                generate(
                        id -> {
                            String early = "{\"id\":\"" + id + "\",\"status\":\"completed\"}";
                            emulator.faults()
                                    .next(
                                            Phase.STATUS,
                                            Fault.answer(200, "application/json", early));
                            emulator.tasks().complete(id);
                        });

        assertThat(succeeded(exchange).getMessage().getBody(VideoTask.class).completed()).isTrue();
        assertThat(emulator.faults().rules()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "moderating \\u001b[31m\\n"})
    void aWordThatIsNotKnownIsNoEnd(String word) throws Exception {
        Exchange exchange =
                generate(
                        id -> {
                            answer(id, "\"status\":\"" + word + "\",\"results\":[\"https://a\"]");
                            awaitAnotherRead();
                            emulator.tasks().answerWith(id, null);
                            emulator.tasks().complete(id);
                        });

        assertThat(succeeded(exchange).getMessage().getBody(VideoTask.class).completed()).isTrue();
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    /** None of these is an end of the task, and none lets it be created again. */
    @Test
    void readsThatFailAreNoEnd() throws Exception {
        emulator.faults()
                .next(Phase.STATUS, Fault.answer(200, "application/json", "{\"status\":"))
                .next(Phase.STATUS, Fault.answer(404, "text/html", ""))
                .next(Phase.STATUS, Fault.resetAfterBody());

        Exchange exchange = generate(id -> emulator.tasks().complete(id));

        assertThat(succeeded(exchange).getMessage().getBody(VideoTask.class).completed()).isTrue();
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    /** Another use of the key joins the task that has ended. */
    private void assertSameKeySendsNothing(SeedanceTaskFailedException failed) {
        Exchange again = succeeded(send("seedance:submit?track=false", REQUEST, key));

        assertThat(again.getMessage().getHeader(SeedanceConstants.TASK_ID))
                .isEqualTo(failed.getTaskId());
        assertThat(emulator.journal().creates()).hasSize(1);
    }
}
