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
package io.github.camelseedance.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What every task table in a database must do. */
abstract class JdbcTaskRepositoryContract extends TaskRepositoryContract {
    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final int NODES = 8;

    private String name;

    abstract DataSource dataSource() throws Exception;

    @Override
    TaskRepository open() throws Exception {
        name = "tasks_" + TABLES.incrementAndGet();
        return openSame();
    }

    @Override
    TaskRepository openSame() throws Exception {
        TaskRepository table = repository(dataSource());
        table.start();
        return table;
    }

    private JdbcTaskRepository repository(DataSource dataSource) {
        JdbcTaskRepository table = new JdbcTaskRepository(dataSource, name);
        table.setAllowVolatile(true);
        return table;
    }

    @Test
    void isSeenByOtherProcesses() throws Exception {
        assertThat(openSame().isShared()).isTrue();
    }

    @Test
    void manyNodesStartAtOnce() throws Exception {
        name = "tasks_" + TABLES.incrementAndGet();
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            CyclicBarrier start = new CyclicBarrier(NODES);
            List<Future<String>> keys = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                String key = "node-" + i;
                TaskRepository table = repository(dataSource());
                keys.add(
                        nodes.submit(
                                () -> {
                                    start.await();
                                    table.start();
                                    table.insertIfAbsent(
                                            TaskRow.prepared(
                                                    key, "default", null, "print", table.now()));
                                    return key;
                                }));
            }
            for (Future<String> key : keys) {
                assertThat(openSame().find(key.get())).isPresent();
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void keyThatTheDatabaseWouldChangeIsRefused() throws Exception {
        TaskRepository table = openSame();

        for (String key : List.of("a\u0000", "a\uD83C", "a\uDFAC", "\uD83C\uDFAC\uD83Cb")) {
            assertThatThrownBy(
                            () ->
                                    table.insertIfAbsent(
                                            TaskRow.prepared(
                                                    key, "default", null, "p", table.now())))
                    .isInstanceOf(SeedanceException.class)
                    .hasMessageContainingAll("idempotency key", "U+", "Nothing was sent");
            assertThat(table.find(key)).isEmpty();
        }
    }

    @Test
    void failedCommitIsAFailedWrite() throws Exception {
        TaskRepository table =
                repository(
                        Connections.changed(
                                dataSource(),
                                connection -> {
                                    connection.setAutoCommit(false);
                                    return Connections.failing(
                                            connection, "commit", broken("08006"));
                                }));
        TaskRow row = TaskRow.prepared("lost", "default", null, "print", openSame().now());

        assertThatThrownBy(() -> table.insertIfAbsent(row))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(name, "08006", "connection is gone");
        assertThat(openSame().find("lost")).isEmpty();
    }

    @Test
    void statementThatTheDatabaseHasUndoneIsTriedAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        TaskRepository table =
                repository(
                        Connections.changed(
                                dataSource(),
                                connection ->
                                        failures.getAndDecrement() > 0
                                                ? Connections.failing(
                                                        connection,
                                                        "prepareStatement",
                                                        broken("40001"))
                                                : connection));

        assertThat(table.find("nobody")).isEmpty();
        assertThat(failures).hasNegativeValue();
    }

    private static SQLException broken(String state) {
        return new SQLException("connection is gone", state);
    }

    @Test
    void readOnlyConnectionIsRefusedAtStart() throws Exception {
        TaskRepository table =
                repository(
                        Connections.changed(
                                dataSource(),
                                connection ->
                                        Connections.answering(connection, "isReadOnly", true)));

        assertThatThrownBy(table::start)
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(name, "read-only");
    }

    @Test
    void allWorksAtEveryIsolationAndWithManualCommit() throws Exception {
        for (int isolation :
                new int[] {
                    Connection.TRANSACTION_READ_COMMITTED,
                    Connection.TRANSACTION_REPEATABLE_READ,
                    Connection.TRANSACTION_SERIALIZABLE
                }) {
            TaskRepository table =
                    repository(
                            Connections.changed(
                                    dataSource(),
                                    connection -> {
                                        connection.setTransactionIsolation(isolation);
                                        connection.setAutoCommit(false);
                                        return connection;
                                    }));
            table.start();
            TaskRow row = TaskRow.prepared("key", "default", null, "p", table.now());
            assertThat(table.insertIfAbsent(row)).isEmpty();
            TaskRow known = table.insertIfAbsent(row).orElseThrow();
            TaskRow refused =
                    table.update(known.change().tombstone(RowState.REFUSED).row()).orElseThrow();
            assertThat(openSame().find("key")).contains(refused);
            assertThat(table.update(known)).isEmpty();
            assertThat(table.purge(table.now().plusSeconds(1))).isEqualTo(1);
            assertThat(openSame().find("key")).isEmpty();
        }
    }
}
