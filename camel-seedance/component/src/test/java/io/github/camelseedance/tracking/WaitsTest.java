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
package io.github.camelseedance.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.ImpatientTimer;
import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private final ImpatientTimer timer = new ImpatientTimer();
    private final AtomicInteger looks = new AtomicInteger();
    private final CompletableFuture<VideoTask> end = new CompletableFuture<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** As after a pause of the process that was as long: whatever is set rings at once. */
    private void pause() throws Exception {
        timer.ring(TIMEOUT);
        timer.submit(() -> {}).get();
    }

    @Test
    void lastLookHasItsTimeAlsoAfterAPauseUntilTheTimeOut() throws Exception {
        new Waits(new Timer(timer))
                .bound("task-1", end, TIMEOUT, () -> "pending", looks::incrementAndGet);
        pause();

        assertThat(looks).hasValue(1);
        assertThat(end).isNotDone();
        pause();
        assertThat(looks).hasValue(1);
        assertThat(end)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(SeedanceTimeoutException.class);
    }

    @Test
    void nothingRingsOnceTheEndIsKnown() throws Exception {
        new Waits(new Timer(timer))
                .bound("task-1", end, TIMEOUT, () -> "pending", looks::incrementAndGet);
        end.complete(VideoTask.pending("task-1"));
        pause();

        assertThat(looks).hasValue(0);
        assertThat(end).isCompleted();
    }
}
