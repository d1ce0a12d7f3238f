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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs statements on the task table, each by itself, and says in words what went wrong. */
final class StatementRunner {
    private final TableName table;
    private final Transactions transactions;

    StatementRunner(TableName table, Transactions transactions) {
        this.table = table;
        this.transactions = transactions;
    }

    /** What is made of one row of an answer. */
    @FunctionalInterface
    interface Reader<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> read(String statement, List<Object> parameters, Reader<T> reader) {
        return run(
                "be read",
                connection -> {
                    try (PreparedStatement select = connection.prepareStatement(statement)) {
                        new Parameters(select).all(parameters);
                        List<T> found = new ArrayList<>();
                        try (ResultSet rows = select.executeQuery()) {
                            while (rows.next()) {
                                found.add(reader.of(rows));
                            }
                        }
                        return found;
                    }
                });
    }

    /**
     * @return how many rows were changed
     */
    int execute(String statement, List<Object> parameters) {
        return run(
                "be written",
                connection -> {
                    try (PreparedStatement update = connection.prepareStatement(statement)) {
                        new Parameters(update).all(parameters);
                        return update.executeUpdate();
                    }
                });
    }

    /**
     * @param what the table cannot do when this fails
     */
    <T> T run(String what, Transactions.Work<T> work) {
        try {
            return transactions.run(work);
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    SeedanceException failure(String what, SQLException e) {
        return new SeedanceException(
                "The task table "
                        + table
                        + " can not "
                        + what
                        + ": "
                        + Sql.reason(e)
                        + (Sql.isWithoutRight(e)
                                ? ". The data source's user needs SELECT, INSERT, UPDATE and DELETE"
                                        + " on it."
                                : ""),
                null,
                e);
    }
}
