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
package io.github.camelseedance.emulator.task;

import java.time.Duration;
import java.time.Instant;

/**
 * The emulator's only time: progress of tasks, expiry of links, uploads and idempotency keys all
 * follow it. It starts at the wall clock's time and then runs {@code speed} times as fast.
 */
public final class EmulatorClock {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double speed;
    private final Instant origin = Instant.now();
    private final long originNanos = System.nanoTime();

    /**
     * @param speed how many emulated seconds pass in a real one, above 0 and at most 1,000,000
     */
    public EmulatorClock(double speed) {
        if (!(speed > 0 && speed <= 1_000_000)) {
            throw new IllegalArgumentException(
                    "speed is " + speed + " but must be above 0 and at most 1000000");
        }
        this.speed = speed;
    }

    /** The emulated time. */
    public Instant now() {
        double seconds = (System.nanoTime() - originNanos) / NANOS_PER_SECOND * speed;
        long whole = (long) seconds;
        return origin.plusSeconds(whole).plusNanos((long) ((seconds - whole) * NANOS_PER_SECOND));
    }

    /** How long a client, which lives in real time, waits for the given emulated time to pass. */
    public Duration real(Duration emulated) {
        return Duration.ofNanos((long) (emulated.toNanos() / speed));
    }
}
