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
 *
 * <p>Embedded H2 needs {@code ;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE} in its JDBC URL: without the
 * first, commits of the last half second die with the process; without the second, H2 closes the
 * database in a shutdown hook of its own, before Camel has stopped.
 */
public final class JdbcTaskRepository implements TaskRepository {
    /** The table's name by default. */
    public static final String DEFAULT_TABLE = TableName.DEFAULT;

    private static final int KEYS_PER_STATEMENT = 500;

    /** A key may be purged between being found and being looked up, but not for ever. */
    private static final int INSERTS = 10;

    private final TableName table;
    private final Transactions transactions;
    private final StatementRunner statements;
    private final Statements sql;
    private boolean allowVolatile;

    /**
     * @param dataSource where the table is; stays the caller's, who closes it
     */
    public JdbcTaskRepository(DataSource dataSource) {
        this(dataSource, DEFAULT_TABLE);
    }

    /**
     * @param dataSource where the table is; stays the caller's, who closes it
     * @param table its name, with or without that of its schema: letters, digits and underscores
     * @throws IllegalArgumentException when that is no such name
     */
    public JdbcTaskRepository(DataSource dataSource, String table) {
        this.table = new TableName(table);
        this.transactions = new Transactions(dataSource);
        this.statements = new StatementRunner(this.table, transactions);
        this.sql = new Statements(this.table);
    }

    /**
     * Whether a database may be used that is known to lose commits when its process is killed, such
     * as H2 in memory; for tests. False by default: such a database is refused at start.
     */
    public void setAllowVolatile(boolean allowVolatile) {
        this.allowVolatile = allowVolatile;
    }

    /** See {@link #setAllowVolatile}. */
    public boolean isAllowVolatile() {
        return allowVolatile;
    }

    /**
     * Creates the table, or upgrades it from an older release, where that is needed.
     *
     * @throws SeedanceException when the database would lose commits, when the table was written by
     *     a newer release, or when it cannot be created, read or written to
     */
    @Override
    public void start() {
        statements.run("be reached", new Durability(table, allowVolatile)::check);
        try {
            new Schema(table).makeReady(transactions);
        } catch (SQLException e) {
            throw statements.failure("be read", e);
        }
        for (String statement : sql.rights()) {
            statements.execute(statement, List.of());
        }
    }

    @Override
    public Instant now() {
        return statements
                .read(
                        sql.now(),
                        List.of(),
                        row -> row.getObject(1, OffsetDateTime.class).toInstant())
                .get(0);
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        int unfit = Sql.unfit(row.key());
        if (unfit >= 0) {
            throw new SeedanceException(
                    String.format(
                            "The idempotency key can not be kept: its character %d is U+%04X, which"
                                    + " the task table does not take. Nothing was sent.",
                            unfit, (int) row.key().charAt(unfit)));
        }
        for (int attempt = 1; ; attempt++) {
            Optional<TaskRow> known = find(row.key());
            if (known.isPresent()) {
                return known;
            }
            try {
                transactions.run(connection -> insert(connection, row));
                return Optional.empty();
            } catch (SQLException e) {
                if (attempt == INSERTS || !Sql.isDuplicate(e)) {
                    throw statements.failure("be written", e);
                }
            }
        }
    }

    private Void insert(Connection connection, TaskRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql.insert())) {
            Rows.bindNew(new Parameters(insert), row);
            insert.executeUpdate();
        }
        return null;
    }

    @Override
    public Optional<TaskRow> find(String key) {
        if (Sql.unfit(key) >= 0) {
            return Optional.empty();
        }
        // A database that ignores case, or blanks at the end, gives the row of another key.
        return first(sql.find(), key).filter(row -> row.key().equals(key));
    }

    @Override
    public Optional<TaskRow> findByTaskId(String account, String taskId) {
        return first(sql.findByTaskId(), taskId, account);
    }

    private Optional<TaskRow> first(String select, Object... parameters) {
        return statements.read(select, List.of(parameters), Rows::read).stream().findFirst();
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        return statements.run(
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
        return statements.read(select, parameters, Rows::read);
    }

    @Override
    public Map<RowState, Long> count() {
        Map<RowState, Long> counts = new EnumMap<>(RowState.class);
        statements.read(
                sql.count(),
                List.of(),
                row -> counts.put(Rows.state(row.getString(1)), row.getLong(2)));
        return counts;
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
            renewed += statements.execute(sql.renew(some.size()), parameters);
        }
        return renewed;
    }

    @Override
    public int purge(Instant changedBefore) {
        return purge(Statements.OLD_TOMBSTONES, changedBefore)
                + purge(Statements.OLD_INTENTS, changedBefore);
    }

    /**
     * In short transactions, so that a purge that was put off for long gets on nevertheless. The
     * keys are read first: a subquery in the deletion is asked anew by H2 for each row.
     */
    private int purge(String old, Instant changedBefore) {
        int purged = 0;
        List<String> keys;
        do {
            keys =
                    statements.read(
                            sql.keys(old),
                            List.of(changedBefore, KEYS_PER_STATEMENT),
                            row -> row.getString(1));
            if (!keys.isEmpty()) {
                List<Object> parameters = new ArrayList<>(List.of(changedBefore));
                parameters.addAll(keys);
                purged += statements.execute(sql.delete(old, keys.size()), parameters);
            }
        } while (keys.size() == KEYS_PER_STATEMENT);
        return purged;
    }

    @Override
    public boolean isShared() {
        return true;
    }
}
