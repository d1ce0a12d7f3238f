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

/**
 * The callbacks that came for one task, and the reads that they cause: at once, but not more than
 * one in each interval, whoever sends how many. A hint is answered by a read that begins after it
 * and succeeds. Guarded by the monitor of its watch; times are those of {@link System#nanoTime}.
 */
final class Hints {
    private final long intervalNanos;

    /** Whether a hint came after which no read has begun. */
    private boolean waiting;

    /** Whether a read is under way, and whether it answers a hint. */
    private boolean reading;

    private boolean answering;

    /** From when on another read may be caused; means nothing before the first. */
    private long free;

    private boolean used;

    /**
     * @param intervalNanos between two reads that are caused by hints
     */
    Hints(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    void hint() {
        waiting = true;
    }

    /** How long until a hint's read is due; for ever when there is no hint that waits for one. */
    long delay(long now) {
        return waiting ? untilFree(now) : Long.MAX_VALUE;
    }

    /** How long until a hint may cause a read. */
    long untilFree(long now) {
        return used ? Math.max(0, free - now) : 0;
    }

    /** Whether a hint has not been answered yet, or others after it are kept waiting. */
    boolean isKept(long now) {
        return isOwed() || untilFree(now) > 0;
    }

    /** Whether a hint has not been answered yet. */
    boolean isOwed() {
        return waiting || answering;
    }

    boolean isReading() {
        return reading;
    }

    /** A read begins; it may be the second half of one that has begun before. */
    void begin(long now) {
        reading = true;
        answering |= waiting;
        waiting = false;
        if (answering) {
            used = true;
            free = now + intervalNanos;
        }
    }

    /** The read has an answer; whether that is the answer to a hint. */
    boolean answered() {
        boolean hinted = answering;
        reading = false;
        answering = false;
        return hinted;
    }

    /** The read has failed: a hint still waits for its answer. */
    void failed() {
        reading = false;
        waiting |= answering;
        answering = false;
    }
}
