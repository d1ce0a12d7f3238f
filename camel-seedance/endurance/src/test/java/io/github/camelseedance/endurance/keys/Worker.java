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
package io.github.camelseedance.endurance.keys;

import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConfiguration;
import io.github.camelseedance.SeedanceConstants;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.endurance.Parent;
import io.github.camelseedance.management.SeedanceEvent;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The process that is killed: a folder of images, orders, and a consumer for what nobody waits for.
 * It is told the name of an {@link Order} to take, and tells what it has delivered; asked {@code
 * open?}, it tells how many tasks are not yet delivered, and asked {@code held?}, how many of them
 * exchanges of a living process wait for.
 */
final class Worker extends RouteBuilder {
    static final long LEASE_MILLIS = 4_000;

    /** An order whose create a busy machine holds up for some seconds is not in doubt. */
    private static final long CREATE_TIMEOUT_MILLIS = 8_000;

    /** The prompt of every order. */
    static final String ORDERED = "Waves roll in";

    private static final RowQuery OPEN =
            RowQuery.in(
                    Stream.of(RowState.values())
                            .filter(state -> state != RowState.DELIVERED)
                            .toArray(RowState[]::new));

    private final Path folder;

    private Worker(Path folder) {
        this.folder = folder;
    }

    /**
     * @param words the service's URL, the API key, and a folder with {@code inbox} in it
     */
    public static void main(String[] words) throws Exception {
        Path folder = Path.of(words[2]);
        CamelContext camel = new DefaultCamelContext();
        SeedanceComponent seedance = camel.getComponent("seedance", SeedanceComponent.class);
        seedance.setCreateTimeout(CREATE_TIMEOUT_MILLIS);
        seedance.setLeaseTime(LEASE_MILLIS);
        seedance.setStatusInterval(200);
        SeedanceConfiguration options = seedance.getConfiguration();
        options.setBaseUrl(words[0]);
        options.setApiKey(words[1]);
        options.setDataSource(table(folder));
        camel.addRoutes(new Worker(folder));
        camel.getManagementStrategy().addEventNotifier(new Submissions());
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        TaskRepository table = new JdbcTaskRepository(options.getDataSource());
        Parent.listen(
                word -> {
                    switch (word) {
                        case "open?" -> Parent.say("open " + table.list(OPEN, null, 100).size());
                        case "held?" -> Parent.say("held " + held(table));
                        default -> take(template, Order.valueOf(word));
                    }
                });
        Parent.say("started");
        // The context's threads are daemons.
        Thread.currentThread().join();
    }

    /** Tasks whose lease is not over: once those of a dead process are, they are this one's. */
    private static long held(TaskRepository table) {
        Instant now = table.now();
        return table.list(RowQuery.in(RowState.ACCEPTED), null, 100).stream()
                .filter(row -> !row.free(now))
                .count();
    }

    private static JdbcDataSource table(Path folder) {
        JdbcDataSource table = new JdbcDataSource();
        table.setURL(
                "jdbc:h2:file:"
                        + folder.resolve("tasks")
                        + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
        return table;
    }

    /** Tells of each task that is on record. */
    private static final class Submissions extends SimpleEventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            if (event instanceof SeedanceEvent.Submitted submitted) {
                Parent.say("submitted " + submitted.getTask().id());
            }
        }
    }

    @Override
    public void configure() {
        String inbox = "file:" + folder.resolve("inbox");
        from(inbox + "?include=.*\\.(jpg|png|webp)&moveFailed=failed&initialDelay=0&delay=100")
                .routeId("videos")
                .setHeader("CamelSeedancePrompt", constant("The camera slowly pushes in"))
                .to("seedance:generate?duration=5&aspectRatio=adaptive&ambiguousSubmit=retry")
                .id("generate")
                .to("seedance:download")
                .to("file:" + folder.resolve("outbox") + "?tempPrefix=.");

        from("direct:orders").routeId("orders").to("seedance:generate").id("order");

        from("direct:numbered")
                .routeId("numbered")
                .to("seedance:generate?idempotencyKey=order-${header.orderNumber}")
                .id("numbered-order");

        from("seedance:completion?repositoryScanInterval=300ms")
                .routeId("completion")
                .process(exchange -> Parent.say("completion " + taskId(exchange)));
    }

    private static void take(ProducerTemplate template, Order order) {
        Exchange exchange = new DefaultExchange(template.getCamelContext());
        order.headers.forEach(exchange.getMessage()::setHeader);
        exchange.getMessage()
                .setBody(
                        Map.of(
                                "prompt",
                                ORDERED,
                                "image_urls",
                                List.of("https://example.com/sea.jpg")));
        template.asyncSend(order.route, exchange)
                .whenComplete((ended, failure) -> Parent.say(order + " " + end(ended, failure)));
    }

    private static String end(Exchange ended, Throwable failure) {
        if (failure != null) {
            return failure.toString();
        }
        return ended.getException() == null
                ? ended.getMessage().getBody(VideoTask.class).id()
                : ended.getException().toString();
    }

    private static String taskId(Exchange exchange) {
        return exchange.getMessage().getHeader(SeedanceConstants.TASK_ID, String.class);
    }
}
