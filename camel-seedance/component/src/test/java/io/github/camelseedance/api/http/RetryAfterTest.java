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
package io.github.camelseedance.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "30 | PT30S",
                "86400 | PT10M",
                "'Sun, 22 Nov 2026 12:00:45 GMT' | PT45S",
                "'Sun, 22 Nov 2026 11:00:00 GMT' | PT0S",
                "'Mon, 22 Nov 2027 12:00:00 GMT' | PT10M",
                "'Sunday, 22-Nov-26 12:00:45 GMT' | PT45S",
                "-5 | ",
                "1.5 | ",
                "99999999999999999999 | ",
                "soon | ",
                "'' | ",
                " | "
            })
    void readsSecondsAndDates(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, CLOCK)).isEqualTo(expected);
    }
}
