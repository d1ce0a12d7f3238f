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
package io.github.camelseedance.tracking;

import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A table that the nodes of a race share. */
interface RaceTable {
    /** The table itself. */
    TaskRepository table();

    /**
     * A node's view.
     *
     * @param gate hears of each transaction before it begins
     * @param written hears of each row that an update has written
     */
    TaskRepository seenBy(Consumer<String> gate, Consumer<TaskRow> written);

    /** A table in this process, each of whose calls is a step. */
    static RaceTable of(TaskRepository table) {
        return new RaceTable() {
            @Override
            public TaskRepository table() {
                return table;
            }

            @Override
            public TaskRepository seenBy(Consumer<String> gate, Consumer<TaskRow> written) {
                return new GatedTable(table, gate, written);
            }
        };
    }

    /**
     * A table in a database, each of whose transactions is a step.
     *
     * @param create whether it is to be created
     */
    static RaceTable of(DataSource dataSource, String table, boolean create) {
        JdbcTaskRepository plain = new JdbcTaskRepository(dataSource, table);
        if (create) {
            plain.setAllowVolatile(true);
            plain.start();
        }
        return new RaceTable() {
            @Override
            public TaskRepository table() {
                return plain;
            }

            @Override
            public TaskRepository seenBy(Consumer<String> gate, Consumer<TaskRow> written) {
                DataSource gated = gated(dataSource, gate);
                return new GatedTable(new JdbcTaskRepository(gated, table), call -> {}, written);
            }
        };
    }

    private static DataSource gated(DataSource dataSource, Consumer<String> gate) {
        return proxy(
                DataSource.class,
                dataSource,
                sql -> {},
                answer ->
                        answer instanceof Connection connection ? gated(connection, gate) : answer);
    }

    private static Connection gated(Connection connection, Consumer<String> gate) {
        AtomicBoolean begun = new AtomicBoolean();
        return proxy(
                Connection.class,
                connection,
                sql -> {
                    // The time may be asked for freely.
                    if (!sql.startsWith("SELECT CURRENT_TIMESTAMP")
                            && begun.compareAndSet(false, true)) {
                        gate.accept(sql.substring(0, 6));
                    }
                },
                answer -> answer);
    }

    private static <T> T proxy(
            Class<T> type, T target, Consumer<String> prepares, UnaryOperator<Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            if ("prepareStatement".equals(method.getName())) {
                                prepares.accept((String) arguments[0]);
                            }
                            try {
                                return answers.apply(method.invoke(target, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
