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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A slow step of a route costs others no more than the workers that it holds. */
class SlowStepTest {
    private static final int WORKERS = 10;
    private static final int EXCHANGES = 60;

    @Test
    void slowStepDelaysNoStatusReadAndNoEnd() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger slow = new AtomicInteger();
        AtomicInteger mostSlow = new AtomicInteger();
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofSeconds(1))) {
            node.component.setWorkerPoolSize(WORKERS);
            node.route(
                            rb -> {
                                rb.from("direct:other").to("seedance:generate");
                                rb.from("direct:slow")
                                        .to("seedance:generate")
                                        .process(
                                                exchange -> {
                                                    mostSlow.accumulateAndGet(
                                                            slow.incrementAndGet(), Math::max);
                                                    gate.await();
                                                })
                                        .delay(100)
                                        .syncDelayed()
                                        .process(exchange -> slow.decrementAndGet());
                            })
                    .start();
            node.emulator.clock().freeze();
            CompletableFuture<Exchange> other =
                    node.sendRequest("direct:other", "beside-a-slow-step");
            Awaitility.await().until(() -> node.tasks().watched() == 1);
            String running = node.emulator.tasks().list().get(0).id();
            node.holdNearlyDone(running);
            node.emulator.clock().run(1);
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < EXCHANGES; i++) {
                sent.add(node.sendRequest("direct:slow", "before-a-slow-step-" + i));
            }

            // While every worker is held, all other ends are found and written, and reads go on.
            Awaitility.await().until(() -> slow.get() == WORKERS && ended(node) == EXCHANGES);
            int reads = node.emulator.journal().statusReads().size();
            Awaitility.await()
                    .until(() -> node.emulator.journal().statusReads().size() >= reads + 5);
            assertThat(sent).noneMatch(CompletableFuture::isDone);
            assertThat(slow.get()).isEqualTo(WORKERS);

            node.letGo(running);
            long opened = System.nanoTime();
            gate.countDown();
            ScaleTestSupport.getAll(sent);
            Duration took = Duration.ofNanos(System.nanoTime() - opened);
            // 60 steps of 100 ms on 10 workers take 600 ms.
            assertThat(took).isGreaterThan(Duration.ofMillis(500));
            assertThat(mostSlow.get()).isEqualTo(WORKERS);
            assertThat(ScaleTestSupport.get(other).getMessage().getBody(VideoTask.class))
                    .matches(VideoTask::completed);
        }
    }

    private static long ended(ScaleTestSupport node) {
        return node.repository.list(RowQuery.open(), null, 1000).stream()
                .filter(row -> row.state() == RowState.ENDED)
                .count();
    }
}
