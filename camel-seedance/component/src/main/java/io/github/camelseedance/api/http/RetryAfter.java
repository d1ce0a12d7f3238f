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

import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;

/** Reads the {@code Retry-After} header (RFC 9110, 10.2.3): seconds, or an HTTP date. */
final class RetryAfter {
    /** A longer pause would be a mistake of the far side; calls are paced anew after it anyway. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private RetryAfter() {}

    /** How long to wait, 0 to {@link #LONGEST}; or null where the value is missing or no time. */
    static Duration parse(String value, Clock clock) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        Duration wait;
        if (SECONDS.matcher(text).matches()) {
            wait = Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                var date = DateUtils.parseStandardDate(text);
                if (date == null) {
                    return null;
                }
                wait = Duration.between(clock.instant(), date);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
