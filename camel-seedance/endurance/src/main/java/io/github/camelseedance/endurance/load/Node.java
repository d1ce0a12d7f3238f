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
package io.github.camelseedance.endurance.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConstants;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A Camel context whose task table is in an H2 file, as a single node of production has it. */
final class Node implements AutoCloseable {
    private static final String IMAGE = "https://images.example.com/cat.jpg";

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Set<RowState> DONE =
            EnumSet.of(RowState.DELIVERED, RowState.REFUSED, RowState.PARKED);

    final DefaultCamelContext context = new DefaultCamelContext();
    final SeedanceComponent component = new SeedanceComponent();

    /** Looks at the same table. */
    final TaskRepository table;

    private final Path folder;
    private final HikariDataSource database;

    Node(SeedanceEmulator emulator) throws IOException {
        folder = Files.createTempDirectory("seedance-load");
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(
                "jdbc:h2:file:"
                        + folder.resolve("tasks")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        database = new HikariDataSource(pool);
        table = new JdbcTaskRepository(database);
        component.getConfiguration().setApiKey(emulator.apiKey());
        component.getConfiguration().setBaseUrl(emulator.baseUrl());
        component.getConfiguration().setDataSource(database);
        context.addComponent("seedance", component);
        context.getShutdownStrategy().setTimeout(10);
    }

    DataSource database() {
        return database;
    }

    /** The size of the table's file in bytes. */
    long fileSize() throws IOException {
        return Files.size(folder.resolve("tasks.mv.db"));
    }

    /** A producer that holds no thread while its exchange waits. */
    AsyncProducer producer(String uri) throws Exception {
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        return producer;
    }

    /** Sends a request for one video; the future ends with its exchange. */
    CompletableFuture<Exchange> send(AsyncProducer producer, String key, String prompt) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(Map.of("prompt", prompt, "image_urls", List.of(IMAGE)));
        exchange.getMessage().setHeader(SeedanceConstants.IDEMPOTENCY_KEY, key);
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, sync -> done.complete(exchange));
        return done;
    }

    /** Whether all rows are tombstones or parked. */
    boolean nothingOpen() {
        Map<RowState, Long> rows = new EnumMap<>(RowState.class);
        rows.putAll(table.count());
        rows.keySet().removeAll(DONE);
        return rows.isEmpty();
    }

    /**
     * Waits until something is so.
     *
     * @throws IllegalStateException when it is not in time; tells the rows
     */
    void await(String what, Duration most, BooleanSupplier so) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "Not so after " + most + ": " + what + "; rows " + table.count());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        context.stop();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
