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
package io.github.camelseedance.benchmark;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.repository.MemoryTaskRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;

/**
 * One case: an emulator, two nodes that share a task table, tasks that one of them submits and
 * consumes.
 */
final class LatencyRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private record Arrival(long nanos, Instant time) {}

    private final LatencyCase of;
    private final SeedanceEmulator emulator;
    private final LatencyNode consuming;
    private final LatencyNode other;

    /** When the route has got each task, by its id: on our clock, and on the emulator's. */
    private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();

    private final CountDownLatch missing;

    LatencyRun(LatencyCase of) throws Exception {
        this.of = of;
        missing = new CountDownLatch(of.tasks());
        emulator =
                SeedanceEmulator.builder()
                        .taskDuration(of.duration())
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .balance(1e9)
                        .build()
                        .start();
        MemoryTaskRepository table = new MemoryTaskRepository();
        consuming = new LatencyNode(emulator, table);
        other = new LatencyNode(emulator, table);
    }

    LatencyFigures run() throws Exception {
        if (of.callbacks() != LatencyCase.Callbacks.NONE) {
            LatencyNode at = of.callbacks() == LatencyCase.Callbacks.SAME_NODE ? consuming : other;
            consuming.calledBackAt(at);
            other.calledBackAt(at);
        }
        other.start(routes -> routes.from("direct:in").to("seedance:submit"));
        consuming.start(
                routes -> {
                    routes.from("direct:in").to("seedance:submit");
                    routes.from("seedance:completion").process(this::arrived);
                });
        Map<String, String> keys = submitAll();
        if (!missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(missing.getCount() + " tasks are not delivered");
        }
        return figures(keys);
    }

    private void arrived(Exchange exchange) {
        String id = exchange.getMessage().getBody(VideoTask.class).id();
        if (arrivals.put(id, new Arrival(System.nanoTime(), emulator.clock().now())) != null) {
            throw new IllegalStateException("Task " + id + " is delivered twice");
        }
        missing.countDown();
    }

    /** The keys of the tasks by their ids. All of them end as they were submitted, later. */
    private Map<String, String> submitAll() throws Exception {
        AsyncProducer producer = consuming.producer("direct:in");
        Map<String, CompletableFuture<Exchange>> sent = new HashMap<>();
        if (of.rate() == 0) {
            emulator.clock().freeze();
        }
        long begin = System.nanoTime();
        for (int i = 0; i < of.tasks(); i++) {
            if (of.rate() > 0) {
                until(begin + i * TimeUnit.SECONDS.toNanos(1) / of.rate());
            }
            String key = "callback-latency-%06d".formatted(i);
            sent.put(key, consuming.send(producer, key));
        }
        Map<String, String> keys = new HashMap<>();
        for (Map.Entry<String, CompletableFuture<Exchange>> each : sent.entrySet()) {
            Exchange exchange = each.getValue().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            keys.put(exchange.getMessage().getBody(VideoTask.class).id(), each.getKey());
        }
        emulator.clock().run(1);
        return keys;
    }

    private static void until(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private LatencyFigures figures(Map<String, String> keys) {
        Map<String, Long> received = new HashMap<>(consuming.received);
        received.putAll(other.received);
        List<Long> fromCallback = new ArrayList<>();
        List<Long> fromEnd = new ArrayList<>();
        List<Integer> reads = new ArrayList<>();
        List<RecordedRequest> batches = emulator.journal().batchReads();
        for (TaskView task : emulator.tasks().list()) {
            Arrival arrival = arrivals.get(task.id());
            fromEnd.add(Duration.between(task.ended(), arrival.time()).toNanos());
            Long call = received.get(keys.get(task.id()));
            // A poll may have been faster.
            if (call != null && arrival.nanos() - call > 0) {
                fromCallback.add(arrival.nanos() - call);
            }
            reads.add(emulator.journal().polls(task.id()).size());
        }
        int calls = emulator.journal().statusReads().size() + batches.size();
        return new LatencyFigures(
                of,
                fromCallback.stream().mapToLong(Long::longValue).toArray(),
                fromEnd.stream().mapToLong(Long::longValue).toArray(),
                reads.stream().mapToInt(Integer::intValue).toArray(),
                calls);
    }

    @Override
    public void close() throws Exception {
        consuming.close();
        other.close();
        emulator.close();
    }
}
