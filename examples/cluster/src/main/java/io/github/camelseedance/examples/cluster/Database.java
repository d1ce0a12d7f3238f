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
package io.github.camelseedance.examples.cluster;

import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A PostgreSQL server of this program's own, on a free port; it ends with the program. */
final class Database implements AutoCloseable {

    /** On a machine with much else to do. */
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;
    private final JdbcTaskRepository tasks;

    private Database(EmbeddedPostgres server) {
        this.server = server;
        this.tasks = new JdbcTaskRepository(server.getPostgresDatabase());
    }

    static Database start() {
        EmbeddedPostgres server;
        try {
            // The package's default, off, gives up commits when the server dies.
            server =
                    EmbeddedPostgres.builder()
                            .setServerConfig("synchronous_commit", "on")
                            .setPort(port())
                            .setPGStartupWait(START_LIMIT)
                            .start();
        } catch (IOException | RuntimeException e) {
            throw new ClusterException(
                    """
                    PostgreSQL cannot start here: %s
                    - It refuses to run as root, unless the system lets it have a user namespace of
                      its own (unshare -U): use another account, or allow user namespaces.
                    - It needs a temporary folder that it may write to and run programs from, now
                      %s: JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER names another."""
                            .formatted(e, System.getProperty("java.io.tmpdir")),
                    e);
        }
        Database database = new Database(server);
        try {
            database.createOrderLocks();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /** A free port below those that are given to whoever asks for any: it is free still later. */
    private static int port() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException e) {
                // somebody has it: another one then
            }
        }
    }

    private void createOrderLocks() {
        try (InputStream script = Database.class.getResourceAsStream("/order-locks.sql");
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | SQLException e) {
            throw new ClusterException("The table for the orders cannot be made: " + e, e);
        }
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Such as {@code 14.22}. */
    String version() {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new ClusterException("PostgreSQL does not tell its version: " + e, e);
        }
    }

    /** How many rows of the task table are in which state. */
    Map<RowState, Long> rows() {
        return tasks.count();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new ClusterException("PostgreSQL does not stop: " + e, e);
        }
    }
}
