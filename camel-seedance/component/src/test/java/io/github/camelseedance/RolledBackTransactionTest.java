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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * A route's own JDBC transaction, on the very database of the task table: what it rolls back was
 * its own, never what is known of a payment.
 */
class RolledBackTransactionTest extends PaymentTestSupport {
    @TempDir private Path directory;
    private JdbcConnectionPool pool;
    private JdbcTaskRepository table;
    private JdbcTemplate orders;
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private volatile boolean fails = true;

    @BeforeEach
    void openDatabase() {
        pool =
                JdbcConnectionPool.create(
                        "jdbc:h2:file:" + directory.resolve("orders") + ";WRITE_DELAY=0", "", "");
        table = new JdbcTaskRepository(pool);
        orders = new JdbcTemplate(pool);
        orders.execute("CREATE TABLE ORDERS (TASK VARCHAR(100))");
    }

    @AfterEach
    void closeDatabase() {
        stopContexts();
        pool.dispose();
    }

    /**
     * @param ofTasks the data source that the component is given
     */
    private CamelContext start(DataSource ofTasks) throws Exception {
        CamelContext context = newContext();
        SpringTransactionPolicy required =
                new SpringTransactionPolicy(new DataSourceTransactionManager(pool));
        context.getRegistry().bind("required", required);
        context.getRegistry().bind("ds", ofTasks);
        return started(
                context,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        for (String operation : List.of("submit", "generate")) {
                            from("direct:" + operation)
                                    .transacted()
                                    .process(exchange -> order("before " + operation))
                                    .to("seedance:" + operation + "?dataSource=#ds")
                                    .process(exchange -> order(id(exchange)))
                                    .process(RolledBackTransactionTest.this::failIfAsked);
                        }
                        from("seedance:completion?dataSource=#ds&repositoryScanInterval=100")
                                .process(exchange -> delivered.add(id(exchange)));
                    }
                });
    }

    private void order(String text) {
        orders.update("INSERT INTO ORDERS VALUES (?)", text);
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getBody(VideoTask.class).id();
    }

    private void failIfAsked(Exchange exchange) {
        if (fails) {
            throw new IllegalStateException("the route fails after " + id(exchange));
        }
    }

    private List<String> orders() {
        return orders.queryForList("SELECT TASK FROM ORDERS", String.class);
    }

    private TaskRow row() {
        return table.find(KEY).orElseThrow();
    }

    /** The route of an operation fails once, and succeeds when it is asked again. */
    private void assertPaidOnce(CamelContext context, String operation) {
        Exchange failed = send(context, "direct:" + operation, keyed(KEY));
        assertThat(failed.getException()).hasStackTraceContaining("the route fails after task-");
        assertThat(orders()).isEmpty();
        String id = row().taskId();
        assertThat(id).isEqualTo(emulator.tasks().list().get(0).id());
        assertPaid(1, 1);

        fails = false;
        assertThat(taskId(send(context, "direct:" + operation, keyed(KEY)))).isEqualTo(id);
        assertThat(orders()).containsExactly("before " + operation, id);
        await().until(() -> row().state() == RowState.DELIVERED);
        assertPaid(1, 1);
    }

    @Test
    void submitInARouteThatRollsBack() throws Exception {
        assertPaidOnce(start(pool), "submit");
        assertThat(delivered).containsExactly(row().taskId());
    }

    @Test
    void submitWithADataSourceThatJoinsTransactions() throws Exception {
        assertPaidOnce(start(new TransactionAwareDataSourceProxy(pool)), "submit");
        assertThat(delivered).containsExactly(row().taskId());
    }

    @Test
    void generateInARouteThatRollsBack() throws Exception {
        assertPaidOnce(start(new TransactionAwareDataSourceProxy(pool)), "generate");
        // An exchange that waited has got it, whatever its route did with it.
        assertThat(delivered).isEmpty();
    }
}
