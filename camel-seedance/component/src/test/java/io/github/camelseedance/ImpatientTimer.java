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

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer of one thread that rings too early when it is told to: a test has its times so long that
 * no pause of the machine ends them, and waits for none of them.
 */
public final class ImpatientTimer extends ScheduledThreadPoolExecutor {
    private record Alarm(Runnable action, long nanos, ScheduledFuture<?> future) {}

    private final Queue<Alarm> alarms = new ConcurrentLinkedQueue<>();
    private volatile boolean late;

    public ImpatientTimer() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        ScheduledFuture<?> future = super.schedule(late ? () -> {} : action, delay, unit);
        alarms.add(new Alarm(action, unit.toNanos(delay), future));
        return future;
    }

    /** From now on it is so late that it never rings by itself. */
    public void stopRinging() {
        late = true;
    }

    /** Rings now whatever was to ring after no longer a time than this. */
    public void ring(Duration longest) {
        for (Alarm alarm : List.copyOf(alarms)) {
            if (alarm.nanos() <= longest.toNanos() && alarm.future().cancel(false)) {
                super.schedule(alarm.action(), 0, TimeUnit.NANOSECONDS);
            }
        }
    }
}
