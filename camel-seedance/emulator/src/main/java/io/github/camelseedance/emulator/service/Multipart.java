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

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes a multipart body apart (RFC 2046, section 5.1.1). */
final class Multipart {

    private static final byte[] NEW_LINE = ascii("\r\n");
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] LAST = ascii("--");

    private final byte[] body;
    private final byte[] delimiter;
    private int position;

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ascii("\r\n--" + boundary);
    }

    /** One part: the lines of its head, and its content. */
    record Part(List<String> head, byte[] content) {}

    /**
     * @throws ParseException when the body ends before its last delimiter, or a delimiter's line
     *     holds something else
     */
    static List<Part> parts(byte[] body, String boundary) throws ParseException {
        return new Multipart(body, boundary).parts();
    }

    private List<Part> parts() throws ParseException {
        List<Part> parts = new ArrayList<>();
        // the first delimiter may stand at the very beginning, without the line end before it
        byte[] first = Arrays.copyOfRange(delimiter, NEW_LINE.length, delimiter.length);
        if (isAt(0, first)) {
            position = first.length;
        } else {
            upTo(delimiter);
        }
        while (!isAt(position, LAST)) {
            if (!text(upTo(NEW_LINE)).isBlank()) {
                throw new ParseException("not a delimiter", position);
            }
            // the line end before a head belongs to what ends the head, which may have no lines
            position -= NEW_LINE.length;
            List<String> head = text(upTo(HEAD_END)).lines().skip(1).toList();
            parts.add(new Part(head, upTo(delimiter)));
        }
        return parts;
    }

    /** What lies before the next of the given marks; goes on behind that mark. */
    private byte[] upTo(byte[] mark) throws ParseException {
        for (int i = position; i <= body.length - mark.length; i++) {
            if (body[i] == mark[0] && isAt(i, mark)) {
                byte[] before = Arrays.copyOfRange(body, position, i);
                position = i + mark.length;
                return before;
            }
        }
        throw new ParseException("incomplete", body.length);
    }

    private boolean isAt(int index, byte[] mark) {
        return body.length - index >= mark.length
                && Arrays.equals(body, index, index + mark.length, mark, 0, mark.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
