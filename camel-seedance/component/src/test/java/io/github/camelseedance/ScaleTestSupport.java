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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.tracking.TaskService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** An emulator and a context whose component works against it. */
final class ScaleTestSupport implements AutoCloseable {
    static final String IMAGE = "https://images.example.com/cat.jpg";

    final SeedanceEmulator emulator;
    final CamelContext context = new DefaultCamelContext();
    final SeedanceComponent component;
    final TaskRepository repository;

    private final boolean ownEmulator;

    ScaleTestSupport(SeedanceEmulator emulator, TaskRepository repository, boolean ownEmulator) {
        this.emulator = emulator;
        this.repository = repository;
        this.ownEmulator = ownEmulator;
        component = context.getComponent("seedance", SeedanceComponent.class);
        component.getConfiguration().setApiKey(emulator.apiKey());
        component.getConfiguration().setBaseUrl(emulator.baseUrl());
        component.getConfiguration().setTaskRepository(repository);
        component.getConfiguration().setRepositoryScanInterval(100);
        context.getShutdownStrategy().setTimeout(5);
    }

    /** With an emulator of its own, whose tasks take this long. */
    static ScaleTestSupport withTasksOf(Duration taskDuration) {
        return with(SeedanceEmulator.builder().taskDuration(taskDuration));
    }

    static ScaleTestSupport with(SeedanceEmulator.Builder emulator) {
        return with(emulator, new MemoryTaskRepository());
    }

    static ScaleTestSupport with(SeedanceEmulator.Builder emulator, TaskRepository repository) {
        return new ScaleTestSupport(
                emulator.lowCost(true).imageFetching(ImageFetching.LOOPBACK).build().start(),
                repository,
                true);
    }

    /** Another context, as on another node, with the same emulator and task table. */
    ScaleTestSupport otherNode() {
        return new ScaleTestSupport(emulator, repository, false);
    }

    ScaleTestSupport route(LambdaRouteBuilder route) throws Exception {
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() throws Exception {
                        route.accept(this);
                    }
                });
        return this;
    }

    ScaleTestSupport start() {
        context.start();
        return this;
    }

    /** The tasks that this node tracks. */
    TaskService tasks() {
        return component.runtime().tasks(component.getConfiguration());
    }

    /** A request that pays for one video, with a key of its own. */
    Exchange request(String key) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(Map.of("prompt", "A cat", "image_urls", List.of(IMAGE)));
        exchange.getMessage().setHeader(SeedanceConstants.IDEMPOTENCY_KEY, key);
        return exchange;
    }

    /** Sends without a thread that waits. */
    CompletableFuture<Exchange> send(String uri, Exchange exchange) throws Exception {
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    CompletableFuture<Exchange> sendRequest(String uri, String key) throws Exception {
        return send(uri, request(key));
    }

    /** Sends and waits; what the exchange failed with fails the test. */
    Exchange call(String uri, Exchange exchange) throws Exception {
        Exchange done = get(send(uri, exchange));
        Assertions.assertThat(done.getException()).isNull();
        return done;
    }

    /** Submits a task and tells its id. */
    String submit(String uri, String key) throws Exception {
        return call(uri, request(key)).getMessage().getBody(VideoTask.class).id();
    }

    /**
     * Lets status reads answer that a task is nearly done, for as long as the test wants: it is
     * read every 200 ms then.
     */
    void holdNearlyDone(String taskId) {
        answer(taskId, "processing", 90);
    }

    void answer(String taskId, String status, int progress) {
        emulator.tasks().answerWith(taskId, taskJson(taskId, status, progress));
    }

    /** What a status read answers of a task, without results. */
    static String taskJson(String taskId, String status, int progress) {
        return """
        {"id":"%s","status":"%s","progress":%d}"""
                .formatted(taskId, status, progress);
    }

    /** Waits until so many more calls have read the status of tasks. */
    void awaitReads(int more) {
        int before = reads().size();
        Awaitility.await().until(() -> reads().size() >= before + more);
    }

    /** Back to the task's true state. */
    void letGo(String taskId) {
        emulator.tasks().answerWith(taskId, null);
    }

    /** Every call that reads the status of tasks. */
    List<RecordedRequest> reads() {
        return Stream.concat(
                        emulator.journal().statusReads().stream(),
                        emulator.journal().batchReads().stream())
                .sorted((a, b) -> Long.signum(a.receivedNanos() - b.receivedNanos()))
                .toList();
    }

    /** The most calls that arrived within any one second. */
    static int mostInOneSecond(List<RecordedRequest> requests) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < requests.size(); to++) {
            while (requests.get(to).receivedNanos() - requests.get(from).receivedNanos()
                    >= TimeUnit.SECONDS.toNanos(1)) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    static void getAll(List<? extends CompletableFuture<?>> futures) {
        get(CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)));
    }

    @Override
    public void close() {
        context.stop();
        if (ownEmulator) {
            emulator.close();
        }
    }
}
