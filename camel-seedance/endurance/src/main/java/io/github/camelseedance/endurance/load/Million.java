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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.account.Ledger.Entry;
import io.github.camelseedance.emulator.account.Ledger.Kind;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.endurance.Options;
import io.github.camelseedance.repository.RowState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Many tasks go through one table: submitted, watched and delivered at full speed, in rounds. The
 * table holds what is open, what is parked, and the tombstones of {@code keyRetention}, no more.
 */
public final class Million {
    /** So many tasks are under way at most. */
    static final int WINDOW = 1000;

    /** So many are parked in the first round. */
    static final int PARKED = 5;

    static final int MAX_IN_FLIGHT = 64;
    static final Duration KEY_RETENTION = Duration.ofSeconds(10);

    /** The shortest there is. */
    static final Duration PURGE_INTERVAL = Duration.ofSeconds(1);

    /** After each the emulator forgets all, since its ledger grows with every task. */
    private static final int ROUND = 10_000;

    /** A task takes 165 emulated seconds. */
    private static final double SPEED = 1000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int JOURNAL = 1000;

    /**
     * H2 keeps what it has replaced for 45 s, 40 KiB for each commit: at a thousand commits a
     * second that makes a file of 2 GiB, were it not told to keep it for a second only.
     */
    private static final String SHORT_MEMORY = ";RETENTION_TIME=1000";

    private final int tasks;
    private final boolean durable;
    private final Semaphore window = new Semaphore(WINDOW);
    private final Map<String, Integer> deliveries = new ConcurrentHashMap<>();
    private final Map<String, String> failed = new ConcurrentHashMap<>();
    private final List<Long> heap = new ArrayList<>();

    /**
     * @param durable whether the table is in a file, to which each commit writes
     */
    Million(int tasks, boolean durable) {
        this.tasks = tasks;
        this.durable = durable;
    }

    /** Runs as its options say: {@code --tasks}, {@code --table file} or {@code memory}. */
    public static void run(String[] words) throws Exception {
        Options options = new Options(words, Set.of("tasks", "table"));
        int tasks = options.number("tasks", 1_000_000);
        String table = options.word("table", "file");
        if (!List.of("file", "memory").contains(table)) {
            throw new IllegalArgumentException(
                    "--table " + table + " is not known: it is file or memory");
        }
        System.out.printf("million --tasks %d --table %s%n", tasks, table);
        MillionFigures figures = new Million(tasks, table.equals("file")).run();
        System.out.println(figures);
        figures.check();
    }

    MillionFigures run() throws Exception {
        try (SeedanceEmulator emulator =
                        SeedanceEmulator.builder()
                                .speed(SPEED)
                                .lowCost(true)
                                .imageFetching(ImageFetching.LOOPBACK)
                                .journalCapacity(JOURNAL)
                                .build()
                                .start();
                Node node = node(emulator)) {
            node.component.setKeyRetention(KEY_RETENTION.toMillis());
            node.context.addRoutes(routes());
            node.context.start();
            try (TableSampler sampler = new TableSampler(node)) {
                long begin = System.nanoTime();
                park(node);
                for (int done = 0; done < tasks; done += ROUND) {
                    round(emulator, node, done, Math.min(ROUND, tasks - done));
                }
                Duration time = Duration.ofNanos(System.nanoTime() - begin);
                node.await(
                        "all rows but the parked are purged",
                        PATIENCE,
                        () -> sampler.rows() == PARKED);
                return new MillionFigures(tasks, time, sampler.figures(), List.copyOf(heap));
            }
        }
    }

    private Node node(SeedanceEmulator emulator) throws IOException {
        return durable ? Node.durable(emulator, SHORT_MEMORY) : Node.inMemory(emulator);
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().logExhausted(false));
                from("direct:submit").to("seedance:submit");
                from("seedance:completion?maxInFlight=" + MAX_IN_FLIGHT)
                        .process(exchange -> delivered(exchange));
                from("direct:unwanted").to("seedance:submit?group=unwanted");
                from("seedance:completion?group=unwanted&maximumRedeliveries=0")
                        .throwException(new IllegalStateException("Nobody wants this video"));
            }
        };
    }

    private void delivered(Exchange exchange) {
        deliveries.merge(exchange.getMessage().getBody(VideoTask.class).id(), 1, Integer::sum);
        window.release();
    }

    private void park(Node node) throws Exception {
        AsyncProducer submit = node.producer("direct:unwanted");
        for (int i = 0; i < PARKED; i++) {
            send(node, submit, "million-parked-%07d".formatted(i));
        }
        node.await(
                PARKED + " rows are parked",
                PATIENCE,
                () -> node.table.count().getOrDefault(RowState.PARKED, 0L) == PARKED);
        window.release(PARKED);
    }

    private void round(SeedanceEmulator emulator, Node node, int from, int count) throws Exception {
        emulator.reset();
        AsyncProducer submit = node.producer("direct:submit");
        for (int i = from; i < from + count; i++) {
            send(node, submit, "million-task-%09d".formatted(i));
        }
        node.await("all are delivered", PATIENCE, () -> deliveries.size() == count);
        node.await("no row is open", PATIENCE, node::nothingOpen);
        check(emulator.ledger().entries(), count);
        deliveries.clear();
        System.gc();
        heap.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private void send(Node node, AsyncProducer submit, String key) throws InterruptedException {
        if (!window.tryAcquire(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
            throw new IllegalStateException(
                    "No task has ended for " + PATIENCE + "; rows " + node.table.count());
        }
        node.send(submit, key, "A cat")
                .thenAccept(
                        done -> {
                            if (done.getException() != null) {
                                failed.put(key, done.getException().toString());
                            }
                        });
    }

    /** Each key was paid once, and the end of each task was delivered once. */
    private void check(List<Entry> ledger, int count) {
        Set<String> keys = new HashSet<>();
        Set<String> paid = new HashSet<>();
        ledger.stream()
                .filter(entry -> entry.kind() == Kind.RESERVE)
                .forEach(
                        entry -> {
                            keys.add(entry.idempotencyKey());
                            paid.add(entry.taskId());
                        });
        boolean once = deliveries.values().stream().allMatch(times -> times == 1);
        if (!failed.isEmpty()
                || keys.size() != count
                || paid.size() != count
                || !deliveries.keySet().equals(paid)
                || !once) {
            throw new IllegalStateException(
                    "Of %d keys %d were paid for with %d tasks and %d delivered%s; failed %s"
                            .formatted(
                                    count,
                                    keys.size(),
                                    paid.size(),
                                    deliveries.size(),
                                    once ? "" : ", some more than once",
                                    failed));
        }
    }
}
