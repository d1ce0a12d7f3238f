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

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import io.github.camelseedance.tracking.CallbackHint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service has accepted, its answer got lost, and its callback tells what it did not. */
@Timeout(60)
class LostCreateAnswerTest {
    private static final String KEY = "lost-create-answer-0001";

    private final ScaleTestSupport node =
            ScaleTestSupport.with(SeedanceEmulator.builder().taskDuration(Duration.ofHours(1)));
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private CallbackServer server;

    @BeforeEach
    void startServer() throws Exception {
        node.component.setStatusInterval(100);
        server = CallbackServer.receiving(node);
    }

    @AfterEach
    void stopAll() throws Exception {
        node.close();
        server.close();
    }

    private void start(ScaleTestSupport onNode, boolean consuming) throws Exception {
        onNode.route(
                rb -> {
                    rb.errorHandler(rb.noErrorHandler());
                    rb.from("direct:generate").to("seedance:generate");
                    rb.from("direct:retry").to("seedance:generate?ambiguousSubmit=retry");
                    rb.from("direct:short").to("seedance:generate?waitTimeout=1000");
                    rb.from("direct:submit").to("seedance:submit");
                });
        if (consuming) {
            onNode.route(
                    rb ->
                            rb.from("seedance:completion")
                                    .process(
                                            e ->
                                                    delivered.add(
                                                            e.getMessage()
                                                                    .getBody(VideoTask.class)
                                                                    .id())));
        }
        onNode.start();
    }

    private CompletableFuture<Exchange> send(String uri) throws Exception {
        node.emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        return node.sendRequest(uri, KEY);
    }

    private String theTask() {
        Awaitility.await().until(() -> !node.emulator.tasks().list().isEmpty());
        return node.emulator.tasks().list().get(0).id();
    }

    private TaskRow row() {
        return node.repository.find(KEY).orElseThrow();
    }

    private void awaitState(RowState state) {
        Awaitility.await()
                .until(() -> node.repository.find(KEY).filter(r -> r.state() == state).isPresent());
    }

    private static VideoTask video(CompletableFuture<Exchange> sent) {
        Exchange done = ScaleTestSupport.get(sent);
        assertThat(done.getException()).isNull();
        return done.getMessage().getBody(VideoTask.class);
    }

    private void assertPaidOnce() {
        assertThat(node.emulator.ledger().paidGenerations()).isOne();
    }

    @Test
    void waitingExchangeGetsItsVideo() throws Exception {
        start(node, true);
        CompletableFuture<Exchange> sent = send("direct:generate");
        awaitState(RowState.UNKNOWN);
        assertThat(row().owner()).isNotNull();
        assertThat(sent).isNotDone();
        node.emulator.tasks().complete(theTask());

        assertThat(video(sent).id()).isEqualTo(theTask());
        awaitState(RowState.DELIVERED);
        assertThat(delivered).isEmpty();
        assertThat(node.emulator.journal().creates()).hasSize(1);
        assertThat(node.reads()).hasSizeLessThanOrEqualTo(3);
        assertPaidOnce();
    }

    @Test
    void exchangeThatAsksAgainIsPaidOnceToo() throws Exception {
        start(node, true);
        CompletableFuture<Exchange> sent = send("direct:retry");
        awaitState(RowState.ACCEPTED);
        node.emulator.tasks().complete(theTask());

        assertThat(video(sent).id()).isEqualTo(theTask());
        awaitState(RowState.DELIVERED);
        assertThat(delivered).isEmpty();
        assertPaidOnce();
    }

    @Test
    void submittedTaskIsDeliveredByAConsumer() throws Exception {
        start(node, true);
        assertThat(ScaleTestSupport.get(send("direct:submit")).getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class);
        awaitState(RowState.UNKNOWN);
        assertThat(row().owner()).isNull();
        node.emulator.tasks().complete(theTask());

        awaitState(RowState.DELIVERED);
        assertThat(delivered).containsExactly(theTask());
        assertPaidOnce();
    }

    @Test
    void callbackIsFasterThanTheLossOfTheAnswer() throws Exception {
        start(node, true);
        node.emulator.faults().next(Phase.CREATE, Fault.hangAfterEffect());
        CompletableFuture<Exchange> sent = node.sendRequest("direct:generate", KEY);
        node.emulator.tasks().complete(theTask());
        awaitState(RowState.ENDED);
        assertThat(sent).isNotDone();
        // Only now the answer gets lost, with all of the service's connections.
        node.emulator.close();

        assertThat(video(sent).id()).isEqualTo(theTask());
        awaitState(RowState.DELIVERED);
        assertThat(delivered).isEmpty();
        assertPaidOnce();
    }

    @Test
    void callbackComesToAnotherNode() throws Exception {
        start(node, false);
        try (ScaleTestSupport other = node.otherNode()) {
            start(other, true);
            CompletableFuture<Exchange> sent = send("direct:generate");
            awaitState(RowState.UNKNOWN);
            node.emulator.faults().always(Phase.CALLBACK, Fault.notSent());
            node.emulator.tasks().complete(theTask());
            other.tasks().received(new CallbackHint("default", KEY, theTask()));

            assertThat(video(sent).id()).isEqualTo(theTask());
            awaitState(RowState.DELIVERED);
            assertThat(delivered).isEmpty();
            assertPaidOnce();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongTaskIsNotTakenUp(boolean onRecord) throws Exception {
        start(node, true);
        String wrong =
                onRecord ? node.submit("direct:submit", "another-key-0000001") : "task-of-nobody";
        CompletableFuture<Exchange> sent = send("direct:short");
        awaitState(RowState.UNKNOWN);
        node.tasks().received(new CallbackHint("default", KEY, wrong));

        assertThat(ScaleTestSupport.get(sent).getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class);
        Awaitility.await().until(() -> row().owner() == null);
        assertThat(row().taskId()).isNull();
        assertThat(row().state()).isEqualTo(RowState.UNKNOWN);
    }

    @Test
    void rightTaskIsTakenUpAfterAWrongOne() throws Exception {
        start(node, true);
        CompletableFuture<Exchange> sent = send("direct:generate");
        awaitState(RowState.UNKNOWN);
        List.of("task-of-nobody", "task-of-nobody-else")
                .forEach(id -> node.tasks().received(new CallbackHint("default", KEY, id)));
        node.emulator.tasks().complete(theTask());

        assertThat(video(sent).id()).isEqualTo(theTask());
        assertPaidOnce();
    }

    @Test
    void personSaysThatNothingWasAccepted() throws Exception {
        start(node, false);
        CompletableFuture<Exchange> sent = send("direct:generate");
        awaitState(RowState.UNKNOWN);
        node.component.getTaskOperations().notAccepted(KEY);

        assertThat(ScaleTestSupport.get(sent).getException())
                .isExactlyInstanceOf(SeedanceException.class)
                .hasMessageContaining("was not accepted")
                .hasMessageContaining(KEY);
    }

    @Test
    void personNamesTheTask() throws Exception {
        start(node, true);
        CompletableFuture<Exchange> sent = send("direct:generate");
        awaitState(RowState.UNKNOWN);
        node.component.getTaskOperations().accepted(KEY, theTask());
        node.emulator.tasks().complete(theTask());

        assertThat(video(sent).id()).isEqualTo(theTask());
        awaitState(RowState.DELIVERED);
        assertThat(delivered).isEmpty();
    }

    @Test
    void stopEndsTheWait() throws Exception {
        start(node, false);
        CompletableFuture<Exchange> sent = send("direct:generate");
        awaitState(RowState.UNKNOWN);
        node.context.stop();

        assertThat(ScaleTestSupport.get(sent).getException())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining(KEY);
        assertThat(row().owner()).isNull();
    }

    @Test
    void olderTaskIsNotTakenUp() throws Exception {
        start(node, true);
        CompletableFuture<Exchange> sent = send("direct:short");
        awaitState(RowState.UNKNOWN);
        node.emulator
                .tasks()
                .answerWith(
                        theTask(),
                        "{\"id\":\"%s\",\"status\":\"processing\",\"created\":1700000000}"
                                .formatted(theTask()));
        node.tasks().received(new CallbackHint("default", KEY, theTask()));

        assertThat(ScaleTestSupport.get(sent).getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class);
        assertThat(row().taskId()).isNull();
    }

    @Test
    void consumerTakesWhatADeadWaiterHasLeft() throws Exception {
        start(node, true);
        try (ScaleTestSupport elsewhere =
                new ScaleTestSupport(node.emulator, new MemoryTaskRepository(), false)) {
            start(elsewhere, false);
            elsewhere.submit("direct:submit", KEY);
        }
        Instant now = node.repository.now();
        TaskRow prepared = TaskRow.prepared(KEY, "default", "default", "print", now);
        node.repository.insertIfAbsent(
                prepared.change()
                        .state(RowState.UNKNOWN)
                        .sentAt(now)
                        .ambiguous()
                        .heldBy("dead/wait", now.plus(Duration.ofHours(1)))
                        .row());
        node.emulator.faults().always(Phase.CALLBACK, Fault.notSent());
        node.emulator.tasks().complete(theTask());
        node.tasks().received(new CallbackHint("default", KEY, theTask()));
        awaitState(RowState.ENDED);
        assertThat(row().owner()).isEqualTo("dead/wait");
        Instant over = node.repository.now().plusMillis(300);
        assertThat(node.repository.update(row().change().heldBy("dead/wait", over).row()))
                .isPresent();

        awaitState(RowState.DELIVERED);
        assertThat(delivered).containsExactly(theTask());
        assertThat(node.repository.now()).isAfter(over);
    }

    @Test
    void callbackComesAfterARestart(@TempDir Path directory) throws Exception {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create(
                        "jdbc:h2:" + directory.resolve("tasks") + ";WRITE_DELAY=0", "", "");
        JdbcTaskRepository table = new JdbcTaskRepository(pool);
        node.emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        node.emulator.faults().always(Phase.CALLBACK, Fault.notSent());
        try (ScaleTestSupport before = new ScaleTestSupport(node.emulator, table, false);
                CallbackServer received = CallbackServer.receiving(before)) {
            assertThat(received.baseUrl()).isNotEmpty();
            start(before, true);
            CompletableFuture<Exchange> sent = before.sendRequest("direct:generate", KEY);
            Awaitility.await()
                    .until(
                            () ->
                                    table.find(KEY)
                                            .filter(r -> r.state() == RowState.UNKNOWN)
                                            .isPresent());
            before.context.stop();
            assertThat(ScaleTestSupport.get(sent).getException())
                    .isInstanceOf(RejectedExecutionException.class);
        }
        node.emulator.tasks().complete(theTask());
        try (ScaleTestSupport after = new ScaleTestSupport(node.emulator, table, false)) {
            start(after, true);
            after.tasks().received(new CallbackHint("default", KEY, theTask()));
            Awaitility.await()
                    .until(() -> table.find(KEY).orElseThrow().state() == RowState.DELIVERED);
        } finally {
            pool.dispose();
        }
        assertThat(delivered).containsExactly(theTask());
        assertPaidOnce();
    }
}
