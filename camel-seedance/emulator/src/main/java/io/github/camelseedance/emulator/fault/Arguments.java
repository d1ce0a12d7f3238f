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
package io.github.camelseedance.emulator.fault;

import io.github.camelseedance.emulator.api.Durations;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The values behind a name in a script, taken one after the other. */
final class Arguments {

    private static final Pattern PLAIN = Pattern.compile("[^\\s',()]([^,()]*[^\\s,()])?");

    private final String usage;
    private final Iterator<String> rest;

    /**
     * @param usage how the whole is written, for messages
     */
    Arguments(String usage, List<String> values) {
        this.usage = usage;
        this.rest = values.iterator();
    }

    boolean hasMore() {
        return rest.hasNext();
    }

    private String next() {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("a value is missing: it is written " + usage);
        }
        return rest.next();
    }

    /** Nothing may be left. */
    void end() {
        if (rest.hasNext()) {
            throw new IllegalArgumentException(
                    "'" + rest.next() + "' is one value too many: it is written " + usage);
        }
    }

    String text() {
        String value = next();
        if (!value.startsWith("'")) {
            return value;
        }
        String quoted = value.length() > 1 ? value.substring(1, value.length() - 1) : "";
        if (!value.equals("'" + quoted + "'") || quoted.replace("''", "").contains("'")) {
            throw new IllegalArgumentException(
                    value + " must end with its quote; a quote within is doubled");
        }
        return quoted.replace("''", "'");
    }

    long number() {
        String value = next();
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a whole number: it is written " + usage);
        }
    }

    int integer() {
        long number = number();
        if (number != (int) number) {
            throw new IllegalArgumentException(number + " is too large: it is written " + usage);
        }
        return (int) number;
    }

    Duration duration() {
        return Durations.parse(next());
    }

    /** Named values, up to the end. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        while (hasMore()) {
            String header = text();
            int equals = header.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "'" + header + "' is not name=value: it is written " + usage);
            }
            headers.put(header.substring(0, equals).trim(), header.substring(equals + 1).trim());
        }
        return headers;
    }

    /** Another fault. */
    Fault fault() {
        return new ScriptReader(next()).fault();
    }

    /** A value as it can be read again. */
    static String print(Object value) {
        if (value instanceof Duration duration) {
            return print(duration);
        }
        if (value instanceof Fault fault) {
            return fault.text();
        }
        String text = value.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
    }

    private static String print(Duration duration) {
        if (duration.toNanos() % 1_000_000 != 0) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }
}
