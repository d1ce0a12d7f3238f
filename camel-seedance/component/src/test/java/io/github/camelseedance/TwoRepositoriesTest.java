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
package io.github.camelseedance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two task tables in one context are two worlds: neither sees a key or a task of the other. */
class TwoRepositoriesTest extends PaymentTestSupport {
    private static final int TASKS = 5;

    @TempDir private Path directory;
    private final Queue<String> first = new ConcurrentLinkedQueue<>();
    private final Queue<String> second = new ConcurrentLinkedQueue<>();
    private final Queue<JdbcConnectionPool> pools = new ConcurrentLinkedQueue<>();

    private DataSource database(String name) {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create(
                        "jdbc:h2:file:" + directory.resolve(name) + ";WRITE_DELAY=0", "", "");
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void closePools() {
        // The contexts, which use them, are stopped before the directory is deleted.
        stopContexts();
        pools.forEach(JdbcConnectionPool::dispose);
    }

    private CamelContext start(CamelContext context, String one, String two) throws Exception {
        return started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        world("first", one, first);
                        world("second", two, second);
                    }

                    private void world(String name, String options, Queue<String> delivered) {
                        from("direct:submit-" + name).to("seedance:submit?" + options);
                        from("direct:generate-" + name).to("seedance:generate?" + options);
                        from("seedance:completion?repositoryScanInterval=100&" + options)
                                .process(
                                        exchange ->
                                                delivered.add(
                                                        exchange.getMessage()
                                                                .getBody(VideoTask.class)
                                                                .id()));
                    }
                });
    }

    private List<String> submit(CamelContext context, String world) {
        return IntStream.range(0, TASKS)
                .mapToObj(i -> keyed(KEY + "-" + world + i))
                .map(request -> taskId(send(context, "direct:submit-" + world, request)))
                .toList();
    }

    private void assertTwoWorlds(CamelContext context, TaskRepository one, TaskRepository two) {
        List<String> ofFirst = submit(context, "first");
        List<String> ofSecond = submit(context, "second");
        await().until(() -> delivered(one) == TASKS && delivered(two) == TASKS);
        assertThat(first).containsExactlyInAnyOrderElementsOf(ofFirst);
        assertThat(second).containsExactlyInAnyOrderElementsOf(ofSecond);
        assertThat(ids(one)).containsExactlyInAnyOrderElementsOf(ofFirst);
        assertThat(ids(two)).containsExactlyInAnyOrderElementsOf(ofSecond);
        assertPaid(2 * TASKS, 2 * TASKS);
        assertKeysAreNotShared(context);
    }

    /** A key of the other table is a new one, which is sent; the service may know it from then. */
    private void assertKeysAreNotShared(CamelContext context) {
        for (int i = 0; i < 2; i++) {
            video(send(context, "direct:generate-first", keyed(KEY)));
        }
        assertPaid(2 * TASKS + 1, 2 * TASKS + 1);
        for (int i = 0; i < 2; i++) {
            video(send(context, "direct:generate-second", keyed(KEY)));
        }
        assertPaid(2 * TASKS + 1, 2 * TASKS + 2);
    }

    private static long delivered(TaskRepository table) {
        return table.count().getOrDefault(RowState.DELIVERED, 0L);
    }

    private static List<String> ids(TaskRepository table) {
        return table.list(RowQuery.in(RowState.values()), null, 100).stream()
                .map(TaskRow::taskId)
                .toList();
    }

    @Test
    void twoDatabases() throws Exception {
        CamelContext context = newContext();
        DataSource one = database("one");
        DataSource two = database("two");
        context.getRegistry().bind("one", one);
        context.getRegistry().bind("two", two);
        start(context, "dataSource=#one", "dataSource=#two");
        assertTwoWorlds(context, new JdbcTaskRepository(one), new JdbcTaskRepository(two));
    }

    @Test
    void oneTableByTwoDataSourcesIsSharedAsByTwoNodes() throws Exception {
        CamelContext context = newContext();
        DataSource one = database("same");
        context.getRegistry().bind("one", one);
        context.getRegistry().bind("two", database("same"));
        start(context, "dataSource=#one", "dataSource=#two");
        TaskRepository table = new JdbcTaskRepository(one);
        emulator.clock().freeze();
        var waits = begin(context, "direct:generate-first", keyed(KEY));
        await().until(() -> table.find(KEY).map(TaskRow::taskId).isPresent());
        String impatient = "seedance:generate?dataSource=#two&waitTimeout=200";
        assertThat(send(context, impatient, keyed(KEY)).getException())
                .isInstanceOf(SeedanceTimeoutException.class);
        await().during(Duration.ofMillis(300))
                .until(() -> table.find(KEY).orElseThrow().owner() != null);
        emulator.tasks().complete(table.find(KEY).orElseThrow().taskId());

        video(get(waits));
        await().until(() -> delivered(table) == 1);
        assertThat(first).isEmpty();
        assertThat(second).isEmpty();
        assertPaid(1, 1);
    }

    @Test
    void twoTablesOfOneDatabase() throws Exception {
        CamelContext context = newContext();
        DataSource database = database("both");
        JdbcTaskRepository one = new JdbcTaskRepository(database, "FIRST_TASK");
        JdbcTaskRepository two = new JdbcTaskRepository(database, "SECOND_TASK");
        context.getRegistry().bind("one", one);
        context.getRegistry().bind("two", two);
        start(context, "taskRepository=#one", "taskRepository=#two");
        assertTwoWorlds(context, one, two);
    }

    @Test
    void oneDatabaseAndTheTableInMemory() throws Exception {
        CamelContext context = newContext();
        DataSource database = database("one");
        context.getRegistry().bind("one", database);
        start(context, "dataSource=#one", "group=default");
        assertTwoWorlds(
                context, new JdbcTaskRepository(database), component(context).memoryRepository());
    }
}
