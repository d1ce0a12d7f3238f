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

import org.junit.jupiter.api.Test;

class HintsTest {
    private static final long INTERVAL = 100;
    private static final long NEVER = Long.MAX_VALUE;

    private static final long NOW = -1_000_000;

    private final Hints hints = new Hints(INTERVAL);

    private void readAnswers(long at) {
        hints.begin(at);
        hints.answered();
    }

    @Test
    void nothingIsDueWithoutAHint() {
        assertThat(hints.delay(NOW)).isEqualTo(NEVER);
        readAnswers(NOW);

        assertThat(hints.delay(NOW)).isEqualTo(NEVER);
        assertThat(hints.isKept(NOW)).isFalse();
    }

    @Test
    void firstHintIsDueAtOnceHoweverNewTheLastReadIs() {
        readAnswers(NOW);
        hints.hint();

        assertThat(hints.delay(NOW)).isZero();
    }

    @Test
    void manyHintsMakeOneReadInEachInterval() {
        hints.hint();
        readAnswers(NOW);
        for (int i = 0; i < 1000; i++) {
            hints.hint();
        }

        assertThat(hints.delay(NOW + 30)).isEqualTo(70);
        assertThat(hints.delay(NOW + 300)).isZero();
        readAnswers(NOW + 100);
        assertThat(hints.delay(NOW + 100)).isEqualTo(NEVER);
        hints.hint();
        assertThat(hints.delay(NOW + 100)).isEqualTo(100);
    }

    @Test
    void readThatIsDueAnywayAnswersAHintThatIsPutOff() {
        hints.hint();
        readAnswers(NOW);
        hints.hint();
        hints.begin(NOW + 10);

        assertThat(hints.answered()).isTrue();
        assertThat(hints.delay(NOW + 10)).isEqualTo(NEVER);
    }

    @Test
    void hintDuringAReadIsAnsweredByTheNext() {
        hints.begin(NOW);
        hints.hint();

        assertThat(hints.answered()).isFalse();
        assertThat(hints.delay(NOW)).isZero();
    }

    @Test
    void readThatFailedHasAnsweredNothing() {
        hints.hint();
        hints.begin(NOW);
        hints.failed();

        assertThat(hints.isOwed()).isTrue();
        assertThat(hints.delay(NOW)).isEqualTo(INTERVAL);
    }

    @Test
    void secondCallForTheSameReadAnswersTheHintOfTheFirst() {
        hints.hint();
        hints.begin(NOW);
        hints.begin(NOW + 1);

        assertThat(hints.answered()).isTrue();
        assertThat(hints.isOwed()).isFalse();
    }

    @Test
    void isKeptForAnIntervalSoThatMoreHintsCauseNoMoreReads() {
        hints.hint();
        assertThat(hints.isKept(NOW)).isTrue();
        readAnswers(NOW);

        assertThat(hints.isKept(NOW + 99)).isTrue();
        assertThat(hints.isKept(NOW + 100)).isFalse();
    }
}
