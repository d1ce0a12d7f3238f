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
package io.github.camelseedance.emulator.service;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes (RFC 9110, section 14).
 *
 * @param first offset of the first byte
 * @param last offset of the last byte; below {@code first} when nothing of it exists
 */
record ByteRange(int first, int last) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** The range that a header asks for; nothing when it is to be ignored. */
    static Optional<ByteRange> parse(String header, int length) {
        Matcher single = SINGLE.matcher(header.replace(" ", ""));
        if (!single.matches()) {
            return Optional.empty();
        }
        String from = single.group(1);
        String to = single.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? Optional.empty() : Optional.of(suffix(to, length));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return Optional.empty();
        }
        if (first >= length) {
            return Optional.of(new ByteRange(0, -1));
        }
        return Optional.of(new ByteRange((int) first, (int) Math.min(last, length - 1)));
    }

    private static ByteRange suffix(String count, int length) {
        long wanted = Long.parseLong(count);
        return new ByteRange((int) Math.max(0, length - wanted), wanted == 0 ? -1 : length - 1);
    }

    boolean isEmpty() {
        return last < first;
    }

    int length() {
        return last - first + 1;
    }
}
