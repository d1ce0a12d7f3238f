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

import io.github.camelseedance.CapturedLog;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.repository.Connections;
import io.github.camelseedance.repository.Databases;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityTest {
    @TempDir Path folder;

    private static void start(DataSource dataSource) {
        new JdbcTaskRepository(dataSource, "durable").start();
    }

    private DataSource file(String settings) {
        return Databases.h2("jdbc:h2:file:" + folder.resolve("tasks") + settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem:durable", "memFS:/x", "nioMemFS:/x", "split:nioMemFS:/y"})
    void memoryIsRefused(String place) {
        DataSource dataSource =
                Databases.h2("jdbc:h2:" + place + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1");

        assertThatThrownBy(() -> start(dataSource))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(
                        "durable", "H2", "memory", "jdbc:h2:file:", ";WRITE_DELAY=0");

        JdbcTaskRepository table = new JdbcTaskRepository(dataSource, "durable");
        table.setAllowVolatile(true);
        assertThatCode(table::start).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";WRITE_DELAY=10", ";WRITE_DELAY=500;AUTO_SERVER=TRUE"})
    void delayedWriteIsRefused(String settings) {
        DataSource dataSource = file(settings);

        assertThatThrownBy(() -> start(dataSource))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll(
                        "durable", "H2", "WRITE_DELAY=", "\";WRITE_DELAY=0\"", "JDBC URL")
                .hasMessageNotContaining(folder.toString());
    }

    /** H2 notes the setting in the file, shows it, and goes back to 500 when opened without it. */
    @Test
    void delayThatWasSetOnceOnlyIsRefused() {
        start(file(";WRITE_DELAY=0"));

        assertThatThrownBy(() -> start(file("")))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContaining("WRITE_DELAY=500");
    }

    @Test
    void fileWithoutDelayIsTaken() {
        try (CapturedLog log = CapturedLog.of(Durability.class)) {
            start(Databases.h2(folder.resolve("tasks")));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void postgresThatDoesNotWaitForItsDiskIsWarnedOf() throws SQLException {
        try (CapturedLog log = CapturedLog.of(Durability.class)) {
            start(with("SET synchronous_commit = off"));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("durable", "PostgreSQL", "synchronous_commit=off", "crash");
        }
    }

    private static DataSource with(String setting) {
        return Connections.changed(
                Databases.postgres(),
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(setting);
                    }
                    return connection;
                });
    }

    @Test
    void otherProductIsWarnedOf() {
        DataSource other =
                Connections.changed(
                        Databases.h2InMemory(),
                        connection ->
                                Connections.answering(connection, "getMetaData", named("OtherDB")));
        try (CapturedLog log = CapturedLog.of(Durability.class)) {
            start(other);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("durable", "OtherDB", "Only H2 and PostgreSQL are tested");
        }
    }

    private static Object named(String product) {
        return Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) -> product);
    }
}
