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
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a task table holds, as its database tells somebody who did not write it. */
final class Remains {
    private final Map<String, TaskRow> rows = new HashMap<>();

    /**
     * Each row is asked for by its key: after a kill H2 has been seen to leave a row out of a list,
     * or to name it twice, which the next process found by its key all the same.
     *
     * @param table its JDBC URL
     */
    Remains(String table, Set<String> keys) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(table);
        pool.setMaximumPoolSize(1);
        try (HikariDataSource database = new HikariDataSource(pool)) {
            TaskRepository repository = new JdbcTaskRepository(database);
            keys.forEach(key -> repository.find(key).ifPresent(row -> rows.put(key, row)));
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
