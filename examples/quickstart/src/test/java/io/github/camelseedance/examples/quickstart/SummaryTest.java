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
package io.github.camelseedance.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Path FOLDER = Path.of("videos");

    private final Summary summary = new Summary();

    @Test
    void tellsVideosSecondsCreditsAndPlace() {
        finished("lake", 5, "67.50");
        finished("harbour", 10, "135.00");

        assertThat(text())
                .isEqualTo(
                        """
                        2 videos, 15 seconds, 202.5 credits, made in 14 s. They lie in videos:
                          harbour.mp4
                          lake.mp4\
                        """);
        assertThat(summary.hasFailures()).isFalse();
    }

    @Test
    void tellsWhatFailedAndWhy() {
        finished("lake", 5, "50");
        summary.failed("harbour", "content_policy_violation: refused");

        assertThat(text())
                .isEqualTo(
                        """
                        1 video, 5 seconds, 50 credits, made in 14 s. They lie in videos:
                          lake.mp4
                        1 video failed:
                          harbour: content_policy_violation: refused\
                        """);
        assertThat(summary.hasFailures()).isTrue();
        assertThat(summary.count()).isEqualTo(2);
    }

    @Test
    void tellsFailuresAloneWhenNothingWasMade() {
        summary.failed("lake", "no credits left");
        summary.failed("harbour", "no credits left");

        assertThat(text())
                .isEqualTo(
                        """
                        2 videos failed:
                          harbour: no credits left
                          lake: no credits left\
                        """);
    }

    @Test
    void writesWholeCreditsPlainly() {
        finished("lake", 4, "1000.00");

        assertThat(text()).contains("1 video, 4 seconds, 1000 credits,");
    }

    private void finished(String name, int seconds, String credits) {
        summary.finished(name, FOLDER.resolve(name + ".mp4"), seconds, new BigDecimal(credits));
    }

    private String text() {
        return summary.text(FOLDER, Duration.ofMillis(14_300));
    }
}
