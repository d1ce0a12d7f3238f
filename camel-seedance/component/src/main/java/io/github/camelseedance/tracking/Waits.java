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

import io.github.camelseedance.api.SeedanceTimeoutException;
import io.github.camelseedance.api.VideoTask;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** The waits of this process: each ends with its task, with its time-out, or with the component. */
final class Waits {
    private static final class Wait {
        private final String taskId;
        private final CompletableFuture<VideoTask> end;

        private Wait(String taskId, CompletableFuture<VideoTask> end) {
            this.taskId = taskId;
            this.end = end;
        }

        private void reject() {
            end.completeExceptionally(
                    new RejectedExecutionException(
                            "The component stops: the wait for task "
                                    + taskId
                                    + " ends here. The task lives on, and the same idempotency key"
                                    + " takes up the wait."));
        }
    }

    /**
     * So long before a wait's time is over its task is read once more; a quarter of a short one.
     */
    private static final Duration LAST_LOOK = Duration.ofSeconds(10);

    private final Timer timer;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Waits(Timer timer) {
        this.timer = timer;
    }

    /**
     * Bounds a wait.
     *
     * @param end completes with the task, elsewhere
     * @param status the task's last known status, for the message
     * @param lastLook has the task read, shortly before the time is over; that long it has, also
     *     when the process was paused until all of the time was over
     */
    void bound(
            String taskId,
            CompletableFuture<VideoTask> end,
            Duration timeout,
            Supplier<String> status,
            Runnable lastLook) {
        Wait wait = new Wait(taskId, end);
        waits.add(wait);
        Duration quarter = timeout.dividedBy(4);
        Duration lead = quarter.compareTo(LAST_LOOK) < 0 ? quarter : LAST_LOOK;
        Runnable timeOut =
                () ->
                        end.completeExceptionally(
                                new SeedanceTimeoutException(taskId, status.get(), timeout));
        Timer.Entry looking =
                timer.schedule(
                        timeout.minus(lead).toNanos(),
                        () -> {
                            Timer.Entry timedOut = timer.schedule(lead.toNanos(), timeOut);
                            end.whenComplete((task, failure) -> timedOut.cancel());
                            lastLook.run();
                        });
        end.whenComplete(
                (task, failure) -> {
                    looking.cancel();
                    waits.remove(wait);
                });
        if (stopping) {
            wait.reject();
        }
    }

    /** Ends every wait, and each that begins from now on. */
    void stopping() {
        stopping = true;
        waits.forEach(Wait::reject);
    }
}
