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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReadScheduleTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int ESTIMATE = 165;

    private final ReadSchedule schedule = new ReadSchedule(Duration.ofSeconds(5));

    private double seconds(double elapsed, Integer estimate, int progress) {
        return schedule.steady((long) (elapsed * SECOND), estimate, read(progress, elapsed))
                / SECOND;
    }

    /** When a task is read, in seconds, if it takes so long and reports no progress. */
    private List<Double> reads(double until, Integer estimate) {
        List<Double> reads = new ArrayList<>();
        double at = seconds(0, estimate, 0);
        while (at < until) {
            reads.add(at);
            at += seconds(at, estimate, 0);
        }
        return reads;
    }

    @Test
    void fewReadsGuardAgainstAWrongEstimate() {
        List<Double> early = reads(0.6 * ESTIMATE, ESTIMATE);

        assertThat(early).hasSizeBetween(2, 3);
        assertThat(early.get(0)).isEqualTo(0.2 * ESTIMATE);
    }

    @Test
    void readsAreDenseAroundTheEstimate() {
        for (double part : new double[] {0.6, 0.8, 1, 1.2, 1.5}) {
            assertThat(seconds(part * ESTIMATE, ESTIMATE, 0)).isEqualTo(5);
        }
    }

    @Test
    void lastGuardReadLeadsIntoTheDenseWindow() {
        assertThat(seconds(0.55 * ESTIMATE, ESTIMATE, 0))
                .isCloseTo(0.05 * ESTIMATE, Offset.offset(1e-6));
    }

    @Test
    void readsThinOutAfterTheEstimateWithinABound() {
        double before = 5;
        for (double late = 1.6; late < 20; late *= 1.5) {
            double delay = seconds(late * ESTIMATE, ESTIMATE, 0);
            assertThat(delay).isBetween(before, 15.0);
            before = delay;
        }
        assertThat(before).isEqualTo(15);
    }

    @Test
    void shortTasksAreReadOftenButNotMoreThanFiveTimesASecond() {
        assertThat(seconds(20, 20, 0)).isEqualTo(1);
        assertThat(seconds(1, 1, 0)).isEqualTo(0.2);
    }

    @Test
    void progressCorrectsTheEstimate() {
        // 90 % after 30 s: done at about 33 s, whatever was estimated.
        assertThat(seconds(30, 600, 90)).isCloseTo(33.3 / 20, offset());
        // 10 % after 100 s: done at about 1,000 s, so that there is no hurry.
        assertThat(seconds(100, ESTIMATE, 10)).isCloseTo(200, offset());
        // Less than 10 % tells nothing.
        assertThat(seconds(ESTIMATE, ESTIMATE, 9)).isEqualTo(5);
    }

    private static Offset<Double> offset() {
        return Offset.offset(0.1);
    }

    @Test
    void missingEstimateIsAMinute() {
        for (Integer none : new Integer[] {null, 0, -1}) {
            assertThat(seconds(0, none, 0)).isEqualTo(seconds(0, 60, 0)).isEqualTo(12);
        }
    }

    @Test
    void jitterStaysWithinATenth() {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < 10_000; i++) {
            double delay =
                    schedule.next(ESTIMATE * SECOND, ESTIMATE, ReadSchedule.Progress.NONE, false)
                            / (double) SECOND;
            least = Math.min(least, delay);
            most = Math.max(most, delay);
        }
        assertThat(least).isBetween(4.5, 4.6);
        assertThat(most).isBetween(5.4, 5.5);
    }

    private static ReadSchedule.Progress read(int progress, double elapsed) {
        return new ReadSchedule.Progress(progress, (long) (elapsed * SECOND));
    }

    @Test
    void progressThatIsOldPutsNoReadOff() {
        ReadSchedule.Progress tenthAfterThreeSeconds = read(10, 3);

        double delay = schedule.steady(300 * SECOND, ESTIMATE, tenthAfterThreeSeconds);

        assertThat(delay / SECOND).isLessThanOrEqualTo(15);
    }

    private double calledBack(double elapsed, Integer estimate, int progress) {
        return schedule.calledBack((long) (elapsed * SECOND), estimate, read(progress, elapsed))
                / SECOND;
    }

    /** When a task is read, in seconds, of which no callback tells. */
    private List<Double> guards(double until, Integer estimate) {
        List<Double> reads = new ArrayList<>();
        double at = calledBack(0, estimate, 0);
        while (at < until) {
            reads.add(at);
            at += calledBack(at, estimate, 0);
        }
        return reads;
    }

    @Test
    void taskThatIsCalledBackIsNotReadBeforeItsEstimate() {
        assertThat(guards(10 * ESTIMATE, ESTIMATE).get(0)).isEqualTo(1.25 * ESTIMATE);
        for (double part : new double[] {0, 0.3, 0.9, 1.2}) {
            assertThat(part * ESTIMATE + calledBack(part * ESTIMATE, ESTIMATE, 0))
                    .isCloseTo(1.25 * ESTIMATE, offset());
        }
        // Nor by jitter.
        for (int i = 0; i < 1_000; i++) {
            assertThat(schedule.next(0, ESTIMATE, ReadSchedule.Progress.NONE, true))
                    .isGreaterThan(ESTIMATE * SECOND);
        }
    }

    @Test
    void lostCallbackCostsFewReadsAndABoundedTime() {
        assertThat(guards(2 * ESTIMATE, ESTIMATE)).hasSizeLessThanOrEqualTo(2);
        assertThat(guards(4 * 20, 20)).hasSize(3);
        for (double late = 1.3; late < 20; late *= 1.2) {
            assertThat(calledBack(late * ESTIMATE, ESTIMATE, 0)).isBetween(1.0, 120.0);
        }
    }

    @Test
    void guardFollowsProgress() {
        // 50 % after 40 s: not done before 80 s, whatever was estimated.
        assertThat(calledBack(40, 30, 50)).isCloseTo(60, offset());
        // 90 % after 30 s: done at about 33 s, long before the estimate.
        assertThat(calledBack(30, 600, 90)).isCloseTo(19.5, offset());
        // Progress that stands still puts nothing off for long.
        assertThat(calledBack(300, ESTIMATE, 10)).isEqualTo(120);
    }

    @Test
    void senselessEstimatePutsNothingOffForLong() {
        assertThat(calledBack(0, Integer.MAX_VALUE, 0)).isEqualTo(600);
        assertThat(calledBack(1e9, Integer.MAX_VALUE, 0)).isEqualTo(120);
        assertThat(seconds(0, Integer.MAX_VALUE, 0)).isEqualTo(720);
    }
}
