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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Creates and upgrades the table by the scripts that are shipped beside this class.
 *
 * <p>The table knows its version by a column that is always null: each script adds {@code
 * schema_1}, {@code schema_2} and so on, as its last act, and the highest one counts. Unlike a
 * comment it cannot get lost in a dump, unlike a second table it cannot be left behind, it is found
 * on the table's own way (search path, folded case), and whoever may read the table may read it.
 *
 * <p>Every script may be run again: H2 commits each statement, so a process may die between two,
 * and several nodes may start at once.
 */
final class Schema {
    /** In the order of their versions, the first of which is 1. */
    private static final List<String> SCRIPTS = List.of("schema-1.sql");

    private static final Pattern MARK =
            Pattern.compile("schema_([0-9]{1,9})", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern NAME = Pattern.compile(TableName.DEFAULT + "(\\w*)");

    /**
     * SQL states of this class say that there is no such table, or that there is no right to it.
     */
    private static final String SYNTAX_OR_ACCESS = "42";

    /** Whoever comes second when nodes start at once may fail, and finds the table then. */
    private static final int ATTEMPTS = 10;

    /**
     * H2 copies a table to add a column, and forgets what another thread inserts meanwhile when
     * both began to add it at once; embedded, all its threads are in this process.
     */
    private static final Lock UPGRADE = new ReentrantLock();

    private final TableName table;
    private final List<String> scripts;

    Schema(TableName table) {
        this(table, SCRIPTS);
    }

    /** For tests of later versions. */
    Schema(TableName table, List<String> scripts) {
        this.table = table;
        this.scripts = scripts;
    }

    /** Makes the table the version that this release knows, and does nothing where it is that. */
    void makeReady(Transactions transactions) throws SQLException {
        UPGRADE.lock();
        try {
            upgrade(transactions);
        } finally {
            UPGRADE.unlock();
        }
    }

    private void upgrade(Transactions transactions) throws SQLException {
        int found = version(transactions);
        for (int attempt = 1; found < scripts.size(); attempt++) {
            int from = found;
            SQLException failure = null;
            try {
                transactions.runTogether(connection -> upgrade(connection, from));
            } catch (SQLException e) {
                failure = e;
            }
            found = version(transactions);
            if (found < scripts.size() && (failure == null || attempt == ATTEMPTS)) {
                throw notMade(found, failure);
            }
        }
        if (found > scripts.size()) {
            throw new SeedanceException(
                    "The task table "
                            + table
                            + " has schema version "
                            + found
                            + "; this release of camel-seedance knows version "
                            + scripts.size()
                            + ". A newer release has upgraded it: run that release here too, or"
                            + " name another table.");
        }
    }

    /** Zero when there is no table. */
    private static int version(Transactions transactions, TableName table) throws SQLException {
        try {
            return transactions.run(connection -> version(connection, table));
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith(SYNTAX_OR_ACCESS) && !Sql.isWithoutRight(e)) {
                return 0;
            }
            throw e;
        }
    }

    private int version(Transactions transactions) throws SQLException {
        return version(transactions, table);
    }

    private static int version(Connection connection, TableName table) throws SQLException {
        int version = 0;
        try (Statement statement = connection.createStatement();
                ResultSet none =
                        statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                Matcher mark = MARK.matcher(columns.getColumnName(i));
                if (mark.matches()) {
                    version = Math.max(version, Integer.parseInt(mark.group(1)));
                }
            }
        }
        return version;
    }

    private Void upgrade(Connection connection, int from) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String script : scripts.subList(from, scripts.size())) {
                for (String command : commands(script)) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
            }
        }
        return null;
    }

    private String[] commands(String script) {
        try (InputStream in = Schema.class.getResourceAsStream(script)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return NAME.matcher(COMMENT.matcher(text).replaceAll(""))
                    .replaceAll(
                            name -> name.group(1).isEmpty() ? table.full() : index(name.group(1)))
                    .split(";");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An index is in its table's schema by itself. */
    private String index(String suffix) {
        return table.plain() + suffix;
    }

    private SeedanceException notMade(int found, SQLException failure) {
        String home = Schema.class.getPackageName().replace('.', '/') + '/';
        boolean otherName = !table.full().equalsIgnoreCase(TableName.DEFAULT);
        return new SeedanceException(
                "The task table "
                        + table
                        + (found == 0
                                ? " can not be created: "
                                : " can not be upgraded from schema version "
                                        + found
                                        + " to "
                                        + scripts.size()
                                        + ": ")
                        + (failure == null
                                ? "the scripts ran, but what has this name is no task table"
                                : Sql.reason(failure))
                        + ". If this user may not change the schema, let an administrator of the"
                        + " database run, in this order, "
                        + scripts.subList(found, scripts.size())
                        + " from "
                        + home
                        + " in the camel-seedance jar"
                        + (otherName ? ", with " + table + " for " + TableName.DEFAULT : "")
                        + ", grant SELECT, INSERT, UPDATE and DELETE, and start again. If "
                        + table
                        + " is somebody else's table, name another one: a JdbcTaskRepository"
                        + " takes its name, for the option taskRepository.",
                null,
                failure);
    }
}
