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

import io.github.camelseedance.tracking.Deliveries;
import io.github.camelseedance.tracking.Delivery;
import io.github.camelseedance.tracking.Group;
import io.github.camelseedance.tracking.TaskService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.support.EmptyAsyncCallback;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.CastUtils;

/**
 * {@code seedance:completion}: one exchange for each task that ended. While it runs, its group's
 * tasks are watched in this process; what ends here is delivered at once, the schedule only looks
 * for what others left.
 */
final class CompletionConsumer extends ScheduledBatchPollingConsumer {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger triggers = new AtomicInteger();
    private final Runnable trigger = this::trigger;
    private TaskService tasks;
    private long nextScan;
    private RuntimeException tableFailure;

    CompletionConsumer(SeedanceEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        setExceptionHandler(new FailureLog());
    }

    @Override
    protected void doStart() throws Exception {
        tasks = getEndpoint().tasks();
        nextScan = System.nanoTime();
        triggers.set(0);
        super.doStart();
        deliveries().register(group(), trigger);
        trigger();
    }

    @Override
    protected void doStop() throws Exception {
        if (tasks != null) {
            deliveries().unregister(group(), trigger);
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        deliveries().unregister(group(), trigger);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        deliveries().register(group(), trigger);
        trigger();
    }

    /** Runs a poll soon, on the worker pool; many calls make one, and hold one worker at most. */
    private void trigger() {
        if ((isStarted() || isStarting()) && triggers.getAndIncrement() == 0) {
            runtime().resume(this::pollForTriggers);
        }
    }

    private void pollForTriggers() {
        int seen = triggers.get();
        try {
            run();
        } finally {
            if (!triggers.compareAndSet(seen, 0)) {
                runtime().resume(this::pollForTriggers);
            }
        }
    }

    /** What is ready goes first: a look through a long table takes its time. */
    @Override
    protected synchronized int poll() throws Exception {
        int delivered = deliverReady();
        boolean scan = System.nanoTime() - nextScan >= 0;
        if (scan) {
            nextScan = System.nanoTime() + interval().toNanos();
            onTable(
                    () -> {
                        tasks.rescan(group());
                        return null;
                    });
        }
        forceConsumerAsReady();
        return scan ? delivered + deliverReady() : delivered;
    }

    private int deliverReady() {
        return processBatch(CastUtils.cast(new ArrayDeque<>(onTable(this::claim))));
    }

    private <T> T onTable(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            tableFailure = e;
            throw e;
        }
    }

    private List<Delivery> claim() {
        int free = configuration().getMaxInFlight() - inFlight.get();
        int limit = maxMessagesPerPoll > 0 ? Math.min(maxMessagesPerPoll, free) : free;
        return limit <= 0 ? List.of() : deliveries().claim(group(), limit);
    }

    /** The failure of the task table is told once by the tracking, not again by each poll. */
    private final class FailureLog extends LoggingExceptionHandler {
        FailureLog() {
            super(getEndpoint().getCamelContext(), CompletionConsumer.class);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            if (exception != tableFailure) {
                super.handleException(message, exchange, exception);
            }
        }
    }

    @Override
    public int processBatch(Queue<Object> exchanges) {
        int total = exchanges.size();
        for (int index = 0; index < total; index++) {
            Delivery delivery = (Delivery) exchanges.poll();
            if (isBatchAllowed()) {
                pendingExchanges = total - index - 1;
                try {
                    deliver(delivery, index, total);
                } catch (RuntimeException e) {
                    // A claim that nobody works on would be renewed for ever.
                    deliveries().giveBack(delivery);
                    getExceptionHandler()
                            .handleException(
                                    "The end of task " + delivery.task().id() + " has no exchange",
                                    e);
                }
            } else {
                deliveries().giveBack(delivery);
            }
        }
        return total;
    }

    private void deliver(Delivery delivery, int index, int total) {
        Exchange exchange = createExchange(true);
        exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
        exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, total);
        exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == total - 1);
        TaskMessage.replace(exchange, delivery.task());
        exchange.getExchangeExtension().addOnCompletion(new Confirmation(delivery));
        inFlight.incrementAndGet();
        queued.incrementAndGet();
        runtime()
                .resume(
                        () -> {
                            try {
                                getAsyncProcessor().process(exchange, EmptyAsyncCallback.get());
                            } finally {
                                queued.decrementAndGet();
                            }
                        });
    }

    /** A stop waits for what is claimed and has no worker yet; Camel sees it only from then on. */
    @Override
    public int getPendingExchangesSize() {
        return super.getPendingExchangesSize() + queued.get();
    }

    private final class Confirmation extends SynchronizationAdapter {
        private final Delivery delivery;

        Confirmation(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void onComplete(Exchange exchange) {
            deliveries().confirm(delivery);
            onDone(exchange);
        }

        @Override
        public void onFailure(Exchange exchange) {
            Exception cause = exchange.getException();
            if (cause instanceof RejectedExecutionException && !isRunAllowed()) {
                deliveries().giveBack(delivery);
            } else {
                failed(exchange, cause);
            }
            onDone(exchange);
        }

        private void failed(Exchange exchange, Exception cause) {
            deliveries()
                    .release(
                            delivery,
                            configuration().getMaximumRedeliveries(),
                            Duration.ofMillis(configuration().getRedeliveryDelay()));
            getExceptionHandler()
                    .handleException(
                            "The end of task " + delivery.task().id() + " was not taken",
                            exchange,
                            cause);
        }

        @Override
        public void onDone(Exchange exchange) {
            inFlight.decrementAndGet();
            if (deliveries().isReady(group())) {
                trigger();
            }
        }
    }

    private Duration interval() {
        return Duration.ofMillis(configuration().getRepositoryScanInterval());
    }

    private Deliveries deliveries() {
        return tasks.deliveries();
    }

    private Group group() {
        return new Group(configuration().getAccount(), configuration().getGroup());
    }

    private SeedanceConfiguration configuration() {
        return getEndpoint().getConfiguration();
    }

    private SeedanceRuntime runtime() {
        return getEndpoint().getComponent().runtime();
    }

    @Override
    public SeedanceEndpoint getEndpoint() {
        return (SeedanceEndpoint) super.getEndpoint();
    }
}
