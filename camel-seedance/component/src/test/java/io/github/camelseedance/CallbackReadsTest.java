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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.repository.RowState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When tasks are read of which callbacks tell, or should. */
class CallbackReadsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static ScaleTestSupport node(Duration taskDuration) throws Exception {
        ScaleTestSupport node = ScaleTestSupport.withTasksOf(taskDuration);
        node.component.getConfiguration().setRepositoryScanInterval(60_000);
        return node.route(
                rb -> {
                    rb.from("direct:generate").to("seedance:generate");
                    rb.from("direct:submit").to("seedance:submit");
                });
    }

    private static TaskView onlyTask(ScaleTestSupport node) {
        Awaitility.await().until(() -> node.emulator.tasks().list().size() == 1);
        return node.emulator.tasks().list().get(0);
    }

    private static void complete(ScaleTestSupport node) {
        node.emulator.tasks().complete(onlyTask(node).id());
    }

    private static void assertCompleted(CompletableFuture<Exchange> sent) {
        Exchange done = ScaleTestSupport.get(sent);
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(VideoTask.class)).matches(VideoTask::completed);
    }

    private static boolean isCalledBack(ScaleTestSupport node, TaskView task) {
        return node.emulator.callbacks().deliveries(task.id()).stream()
                .anyMatch(call -> call.state() == Delivery.State.DELIVERED);
    }

    /** Calls back as somebody who knows the URL of a task. */
    private static int call(HttpClient client, TaskView task) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(task.request().callbackUrl()))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        ScaleTestSupport.taskJson(task.id(), "completed", 100)))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void taskForAConsumerIsReadOnce() throws Exception {
        try (ScaleTestSupport node = node(LONG);
                CallbackServer server = CallbackServer.receiving(node)) {
            node.route(rb -> rb.from("seedance:completion").to("seda:delivered")).start();
            node.submit("direct:submit", "called-back-0001");
            complete(node);

            Exchange delivered =
                    node.context
                            .createConsumerTemplate()
                            .receive("seda:delivered", Duration.ofSeconds(20).toMillis());
            assertThat(delivered.getMessage().getBody(VideoTask.class))
                    .matches(VideoTask::completed);
            assertThat(node.reads()).hasSize(1);
        }
    }

    @Test
    void callbackThatIsFasterThanTheCreateAnswerEndsTheWait() throws Exception {
        try (ScaleTestSupport node = node(LONG);
                CallbackServer server = CallbackServer.receiving(node)) {
            node.emulator.faults().next(Phase.CALLBACK, Fault.beforeAnswer());
            node.start();

            assertCompleted(node.sendRequest("direct:generate", "called-back-0001"));
            assertThat(node.emulator.journal().creates()).hasSize(1);
        }
    }

    @Test
    void taskThatNobodyHereWatchesIsReadAndItsEndRecorded() throws Exception {
        try (ScaleTestSupport node = node(LONG);
                CallbackServer server = CallbackServer.receiving(node)) {
            node.start();
            node.submit("direct:submit", "called-back-0001");
            assertThat(node.tasks().watched()).isZero();
            complete(node);

            Awaitility.await()
                    .until(
                            () ->
                                    node.repository.find("called-back-0001").orElseThrow().state()
                                            == RowState.ENDED);
            assertThat(node.reads()).hasSize(1);
            assertThat(node.tasks().watched()).isZero();
        }
    }

    @Test
    void taskThatNobodyHereWatchesIsReadUntilAReadSucceeds() throws Exception {
        try (ScaleTestSupport node = node(LONG);
                CallbackServer server = CallbackServer.receiving(node)) {
            node.component.setStatusInterval(100);
            node.emulator.faults().times(2, Phase.STATUS, Fault.html());
            node.start();
            node.submit("direct:submit", "called-back-0001");
            complete(node);

            Awaitility.await()
                    .until(
                            () ->
                                    node.repository.find("called-back-0001").orElseThrow().state()
                                            == RowState.ENDED);
            assertThat(node.reads()).hasSize(3);
        }
    }

    @Test
    void openTaskThatNobodyHereWantsIsForgottenAfterItsRead() throws Exception {
        try (ScaleTestSupport node = node(LONG);
                CallbackServer server = CallbackServer.receiving(node)) {
            node.component.setStatusInterval(300);
            node.start();
            node.submit("direct:submit", "called-back-0001");

            assertThat(call(HttpClient.newHttpClient(), onlyTask(node))).isEqualTo(200);
            Awaitility.await().until(() -> node.reads().size() == 1 && node.tasks().watched() == 0);
            assertThat(node.repository.find("called-back-0001").orElseThrow().state())
                    .isEqualTo(RowState.ACCEPTED);
        }
    }

    @Test
    void tenThousandCallbacksOfARunningTaskCauseFewReadsAndNoDelivery() throws Exception {
        long interval = 400;
        try (ScaleTestSupport node = node(LONG);
                CallbackServer server = CallbackServer.receiving(node)) {
            node.component.setStatusInterval(interval);
            node.start();
            CompletableFuture<Exchange> sent =
                    node.sendRequest("direct:generate", "called-back-0001");
            TaskView task = onlyTask(node);
            Awaitility.await().until(() -> node.tasks().watched() == 1);

            long begun = System.nanoTime();
            callOften(task, 10_000);
            long intervals = Duration.ofNanos(System.nanoTime() - begun).toMillis() / interval;

            assertThat(sent).isNotDone();
            assertThat(node.reads()).hasSizeLessThanOrEqualTo((int) intervals + 2);
            Awaitility.await().until(() -> !node.reads().isEmpty());
            assertThat(node.tasks().watched()).isEqualTo(1);
            complete(node);
            assertCompleted(sent);
        }
    }

    /** Many on each connection. */
    private static void callOften(TaskView task, int calls) throws Exception {
        URI url = URI.create(task.request().callbackUrl());
        String request =
                RawHttp.post(
                        url.getRawPath(), ScaleTestSupport.taskJson(task.id(), "completed", 100));
        int together = 40;
        try (RawHttp http = new RawHttp(url.getPort())) {
            for (int sent = 0; sent < calls; sent += together) {
                http.send(request.repeat(together));
                for (int i = 0; i < together; i++) {
                    assertThat(http.answer().status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void missingCallbacksBringBackTheUsualReadsUntilOneComes() throws Exception {
        try (CapturedLog log =
                        CapturedLog.withInfo("io.github.camelseedance.tracking.CallbackTrust");
                ScaleTestSupport node = node(Duration.ofMillis(300));
                CallbackServer server = CallbackServer.receiving(node)) {
            node.component.setStatusInterval(100);
            node.emulator.faults().always(Phase.CALLBACK, Fault.notSent());
            node.start();
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sent.add(node.sendRequest("direct:generate", "called-back-not-" + i));
            }
            sent.forEach(CallbackReadsTest::assertCompleted);
            Awaitility.await().until(() -> log.lines().size() == 1);

            // Whoever has seen the URLs of tasks that have ended does not bring back the trust.
            for (TaskView ended : node.emulator.tasks().list()) {
                assertThat(call(HttpClient.newHttpClient(), ended)).isEqualTo(200);
            }
            assertThat(log.lines()).hasSize(1);

            // Those that do not end are read as often as any other.
            node.emulator.clock().freeze();
            for (int i = 3; i < 6; i++) {
                sent.add(node.sendRequest("direct:generate", "called-back-not-" + i));
            }
            Awaitility.await().until(() -> node.emulator.tasks().list().size() == 6);
            node.awaitReads(8);
            node.emulator.faults().clear();
            // Or a read might find the ends before the callbacks have come, and they be too late.
            node.emulator.faults().always(Phase.STATUS, Fault.html());
            node.emulator.faults().always(Phase.BATCH, Fault.html());
            List<TaskView> open =
                    node.emulator.tasks().list().stream()
                            .filter(task -> task.ended() == null)
                            .toList();
            open.forEach(task -> node.emulator.tasks().complete(task.id()));
            node.emulator.clock().run(1);
            Awaitility.await()
                    .until(() -> open.stream().allMatch(task -> isCalledBack(node, task)));
            node.emulator.faults().clear();

            sent.forEach(CallbackReadsTest::assertCompleted);
            Awaitility.await().until(() -> log.lines().size() == 2);
            assertThat(log.lines().get(1)).contains("come again");
        }
    }
}
