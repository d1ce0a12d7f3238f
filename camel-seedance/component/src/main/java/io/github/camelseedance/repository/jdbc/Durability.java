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

import io.github.camelseedance.api.SeedanceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what is committed is still there after a kill. A row that is lost with its process means
 * a task that is paid twice or never delivered, so H2 is asked for the two settings with which it
 * loses some. Whether this process has the database embedded, shares it by AUTO_SERVER or talks to
 * a server makes no difference: some process can be killed.
 */
final class Durability {
    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);
    private static final String TESTS =
            " For a test, allowVolatile=true on a JdbcTaskRepository takes it as it is.";
    private static final Pattern IN_MEMORY =
            Pattern.compile("(.*:)?(nio)?mem(FS|LZ):.*", Pattern.CASE_INSENSITIVE);

    private final TableName table;
    private final boolean allowVolatile;

    Durability(TableName table, boolean allowVolatile) {
        this.table = table;
        this.allowVolatile = allowVolatile;
    }

    Void check(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (connection.isReadOnly()) {
            throw new SeedanceException(
                    "The data source of the task table "
                            + table
                            + " gives read-only connections to "
                            + product
                            + "; the table is written to all the time. Name a data source that may"
                            + " write.");
        }
        switch (product) {
            case "H2" -> checkH2(connection);
            case "PostgreSQL" -> checkPostgres(connection);
            default ->
                    LOG.warn(
                            "The task table {} is in {}. Only H2 and PostgreSQL are tested: make"
                                    + " sure that a commit survives a kill there.",
                            table,
                            product);
        }
        return null;
    }

    private void checkH2(Connection connection) throws SQLException {
        if (allowVolatile) {
            return;
        }
        String path = text(connection, "SELECT DATABASE_PATH()");
        if (path == null || IN_MEMORY.matcher(path).matches()) {
            throw new SeedanceException(
                    "The task table "
                            + table
                            + " would be in an H2 database in memory, which is gone with its process"
                            + " and with it every task that is paid and not yet delivered. Name a"
                            + " database in a file, such as"
                            + " jdbc:h2:file:./data/tasks;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;"
                            + "DB_CLOSE_DELAY=-1, or"
                            + " leave dataSource out: the component's own table in memory says"
                            + " what it is."
                            + TESTS);
        }
        // Two rows: what was stored once, and what holds now, which a connection without
        // WRITE_DELAY sets back to H2's 500.
        int delay =
                Integer.parseInt(
                        text(
                                connection,
                                "SELECT MAX(CAST(SETTING_VALUE AS INTEGER)) FROM"
                                        + " INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME ="
                                        + " 'WRITE_DELAY'"));
        if (delay > 0) {
            throw new SeedanceException(
                    "The task table "
                            + table
                            + " is in an H2 database with WRITE_DELAY="
                            + delay
                            + ": the commits of the last "
                            + delay
                            + " ms die with the process, and a task is paid twice or never"
                            + " delivered. Add \";WRITE_DELAY=0\" to its JDBC URL (the user must be"
                            + " an administrator of the database); embedded,"
                            + " \";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1\" too."
                            + TESTS);
        }
    }

    private void checkPostgres(Connection connection) throws SQLException {
        String commit = text(connection, "SHOW synchronous_commit");
        String sync = text(connection, "SHOW fsync");
        if (!allowVolatile && ("off".equals(commit) || "off".equals(sync))) {
            LOG.warn(
                    "The task table {} is in PostgreSQL with synchronous_commit={} and fsync={}."
                            + " A kill of this process loses nothing, but a crash of the database"
                            + " server loses its last commits, and tasks are paid twice or never"
                            + " delivered. Set both to on.",
                    table,
                    commit,
                    sync);
        }
    }

    private static String text(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
