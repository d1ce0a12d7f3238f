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
import java.util.concurrent.ThreadLocalRandom;

/**
 * When an open task is read next. Renders take a roughly known time, so that reads should be sparse
 * before the estimated end, dense around it, and thin out slowly after it; the few early reads
 * guard against an estimate that is far too long. Where a callback tells the end, all reads are
 * guards, against one that gets lost: none before the estimated end, and few after it.
 */
final class ReadSchedule {
    private static final double GUARD = 0.2;
    private static final double WINDOW_START = 0.6;
    private static final double WINDOW_END = 1.5;
    private static final double OVERRUN_GROWTH = 0.1;
    private static final int SLOWEST = 3;
    private static final double JITTER = 0.1;
    private static final double FASTEST_NANOS = Duration.ofMillis(200).toNanos();
    private static final int TRUSTED_PROGRESS = 10;
    private static final double UNKNOWN_ESTIMATE_SECONDS = 60;

    /** More is no estimate, and must not put reads off for days. */
    private static final double LONGEST_ESTIMATE_SECONDS = 3600;

    /** However long a task is said to take: waits do not last for ever, and callbacks get lost. */
    private static final double LONGEST_GUARD_NANOS = Duration.ofMinutes(10).toNanos();

    private static final double CALLED_BACK_START = 1.25;
    private static final double CALLED_BACK_GROWTH = 0.65;
    private static final int CALLED_BACK_SLOWEST = 24;

    /**
     * How far a task had come when it was last read.
     *
     * @param percent 0 to 100
     * @param atNanos how long that was after the task was accepted
     */
    record Progress(int percent, long atNanos) {
        static final Progress NONE = new Progress(0, 0);
    }

    private final double intervalNanos;

    /**
     * @param statusInterval between two reads around the estimated end of a long task; a short one
     *     is read more often
     */
    ReadSchedule(Duration statusInterval) {
        intervalNanos = statusInterval.toNanos();
    }

    /**
     * @param elapsedNanos since the task was accepted
     * @param estimatedSeconds the service's estimate of the whole run, or null
     * @param progress as last read, however long ago: reads in between may have failed
     * @param calledBack whether a callback is expected to tell the end
     * @return nanoseconds from now, with jitter
     */
    long next(long elapsedNanos, Integer estimatedSeconds, Progress progress, boolean calledBack) {
        double delay =
                calledBack
                        ? calledBack(elapsedNanos, estimatedSeconds, progress)
                        : steady(elapsedNanos, estimatedSeconds, progress);
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return (long) (delay * jitter);
    }

    /** The same without jitter, where nobody calls back. */
    double steady(long elapsedNanos, Integer estimatedSeconds, Progress progress) {
        double estimate = estimate(estimatedSeconds, progress);
        double dense = Math.min(intervalNanos, Math.max(FASTEST_NANOS, estimate / 20));
        if (elapsedNanos < WINDOW_START * estimate) {
            double toWindow = WINDOW_START * estimate - elapsedNanos;
            return Math.max(dense, Math.min(GUARD * estimate, toWindow));
        }
        double overrun = Math.max(0, elapsedNanos - WINDOW_END * estimate);
        return Math.min(SLOWEST * intervalNanos, dense + OVERRUN_GROWTH * overrun);
    }

    /** The same without jitter, where a callback is expected. */
    double calledBack(long elapsedNanos, Integer estimatedSeconds, Progress progress) {
        double estimate = estimate(estimatedSeconds, progress);
        double toFirst = CALLED_BACK_START * estimate - elapsedNanos;
        if (progress.percent() < TRUSTED_PROGRESS && toFirst > 0) {
            return Math.max(FASTEST_NANOS, Math.min(LONGEST_GUARD_NANOS, toFirst));
        }
        double later = Math.max(toFirst, CALLED_BACK_GROWTH * elapsedNanos);
        return Math.min(CALLED_BACK_SLOWEST * intervalNanos, Math.max(FASTEST_NANOS, later));
    }

    private static double estimate(Integer estimatedSeconds, Progress progress) {
        if (progress.percent() >= TRUSTED_PROGRESS && progress.atNanos() > 0) {
            return progress.atNanos() * 100.0 / progress.percent();
        }
        double seconds =
                estimatedSeconds == null || estimatedSeconds <= 0
                        ? UNKNOWN_ESTIMATE_SECONDS
                        : Math.min(estimatedSeconds, LONGEST_ESTIMATE_SECONDS);
        return seconds * 1e9;
    }
}
