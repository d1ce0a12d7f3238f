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
package io.github.camelseedance.emulator.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class UnderWayTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void waitsForWorkHoweverItEnds() {
        UnderWay underWay = new UnderWay(LONG);
        CompletableFuture<Void> work = new CompletableFuture<>();
        underWay.add(CompletableFuture.completedFuture("done"));
        underWay.add(CompletableFuture.failedFuture(new IllegalStateException("failed")));
        underWay.add(work);
        Thread ending = new Thread(() -> work.cancel(true));
        ending.start();

        underWay.await();

        assertThat(work).isCancelled();
    }

    @Test
    void givesUpOnWorkThatTakesTooLong() {
        UnderWay underWay = new UnderWay(Duration.ofMillis(20));
        CompletableFuture<Void> silent = new CompletableFuture<>();
        underWay.add(silent);
        long begin = System.nanoTime();

        underWay.await();

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(silent).isNotDone();
    }

    @Test
    void givesUpOnAllThatIsSilentAtOnce() {
        UnderWay underWay = new UnderWay(Duration.ofMillis(100));
        for (int i = 0; i < 1000; i++) {
            underWay.add(new CompletableFuture<>());
        }
        long begin = System.nanoTime();

        underWay.await();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(50));
    }

    @Test
    void doesNotWaitOnceInterrupted() {
        UnderWay underWay = new UnderWay(LONG);
        underWay.add(new CompletableFuture<>());
        Thread.currentThread().interrupt();

        underWay.await();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void forgetsAllWhenCleared() {
        UnderWay underWay = new UnderWay(LONG);
        CompletableFuture<Void> silent = new CompletableFuture<>();
        underWay.add(silent);
        underWay.clear();

        underWay.await();

        assertThat(silent).isNotDone();
    }
}
