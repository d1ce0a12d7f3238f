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

import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** On which threads exchanges go on, and what happens when these are busy. */
class WorkerPoolTest {
    private static final Duration TASKS = Duration.ofMillis(1);

    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    private void noteThread(Exchange exchange) {
        threads.add(Thread.currentThread().getName());
    }

    private static ThreadPoolExecutor pool(int size, int queue) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                work -> new Thread(work, "own-pool-" + number.incrementAndGet()));
    }

    @Test
    void everyOperationGoesOnInThePoolThatWasGivenAndLeavesItOpen() throws Exception {
        ThreadPoolExecutor own = pool(3, 100);
        // A task that has ended when it is read first: to an await the next read is far off.
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(TASKS)) {
            node.component.setWorkerPool(own);
            node.route(
                            rb -> {
                                rb.errorHandler(rb.noErrorHandler());
                                rb.from("direct:all")
                                        .to("seedance:credits")
                                        .process(this::noteThread)
                                        .setBody(rb.constant(Images.png(1)))
                                        .to("seedance:upload")
                                        .process(this::noteThread)
                                        .setHeader(SeedanceConstants.PROMPT, rb.constant("A cat"))
                                        .to("seedance:submit?track=false&quality=480p&duration=4")
                                        .process(this::noteThread)
                                        .to("seedance:status")
                                        .process(this::noteThread)
                                        .to("seedance:await")
                                        .process(this::noteThread)
                                        .to("seedance:download")
                                        .process(this::noteThread);
                                rb.from("direct:generate")
                                        .to("seedance:generate")
                                        .process(this::noteThread);
                                rb.from("direct:impatient")
                                        .doTry()
                                        .to("seedance:generate?waitTimeout=1ms&group=late")
                                        .doCatch(SeedanceTimeoutException.class)
                                        .process(this::noteThread)
                                        .process(e -> node.emulator.clock().advance(TASKS))
                                        .end();
                                rb.from("seedance:completion?group=late")
                                        .process(this::noteThread)
                                        .process(e -> threads.add("own-pool-completion"));
                            })
                    .start();
            node.call("direct:all", node.context.getEndpoint("direct:all").createExchange());
            node.call("direct:generate", node.request("worker-pool-000001"));
            // Its task ends after the wait for it, and before a consumer may take it.
            node.emulator.clock().freeze();
            node.call("direct:impatient", node.request("worker-pool-000002"));
            Awaitility.await().until(() -> threads.contains("own-pool-completion"));

            assertThat(threads).allMatch(name -> name.startsWith("own-pool-"));
            node.context.stop();
            assertThat(own.isShutdown()).isFalse();
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void poolThatRejectsLosesNoExchange() throws Exception {
        int exchanges = 30;
        ThreadPoolExecutor own = pool(1, 1);
        CountDownLatch gate = new CountDownLatch(1);
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofMillis(300))) {
            node.component.setWorkerPool(own);
            node.route(
                            rb ->
                                    rb.from("direct:in")
                                            .to("seedance:generate")
                                            .process(this::noteThread)
                                            .process(e -> gate.await()))
                    .start();
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < exchanges; i++) {
                sent.add(node.sendRequest("direct:in", "rejecting-pool-" + i));
            }
            // The one thread is held, the queue has one place: all others are rejected.
            Awaitility.await().until(() -> node.tasks().watched() == 0 && !threads.isEmpty());
            assertThat(sent).noneMatch(CompletableFuture::isDone);
            gate.countDown();
            ScaleTestSupport.getAll(sent);

            assertThat(sent)
                    .allSatisfy(
                            done ->
                                    assertThat(done.join().getMessage().getBody(VideoTask.class))
                                            .matches(VideoTask::completed));
            assertThat(threads).allMatch(name -> name.startsWith("own-pool-"));
        } finally {
            own.shutdownNow();
        }
    }
}
