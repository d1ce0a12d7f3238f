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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.management.TaskOperations;
import io.github.camelseedance.management.TaskRecord;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person can do about parked and unknown rows, through real routes. */
class TaskOperationsTest extends PaymentTestSupport {
    private enum Table {
        MEMORY,
        H2
    }

    @TempDir private Path folder;
    private final JdbcDataSource database = new JdbcDataSource();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final List<String> owners = new CopyOnWriteArrayList<>();
    private CapturedLog consumerLog;
    private CapturedLog parkedLog;
    private volatile boolean failing = true;
    private CamelContext context;
    private TaskOperations operations;

    @BeforeEach
    void captureFailures() {
        consumerLog = CapturedLog.of(CompletionConsumer.class);
        parkedLog = CapturedLog.of("io.github.camelseedance.tracking.Deliveries");
        database.setURL(
                "jdbc:h2:file:"
                        + folder.resolve("tasks")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        context.stop();
        consumerLog.close();
        parkedLog.close();
        try (Connection connection = database.getConnection()) {
            connection.createStatement().execute("SHUTDOWN");
        }
    }

    private void start(Table table) throws Exception {
        context = newContext();
        if (table == Table.H2) {
            component(context).getConfiguration().setDataSource(database);
        }
        started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:submit").to("seedance:submit");
                        from("direct:untracked").to("seedance:submit?track=false");
                        from("direct:generate").to("seedance:generate");
                        // Scanned once at the start: what comes later is told, not found.
                        from("seedance:completion?maximumRedeliveries=0&redeliveryDelay=0"
                                        + "&repositoryScanInterval=1h")
                                .process(TaskOperationsTest.this::take);
                    }
                });
        operations = component(context).getTaskOperations();
    }

    private void take(Exchange exchange) {
        operations.list(null, 10, RowState.CLAIMED).forEach(record -> owners.add(record.owner()));
        if (failing) {
            throw new IllegalStateException("the route fails");
        }
        delivered.add(exchange.getMessage().getHeader(SeedanceConstants.TASK_ID, String.class));
    }

    private String parked(String key) {
        String taskId = taskId(send(context, "direct:submit", keyed(key)));
        awaitState(key, RowState.PARKED);
        return taskId;
    }

    private void unknown(String uri, Fault fault) {
        emulator.faults().next(Phase.CREATE, fault);
        assertThat(send(context, uri, keyed(KEY)).getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class)
                .hasMessageContaining("TaskOperations");
    }

    private void awaitState(String key, RowState state) {
        await().until(() -> operations.find(key).orElseThrow().state() == state);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void aParkedTaskIsDeliveredAnew(Table table) throws Exception {
        start(table);
        String taskId = parked(KEY);

        assertThat(operations.count()).hasSize(RowState.values().length);
        assertThat(operations.count()).containsEntry(RowState.PARKED, 1L);
        TaskRecord record = operations.list(null, 10, RowState.PARKED).get(0);
        assertThat(record.taskId()).isEqualTo(taskId);
        assertThat(record.status()).isEqualTo("completed");
        assertThat(record.attempts()).isEqualTo(1);
        await().untilAsserted(
                        () ->
                                assertThat(parkedLog.lines())
                                        .singleElement()
                                        .asString()
                                        .contains(KEY, "redeliver(key)", "dismiss(key)"));

        failing = false;
        TaskRecord freed = operations.redeliver(KEY);

        assertThat(freed.state()).isEqualTo(RowState.ENDED);
        assertThat(freed.attempts()).isZero();
        awaitState(KEY, RowState.DELIVERED);
        assertThat(delivered).containsExactly(taskId);
        assertThatThrownBy(() -> operations.redeliver(KEY))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContaining("is DELIVERED, not PARKED; nothing was changed")
                .hasMessageContaining("keyRetention");
        assertPaid(1, 1);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void allParkedTasksOfAGroupAreDeliveredAnew(Table table) throws Exception {
        start(table);
        List<String> taskIds = List.of(parked(KEY + 1), parked(KEY + 2), parked(KEY + 3));
        failing = false;

        assertThat(operations.redeliverAll("default", "other")).isZero();
        assertThat(operations.redeliverAll("default", "default")).isEqualTo(3);

        for (int i = 1; i <= 3; i++) {
            awaitState(KEY + i, RowState.DELIVERED);
        }
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(taskIds);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void aParkedTaskIsDismissed(Table table) throws Exception {
        start(table);
        String taskId = parked(KEY);

        assertThat(operations.dismiss(KEY).state()).isEqualTo(RowState.DELIVERED);

        assertThat(operations.count()).containsEntry(RowState.PARKED, 0L);
        assertThatThrownBy(() -> operations.dismiss(KEY)).hasMessageContaining("is DELIVERED");
        assertThat(taskId(send(context, "direct:submit", keyed(KEY)))).isEqualTo(taskId);
        assertThat(delivered).isEmpty();
        assertPaid(1, 1);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void aTaskThatAPersonHasFoundIsDelivered(Table table) throws Exception {
        start(table);
        failing = false;
        String other = taskId(send(context, "direct:submit", keyed(KEY + "other")));
        awaitState(KEY + "other", RowState.DELIVERED);
        unknown("direct:submit", Fault.loseAnswer());
        String taskId =
                emulator.tasks().list().stream()
                        .map(task -> task.id())
                        .filter(id -> !id.equals(other))
                        .findFirst()
                        .orElseThrow();

        assertThat(operations.list(null, 10, RowState.UNKNOWN))
                .singleElement()
                .satisfies(record -> assertThat(record.taskId()).isNull());
        assertThatThrownBy(() -> operations.accepted(KEY, "task-unified-0-nowhere1"))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContaining("knows no task task-unified-0-nowhere1")
                .hasMessageContaining("Nothing was changed");
        assertThatThrownBy(() -> operations.accepted(KEY, other))
                .hasMessageContaining("under another key, '" + KEY + "other'");
        assertThatThrownBy(() -> operations.accepted(KEY, "../credits"))
                .hasMessageContaining("no task id, so nothing was changed")
                .hasMessageContaining("'../credits'");
        assertThatThrownBy(() -> operations.accepted(KEY, null))
                .hasMessageContaining("taskId is null");
        assertThatThrownBy(() -> operations.redeliver(null)).hasMessageContaining("key is null");
        assertThatThrownBy(() -> operations.redeliver(KEY))
                .hasMessageContaining("is UNKNOWN, not PARKED")
                .hasMessageContaining("accepted(key, taskId) and notAccepted(key)");
        awaitState(KEY, RowState.UNKNOWN);

        assertThat(operations.accepted(KEY, taskId).taskId()).isEqualTo(taskId);

        awaitState(KEY, RowState.DELIVERED);
        assertThat(delivered).containsExactly(other, taskId);
        assertThatThrownBy(() -> operations.accepted(KEY, taskId))
                .hasMessageContaining("is DELIVERED, not UNKNOWN");
        assertThat(video(send(context, "direct:generate", keyed(KEY))).id()).isEqualTo(taskId);
        assertPaid(2, 2);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void aFoundTaskThatNobodyTracksIsFinishedAndJoined(Table table) throws Exception {
        start(table);
        unknown("direct:untracked", Fault.loseAnswer());
        String taskId = emulator.tasks().list().get(0).id();

        assertThat(operations.accepted(KEY, taskId).state()).isEqualTo(RowState.DELIVERED);

        // Answered when the task has ended: without its estimate the next read is far off.
        emulator.faults().always(Phase.STATUS, Fault.delay(taskDuration().multipliedBy(2)));
        assertThat(video(send(context, "direct:generate", keyed(KEY))).id()).isEqualTo(taskId);
        assertPaid(1, 1);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void aKeyThatWasNotAcceptedMayBeSentAgain(Table table) throws Exception {
        start(table);
        unknown("direct:generate", Fault.resetAfterBody());
        assertThat(send(context, "direct:generate", keyed(KEY)).getException())
                .isInstanceOf(SeedanceOutcomeUnknownException.class);

        TaskRecord free = operations.notAccepted(KEY);

        assertThat(free.state()).isEqualTo(RowState.PREPARED);
        assertThat(free.firstSent()).isNull();
        assertPaid(0, 1);
        assertThatThrownBy(() -> operations.notAccepted(KEY))
                .hasMessageContaining("is PREPARED, not UNKNOWN");
        video(send(context, "direct:generate", keyed(KEY)));
        assertPaid(1, 2);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void ofManyPersonsOneSettlesARow(Table table) throws Exception {
        start(table);
        parked(KEY);
        ExecutorService persons = Executors.newFixedThreadPool(4);
        try {
            Callable<TaskRecord> dismisses = () -> operations.dismiss(KEY);
            int settled = 0;
            for (Future<TaskRecord> one :
                    persons.invokeAll(List.of(dismisses, dismisses, dismisses, dismisses))) {
                try {
                    assertThat(one.get().state()).isEqualTo(RowState.DELIVERED);
                    settled++;
                } catch (ExecutionException e) {
                    assertThat(e).hasMessageContaining("is DELIVERED, not PARKED");
                }
            }
            assertThat(settled).isOne();
        } finally {
            persons.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void rowsArePagedAndShowNeitherPromptNorLink(Table table) throws Exception {
        start(table);
        parked(KEY + 1);
        parked(KEY + 2);
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        send(context, "direct:submit", keyed(KEY + 3));

        List<TaskRecord> first = operations.list(null, 2);
        List<TaskRecord> second = operations.list(first.get(1).key(), 2);

        assertThat(first).extracting(TaskRecord::key).containsExactly(KEY + 1, KEY + 2);
        assertThat(second).extracting(TaskRecord::key).containsExactly(KEY + 3);
        assertThat(first + "" + second)
                .doesNotContain(BODY.get("prompt").toString(), "http", "sign");
        assertThatThrownBy(() -> operations.list(null, 0)).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> operations.dismiss("nobody's"))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContaining("'nobody's' is not in the task table");
    }

    @Test
    void anEndpointsOwnTableHasOperationsOfItsOwn() throws Exception {
        start(Table.MEMORY);
        context.getRegistry().bind("own", new MemoryTaskRepository());
        SeedanceEndpoint own =
                context.getEndpoint("seedance:submit?taskRepository=#own", SeedanceEndpoint.class);
        taskId(send(context, own.getEndpointUri(), keyed(KEY)));

        assertThat(own.getTaskOperations().find(KEY)).isPresent();
        assertThat(operations.find(KEY)).isEmpty();
        assertThat(operations.count().values()).containsOnly(0L);
    }

    @Test
    void aTableThatFailsIsToldWithItsCause() throws Exception {
        FailingTaskTable table = new FailingTaskTable();
        start(Table.MEMORY);
        context.getRegistry().bind("own", table);
        SeedanceEndpoint own =
                context.getEndpoint("seedance:submit?taskRepository=#own", SeedanceEndpoint.class);
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        send(context, own.getEndpointUri(), keyed(KEY));
        table.fail(1, row -> row.state() == RowState.PREPARED);

        assertThatThrownBy(() -> own.getTaskOperations().notAccepted(KEY))
                .isInstanceOf(SeedanceException.class)
                .hasMessage("The task table can not be used: " + FailingTaskTable.MESSAGE)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(own.getTaskOperations().notAccepted(KEY).state()).isEqualTo(RowState.PREPARED);
    }

    @Test
    void needsAStartedComponent() {
        context = newContext();
        assertThatThrownBy(() -> component(context).getTaskOperations())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not started");
    }

    @Test
    void rowsNameTheProcessThatHoldsThem() throws Exception {
        start(Table.MEMORY);
        failing = false;
        taskId(send(context, "direct:submit", keyed(KEY)));
        awaitState(KEY, RowState.DELIVERED);

        assertThat(owners)
                .singleElement()
                .asString()
                .startsWith(context.getName() + "@")
                .endsWith("/completion");
        assertThat(NodeName.of("c".repeat(500), "host")).hasSize(200);
        assertThat(NodeName.of("c", "host")).isNotEqualTo(NodeName.of("c", "host"));
    }
}
