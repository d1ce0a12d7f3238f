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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What 1,000 exchanges cost that wait at once. */
class ThousandWaitsTest {
    private static final int EXCHANGES = 1000;
    private static final int BATCHES = EXCHANGES / 50;
    private static final Duration TASKS = Duration.ofSeconds(6);

    private final AtomicInteger mostThreads = new AtomicInteger();

    @Test
    void thousandWaitsTakeFewThreadsAndFewReads() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(TASKS)) {
            node.route(
                            rb ->
                                    rb.from("direct:in")
                                            .to("seedance:generate")
                                            .process(exchange -> noteThreads()))
                    .start();
            // No task ends before all are waited for.
            node.emulator.clock().freeze();
            int idle = componentThreads();

            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < EXCHANGES; i++) {
                sent.add(node.sendRequest("direct:in", "thousand-waits-" + i));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(
                            () -> {
                                noteThreads();
                                return node.tasks().watched() == EXCHANGES;
                            });
            assertThat(sent).noneMatch(CompletableFuture::isDone);
            // Each has been read about twice while it was waited for.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> node.emulator.journal().batchReads().size() >= 2 * BATCHES);
            node.emulator.clock().advance(TASKS);
            ScaleTestSupport.getAll(sent);

            assertThat(sent)
                    .allSatisfy(
                            done -> {
                                assertThat(done.join().getException()).isNull();
                                assertThat(done.join().getMessage().getBody(VideoTask.class))
                                        .matches(VideoTask::completed);
                            });
            assertThat(mostThreads.get() - idle).isBetween(1, 40);
            assertThat(ScaleTestSupport.mostInOneSecond(node.reads())).isLessThan(60);
            assertThat(node.reads()).hasSizeLessThan(EXCHANGES);
            assertThat(node.emulator.journal().batchReads()).isNotEmpty();
            assertThat(node.emulator.ledger().paidGenerations()).isEqualTo(EXCHANGES);
            for (int i = 0; i < EXCHANGES; i++) {
                String key = "thousand-waits-" + i;
                assertThat(node.repository.find(key)).as(key).isPresent();
            }
        }
    }

    private void noteThreads() {
        mostThreads.accumulateAndGet(componentThreads(), Math::max);
    }

    /** All live threads of this JVM but the emulator's, which go by its name. */
    private static int componentThreads() {
        Thread[] threads = new Thread[2 * Thread.activeCount() + 100];
        int live = Thread.enumerate(threads);
        int ours = 0;
        for (int i = 0; i < live; i++) {
            if (!threads[i].getName().startsWith("seedance-emulator-")) {
                ours++;
            }
        }
        return ours;
    }
}
