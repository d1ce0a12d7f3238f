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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Runs each piece of work in a transaction of its own, whether the data source's connections commit
 * by themselves or not, and at whatever isolation they come with.
 */
final class Transactions {
    /**
     * The database has chosen this transaction to give way to another one and has undone it: a
     * serialization failure and a deadlock (SQL standard, PostgreSQL), a lock that was not had in
     * time (PostgreSQL, H2), a row that was changed meanwhile (H2).
     */
    private static final Set<String> GAVE_WAY = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

    /** Under SERIALIZABLE eight nodes that want the same row take turns; each turn lets one by. */
    private static final int ATTEMPTS = 10;

    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done with a connection; may be done again when the database has undone it. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** One statement. */
    <T> T run(Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !GAVE_WAY.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            }
        }
    }

    /** Several statements, all or none of them as far as the database knows how to. */
    <T> T runTogether(Work<T> work) throws SQLException {
        return run(
                connection -> {
                    boolean automatic = connection.getAutoCommit();
                    if (!automatic) {
                        return work.with(connection);
                    }
                    connection.setAutoCommit(false);
                    try {
                        return committed(connection, work);
                    } finally {
                        connection.setAutoCommit(true);
                    }
                });
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getAutoCommit() ? work.with(connection) : committed(connection, work);
        }
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        try {
            T answer = work.with(connection);
            connection.commit();
            return answer;
        } catch (SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        }
    }

    /** What went wrong first is what matters: on a broken connection this fails too. */
    private static void undo(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
