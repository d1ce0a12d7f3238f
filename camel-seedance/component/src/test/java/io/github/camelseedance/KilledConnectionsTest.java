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

import com.zaxxer.hikari.HikariDataSource;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.Databases;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A database that keeps throwing out its clients, in the middle of what they write too. */
class KilledConnectionsTest extends PaymentTestSupport {
    private static final int TASKS = 60;
    private static final int KILLS = 60;
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();

    private CamelContext start(HikariDataSource pool) throws Exception {
        CamelContext context = newContext();
        component(context).getConfiguration().setDataSource(pool);
        component(context).getConfiguration().setRepositoryScanInterval(200);
        return started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:submit").to("seedance:submit");
                        from("seedance:completion")
                                .process(
                                        exchange ->
                                                delivered.add(
                                                        exchange.getMessage()
                                                                .getBody(VideoTask.class)
                                                                .id()));
                    }
                });
    }

    @Test
    void connectionsAreKilledWhileRowsAreWritten() throws Exception {
        try (EmbeddedPostgres server = Databases.startPostgres();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(server.getPostgresDatabase());
            pool.setMaximumPoolSize(4);
            CamelContext context = start(pool);
            JdbcTaskRepository table = new JdbcTaskRepository(server.getPostgresDatabase());
            ExecutorService sources = Executors.newFixedThreadPool(4);
            int killed = 0;
            try (Connection killer = server.getPostgresDatabase().getConnection()) {
                List<CompletableFuture<Void>> all =
                        IntStream.range(0, TASKS)
                                .mapToObj(
                                        i ->
                                                CompletableFuture.runAsync(
                                                        () -> insist(context, KEY + i), sources))
                                .toList();
                CompletableFuture<Void> accepted =
                        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
                while (killed < KILLS) {
                    killed += kill(killer);
                    await().pollDelay(Duration.ofMillis(20)).until(() -> true);
                }
                accepted.join();
                sources.shutdown();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> table.count().getOrDefault(RowState.DELIVERED, 0L) == TASKS);
            stopContexts();
        }
        assertThat(delivered).hasSize(TASKS).doesNotHaveDuplicates();
        assertPaid(TASKS, TASKS);
    }

    private static int kill(Connection killer) throws Exception {
        try (PreparedStatement kill =
                        killer.prepareStatement(
                                "SELECT COUNT(pg_terminate_backend(pid)) FROM (SELECT pid FROM"
                                        + " pg_stat_activity WHERE pid <> pg_backend_pid() AND"
                                        + " backend_type = 'client backend' ORDER BY random()"
                                        + " LIMIT 1) AS one");
                ResultSet rows = kill.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Submits until it is accepted, as a source with redeliveries does. */
    private static void insist(CamelContext context, String key) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> send(context, "direct:submit", keyed(key)).getException() == null);
    }
}
