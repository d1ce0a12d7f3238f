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

import java.time.Duration;

/** How long reads that fail are put off; grows once for all that fail together. */
final class ReadBackoff {
    private static final long FIRST_NANOS = Duration.ofMillis(500).toNanos();
    private static final int MAX_DOUBLINGS = 7;

    private int failures;
    private long lastFailure;

    /** A read has failed; the delay until the next one of the same task, in nanoseconds. */
    synchronized long failed() {
        long now = System.nanoTime();
        long backoff = FIRST_NANOS << Math.min(failures, MAX_DOUBLINGS);
        if (failures == 0 || now - lastFailure > backoff / 2) {
            failures++;
            lastFailure = now;
        }
        return backoff;
    }

    synchronized void succeeded() {
        failures = 0;
    }
}
