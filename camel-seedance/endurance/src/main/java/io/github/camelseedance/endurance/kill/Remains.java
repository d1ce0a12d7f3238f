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
package io.github.camelseedance.endurance.kill;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a task table holds, as its database tells somebody who did not write it. */
final class Remains {
    private static final int ALL = 1_000_000;

    private final Map<String, TaskRow> rows;

    /**
     * @param table its JDBC URL
     */
    Remains(String table) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(table);
        pool.setMaximumPoolSize(1);
        try (HikariDataSource database = new HikariDataSource(pool)) {
            rows =
                    new JdbcTaskRepository(database)
                            .list(RowQuery.in(RowState.values()), null, ALL).stream()
                                    .collect(Collectors.toMap(TaskRow::key, Function.identity()));
        }
    }

    /** The keys of which nobody knows whether they were paid. */
    List<String> unknown() {
        return rows.values().stream()
                .filter(row -> row.state() == RowState.UNKNOWN)
                .map(TaskRow::key)
                .sorted()
                .toList();
    }

    /** Whether nothing is left of a write, nor of one that came after it. */
    boolean lack(Life.Write write) {
        TaskRow row = rows.get(write.key());
        return row == null
                || row.version() < write.version()
                || (row.version() == write.version() && row.state() != write.state());
    }
}
