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

import org.apache.hc.client5.http.utils.DateUtils;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long to wait before the next attempt. */
final class RetryDelay {
    /** The delay does not grow beyond this; it does where the far side asks for more. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** The longest wait that the far side can ask for. */
    static final Duration LONGEST_ASKED = Duration.ofSeconds(30);

    private static final int MAX_DOUBLINGS = 20;

    private RetryDelay() {}

    /**
     * The delay after an attempt.
     *
     * @param first after the first attempt
     * @param attempts how many there were
     * @param asked what the far side asks for, or null
     */
    static Duration after(Duration first, int attempts, Duration asked) {
        Duration grown = first.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
        Duration own = grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
        if (asked == null || asked.compareTo(own) < 0) {
            return own;
        }
        return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }

    /**
     * Reads a {@code Retry-After} header (RFC 9110, 10.2.3).
     *
     * @return null where it is missing or makes no sense
     */
    static Duration asked(String header, Clock clock) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant date = DateUtils.parseStandardDate(text);
        return date == null ? null : Duration.between(clock.instant(), date);
    }
}
