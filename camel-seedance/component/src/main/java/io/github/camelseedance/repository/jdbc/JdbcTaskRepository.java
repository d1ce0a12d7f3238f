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
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The task table in a relational database: H2 in a file for one node, PostgreSQL for many. Each
 * change is one conditional statement in a transaction of its own, on a connection that the data
 * source gives for it.
 */
public final class JdbcTaskRepository implements TaskRepository {
    /** The table's name by default. */
    public static final String DEFAULT_TABLE = "SEEDANCE_TASK";

    /** Class of SQL states: a unique key is there already. */
    private static final String INTEGRITY_VIOLATION = "23";

    private static final int KEYS_PER_STATEMENT = 500;

    private final DataSource dataSource;
    private final Statements sql;
    private final Schema schema;

    /**
     * @param dataSource where the table is; stays the caller's, who closes it
     */
    public JdbcTaskRepository(DataSource dataSource) {
        this(dataSource, DEFAULT_TABLE);
    }

    /**
     * @param dataSource where the table is; stays the caller's, who closes it
     * @param table its name, with or without that of its schema
     */
    public JdbcTaskRepository(DataSource dataSource, String table) {
        this.dataSource = dataSource;
        this.sql = new Statements(table);
        this.schema = new Schema(table);
    }

    @Override
    public void start() {
        run("be made ready", schema::create);
    }

    @Override
    public Instant now() {
        return run(
                "be asked for its time",
                connection -> {
                    try (PreparedStatement select = connection.prepareStatement(sql.now());
                            ResultSet rows = select.executeQuery()) {
                        rows.next();
                        return rows.getObject(1, OffsetDateTime.class).toInstant();
                    }
                });
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        while (true) {
            Optional<TaskRow> known = find(row.key());
            if (known.isPresent() || insert(row)) {
                return known;
            }
        }
    }

    private boolean insert(TaskRow row) {
        return run(
                "be written",
                connection -> {
                    try (PreparedStatement insert = connection.prepareStatement(sql.insert())) {
                        Rows.bindNew(new Parameters(insert), row);
                        return insert.executeUpdate() == 1;
                    } catch (SQLException e) {
                        if (isDuplicate(e)) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    private static boolean isDuplicate(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(INTEGRITY_VIOLATION);
    }

    @Override
    public Optional<TaskRow> find(String key) {
        return first(sql.find(), key);
    }

    @Override
    public Optional<TaskRow> findByTaskId(String account, String taskId) {
        return first(sql.findByTaskId(), taskId, account);
    }

    private Optional<TaskRow> first(String select, Object... parameters) {
        return read(select, List.of(parameters)).stream().findFirst();
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        return run(
                "be written",
                connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(sql.update(), Statements.STAMP)) {
                        Parameters parameters = new Parameters(update);
                        Rows.bindChanging(parameters, row);
                        parameters.text(row.key()).number(row.version());
                        if (update.executeUpdate() == 0) {
                            return Optional.empty();
                        }
                        try (ResultSet stamp = update.getGeneratedKeys()) {
                            stamp.next();
                            Instant at = stamp.getObject(1, OffsetDateTime.class).toInstant();
                            return Optional.of(row.written(at, row.version() + 1));
                        }
                    }
                });
    }

    @Override
    public List<TaskRow> list(RowQuery query, String after, int limit) {
        List<Object> parameters = new ArrayList<>();
        String select = sql.list(query, after, limit, parameters);
        return read(select, parameters);
    }

    private List<TaskRow> read(String statement, List<Object> parameters) {
        return run(
                "be read",
                connection -> {
                    try (PreparedStatement select = connection.prepareStatement(statement)) {
                        new Parameters(select).all(parameters);
                        List<TaskRow> found = new ArrayList<>();
                        try (ResultSet rows = select.executeQuery()) {
                            while (rows.next()) {
                                found.add(Rows.read(rows));
                            }
                        }
                        return found;
                    }
                });
    }

    @Override
    public Map<RowState, Long> count() {
        return run(
                "be counted",
                connection -> {
                    Map<RowState, Long> counts = new EnumMap<>(RowState.class);
                    try (PreparedStatement select = connection.prepareStatement(sql.count());
                            ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            counts.put(Rows.state(rows.getString(1)), rows.getLong(2));
                        }
                    }
                    return counts;
                });
    }

    @Override
    public int renew(Collection<String> keys, String owner, Duration lease) {
        List<String> all = List.copyOf(keys);
        Instant until = now().plus(lease);
        int renewed = 0;
        for (int from = 0; from < all.size(); from += KEYS_PER_STATEMENT) {
            List<String> some = all.subList(from, Math.min(all.size(), from + KEYS_PER_STATEMENT));
            List<Object> parameters = new ArrayList<>(List.of(until, owner));
            parameters.addAll(some);
            renewed += execute(sql.renew(some.size()), parameters);
        }
        return renewed;
    }

    @Override
    public int purge(Instant changedBefore) {
        return execute(sql.purgeTombstones(), List.of(changedBefore))
                + execute(sql.purgeIntents(), List.of(changedBefore));
    }

    private int execute(String statement, List<Object> parameters) {
        return run(
                "be written",
                connection -> {
                    try (PreparedStatement update = connection.prepareStatement(statement)) {
                        new Parameters(update).all(parameters);
                        return update.executeUpdate();
                    }
                });
    }

    @Override
    public boolean isShared() {
        return true;
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** One transaction, whether the data source's connections commit by themselves or not. */
    private <T> T run(String what, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean manual = !connection.getAutoCommit();
            try {
                T answer = work.with(connection);
                if (manual) {
                    connection.commit();
                }
                return answer;
            } catch (SQLException | RuntimeException e) {
                if (manual) {
                    connection.rollback();
                }
                throw e;
            }
        } catch (SQLException e) {
            throw new SeedanceException(
                    "The task table "
                            + sql.table()
                            + " can not "
                            + what
                            + ": "
                            + e.getMessage()
                            + " (SQL state "
                            + e.getSQLState()
                            + ")",
                    null,
                    e);
        }
    }
}
