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
package io.github.camelseedance.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryDelayTest {
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2025-11-22T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "1, , 1",
        "2, , 2",
        "3, , 4",
        "5, , 10",
        "90, , 10",
        "1, 0, 1",
        "1, 7, 7",
        "5, 7, 10",
        "1, 3600, 30",
        "1, -5, 1"
    })
    void growsAndHonoursWhatIsAsked(int attempts, Integer asked, int seconds) {
        Duration retryAfter = asked == null ? null : Duration.ofSeconds(asked);
        assertThat(RetryDelay.after(Duration.ofSeconds(1), attempts, retryAfter))
                .hasSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "' 0 ', 0", "'Sat, 22 Nov 2025 12:00:20 GMT', 20"})
    void readsSecondsAndDates(String header, int seconds) {
        assertThat(RetryDelay.asked(header, NOON)).hasSeconds(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
    void ignoresWhatIsNoTime(String header) {
        assertThat(RetryDelay.asked(header, NOON)).isNull();
    }

    @Test
    void ignoresWhatIsMissing() {
        assertThat(RetryDelay.asked(null, NOON)).isNull();
    }
}
