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

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelseedance.api.http.Redaction;

/** Shows the beginning of an answer that is no video, so that a person sees what it is. */
final class TextExcerpt {
    /** As many bytes of an answer as are looked at. */
    static final int MAX_BYTES = 1024;

    private static final int MAX_SHOWN = 200;
    private static final int MAX_VALUE = 60;

    /** Signatures and tokens are long and without a space. */
    private static final String TOKEN = "[A-Za-z0-9+/=_%.-]{32,}";

    private TextExcerpt() {}

    /** A header's value, made fit to be shown. */
    static String value(String value) {
        return "'" + cut(Redaction.text(value), MAX_VALUE) + "'";
    }

    /** One line in quotation marks, after a colon; or nothing for an empty answer. */
    static String of(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), UTF_8);
        if (text.isBlank()) {
            return "";
        }
        if (text.indexOf('\0') >= 0) {
            return ": binary data";
        }
        String line =
                Redaction.text(text)
                        .replaceAll(TOKEN, "…")
                        .replaceAll("[\\p{Cntrl}\\p{Cf}\\uFFFD]", ".")
                        .replaceAll("\\s+", " ");
        return ": '" + cut(line, MAX_SHOWN) + "'";
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) + "…" : text;
    }
}
