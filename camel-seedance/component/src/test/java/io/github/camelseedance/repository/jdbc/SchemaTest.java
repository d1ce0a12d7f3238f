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
package io.github.camelseedance.repository.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.repository.Databases;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.TaskRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private static final List<String> LATER = List.of("schema-1.sql", "schema-later-2.sql");
    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final int NODES = 8;

    private final String name = "schema_tasks_" + TABLES.incrementAndGet();

    static Stream<DataSource> dataSources() {
        return Stream.of(Databases.h2InMemory(), Databases.postgres());
    }

    private JdbcTaskRepository table(DataSource dataSource) {
        JdbcTaskRepository table = new JdbcTaskRepository(dataSource, name);
        table.setAllowVolatile(true);
        return table;
    }

    private static void insert(JdbcTaskRepository table, String key) {
        assertThat(
                        table.insertIfAbsent(
                                TaskRow.prepared(key, "default", "group", "print", table.now())))
                .isEmpty();
    }

    private static void execute(DataSource dataSource, String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String first(DataSource dataSource, String select) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void olderTableIsUpgradedByManyNodesAtOnce(DataSource dataSource) throws Exception {
        JdbcTaskRepository old = table(dataSource);
        old.start();
        insert(old, "kept");

        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            CyclicBarrier start = new CyclicBarrier(NODES);
            List<Future<String>> keys = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                String key = "node-" + i;
                keys.add(
                        nodes.submit(
                                () -> {
                                    start.await();
                                    new Schema(new TableName(name), LATER)
                                            .makeReady(new Transactions(dataSource));
                                    insert(old, key);
                                    return key;
                                }));
            }
            for (Future<String> key : keys) {
                assertThat(old.find(key.get())).isPresent();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(old.list(RowQuery.open(), null, 100)).hasSize(NODES + 1);
        assertThat(
                        first(
                                dataSource,
                                "SELECT note FROM " + name + " WHERE idempotency_key = 'kept'"))
                .isEqualTo("old");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void newerTableIsRefused(DataSource dataSource) throws Exception {
        new Schema(new TableName(name), LATER).makeReady(new Transactions(dataSource));

        assertThatThrownBy(table(dataSource)::start)
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(
                        name, "schema version 2", "knows version 1", "newer release");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void tableInASchemaOfItsOwn(DataSource dataSource) throws Exception {
        execute(dataSource, "CREATE SCHEMA IF NOT EXISTS own");
        JdbcTaskRepository table = new JdbcTaskRepository(dataSource, "own." + name);
        table.setAllowVolatile(true);
        table.start();
        insert(table, "key");
        table.start();

        assertThat(first(dataSource, "SELECT COUNT(*) FROM own." + name)).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void tableOfSomebodyElseIsLeftAlone(DataSource dataSource) throws Exception {
        execute(dataSource, "CREATE TABLE " + name + " (id INTEGER)");

        assertThatThrownBy(table(dataSource)::start)
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(name, "somebody else's table", "name another one");
        assertThat(first(dataSource, "SELECT COUNT(id) FROM " + name)).isEqualTo("0");
    }

    @Test
    void userWithoutRightsToTheSchemaIsToldWhatAnAdministratorMustRun() throws Exception {
        DataSource owner = Databases.postgres();
        execute(
                owner,
                "CREATE ROLE " + name + " LOGIN",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        DataSource user = Databases.postgres(name, "postgres");

        assertThatThrownBy(table(user)::start)
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(
                        name,
                        "can not be created",
                        "permission denied",
                        "administrator",
                        "[schema-1.sql]",
                        "io/github/camelseedance/repository/jdbc/",
                        "with " + name + " for SEEDANCE_TASK");

        table(owner).start();
        execute(owner, "GRANT SELECT, INSERT, UPDATE ON " + name + " TO " + name);
        assertThatThrownBy(table(user)::start)
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(
                        name, "permission denied", "42501", "SELECT, INSERT, UPDATE and DELETE");

        execute(owner, "GRANT DELETE ON " + name + " TO " + name);
        JdbcTaskRepository table = table(user);
        assertThatCode(table::start).doesNotThrowAnyException();
        insert(table, "key");
        assertThat(table.find("key")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1st",
                "tasks;",
                "tasks--",
                "\"tasks\"",
                "a.b.c",
                ".tasks",
                "own.",
                "täsks",
                "a23456789_123456789_123456789_123456789_123456789_123456789"
            })
    void nameThatIsNoneIsRefused(String wrong) {
        DataSource dataSource = Databases.h2InMemory();

        assertThatThrownBy(() -> new JdbcTaskRepository(dataSource, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + wrong + "'", "letters, digits", "58", "schema");
    }
}
