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

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.endurance.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/**
 * Tasks of two routes, while three of ten answers are faults of every kind. With {@code
 * ambiguousSubmit=retry} none may get lost, none may be paid twice, and each is delivered once.
 */
public final class Storm {
    /** For a create and for a read: what hangs, hangs no longer. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration TASK = Duration.ofSeconds(2);

    /** For tasks that never end. */
    private static final Duration TASK_RETENTION = Duration.ofMinutes(3);

    /** Of so many requests one more is made that may be refused for good. */
    static final int FORBIDDEN_EACH = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final int tasks;
    private final long seed;
    private final boolean pauses;
    private final StormBook book = new StormBook();
    private final AtomicInteger redelivered = new AtomicInteger();

    /**
     * @param pauses with faults that hold up an account for a minute, too
     */
    Storm(int tasks, long seed, boolean pauses) {
        this.tasks = tasks;
        this.seed = seed;
        this.pauses = pauses;
    }

    /** Runs as its options say: {@code --tasks}, {@code --seed}. */
    public static void run(String[] words) throws Exception {
        Options options = new Options(words, Set.of("tasks", "seed"));
        int tasks = options.number("tasks", 2000);
        int seed = options.number("seed", 4711);
        System.out.printf("storm --tasks %d --seed %d%n", tasks, seed);
        StormFigures figures = new Storm(tasks, seed, true).run();
        System.out.println(figures);
        figures.check();
    }

    StormFigures run() throws Exception {
        long begin = System.nanoTime();
        try (SeedanceEmulator emulator =
                        SeedanceEmulator.builder()
                                .taskDuration(TASK)
                                .lowCost(true)
                                .imageFetching(ImageFetching.LOOPBACK)
                                .balance(1e9)
                                .build()
                                .start();
                Node node = new Node(emulator)) {
            StormFaults.raise(emulator.faults(), seed);
            if (pauses) {
                StormFaults.raisePauses(emulator.faults());
            }
            node.component.setCreateTimeout(CALL_TIMEOUT.toMillis());
            node.component.setReadTimeout(CALL_TIMEOUT.toMillis());
            node.component.setTaskRetention(TASK_RETENTION.toMillis());
            node.component.setStatusInterval(500);
            node.component.setStatusReadsPerSecond(400);
            node.context.addRoutes(routes());
            node.context.start();
            sendAll(node);
            node.await("the ends of all tasks are delivered", PATIENCE, book::allDelivered);
            node.await("no row is open", PATIENCE, node::nothingOpen);
            return new StormFigures(
                    book,
                    emulator.ledger().entries(),
                    new Traffic(emulator.journal().requests()),
                    redelivered.get(),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                // As a message broker would: what may still become something comes again.
                onException(SeedanceException.class)
                        .onWhen(exchange -> comesAgain(exchange))
                        .maximumRedeliveries(-1)
                        .redeliveryDelay(500)
                        .asyncDelayedRedelivery()
                        .retryAttemptedLogLevel(LoggingLevel.OFF)
                        .onRedelivery(exchange -> redelivered.incrementAndGet());
                onException(SeedanceException.class)
                        .maximumRedeliveries(0)
                        .logExhausted(false)
                        .logStackTrace(false);
                from("direct:submit")
                        .to("seedance:submit?account=watched&" + patient())
                        .process(exchange -> book.accepted(task(exchange).id()));
                from("direct:generate").to("seedance:generate?account=waiting&" + patient());
                from("seedance:completion?account=watched&repositoryScanInterval=1000")
                        .process(exchange -> book.delivered(task(exchange).id()));
            }
        };
    }

    private static String patient() {
        return "ambiguousSubmit=retry&submitTimeout=30m";
    }

    private static VideoTask task(Exchange exchange) {
        return exchange.getMessage().getBody(VideoTask.class);
    }

    private static boolean comesAgain(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return failure instanceof SeedanceOutcomeUnknownException
                || (failure instanceof SeedanceRefusedException refused
                        && refused.getError().httpStatus() != 400);
    }

    private void sendAll(Node node) throws Exception {
        AsyncProducer submit = node.producer("direct:submit");
        AsyncProducer generate = node.producer("direct:generate");
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < tasks + tasks / FORBIDDEN_EACH; i++) {
            boolean forbidden = i >= tasks;
            String key = "storm-%s-%06d".formatted(forbidden ? "forbidden" : "task", i);
            String prompt = forbidden ? "A " + StormFaults.FORBIDDEN + " cat" : "A cat";
            book.sent(key);
            if (i % 2 == 0) {
                sent.add(node.send(submit, key, prompt).thenAccept(done -> submitted(key, done)));
            } else {
                sent.add(node.send(generate, key, prompt).thenAccept(done -> ended(key, done)));
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .get(PATIENCE.toMinutes(), TimeUnit.MINUTES);
    }

    private void submitted(String key, Exchange done) {
        if (done.getException() != null) {
            notAccepted(key, done.getException());
        }
    }

    private void ended(String key, Exchange done) {
        Exception failure = done.getException();
        if (failure == null) {
            book.generated(task(done).id());
        } else if (failure instanceof SeedanceTaskFailedException ended) {
            book.generated(ended.getTaskId());
        } else {
            notAccepted(key, failure);
        }
    }

    private void notAccepted(String key, Exception failure) {
        if (failure instanceof SeedanceRefusedException) {
            book.refused(key);
        } else {
            book.unexpected(key, failure);
        }
    }
}
