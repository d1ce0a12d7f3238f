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
package io.github.camelseedance.emulator.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects bytes up to a bound; the rest is dropped. */
final class BoundedBuffer {

    private static final int FIRST = 4096;

    /** What is announced may never come, so no more than this is believed. */
    private static final int BELIEVED = 1024 * 1024;

    private final int most;
    private byte[] bytes;
    private int length;

    /**
     * @param expected how many bytes will come, negative when that is unknown
     * @param most bytes that are kept
     */
    BoundedBuffer(long expected, int most) {
        this.most = most;
        long first = expected < 0 ? FIRST : Math.min(expected, BELIEVED);
        this.bytes = new byte[(int) Math.min(first, most)];
    }

    void add(ByteBuffer more) {
        int count = Math.min(more.remaining(), most - length);
        if (length + count > bytes.length) {
            long doubled = Math.max(2L * bytes.length, length + count);
            bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, most));
        }
        more.get(bytes, length, count);
        length += count;
    }

    /** What was kept; the buffer is of no use afterwards. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
