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

import java.io.IOException;
import java.nio.ByteBuffer;

/** The outermost boxes of an MP4 file (ISO/IEC 14496-12, 4.2). */
final class Boxes {
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;
    private static final int MAX_BOXES = 100_000;

    private Boxes() {}

    /**
     * Whether the boxes fill the file exactly. It tells a whole file from a cut one where the
     * answer said neither a length nor an end.
     */
    static boolean fill(SpoolFile file, long length) throws IOException {
        return end(file, length) == length;
    }

    /**
     * Whether a box goes on beyond the file's end: then it was cut, whatever length was announced.
     */
    static boolean overrun(SpoolFile file, long length) throws IOException {
        return end(file, length) > length;
    }

    /** Where the last box ends; less than the length where something follows that is no box. */
    private static long end(SpoolFile file, long length) throws IOException {
        long position = 0;
        for (int boxes = 0; position < length && boxes < MAX_BOXES; boxes++) {
            ByteBuffer header = ByteBuffer.allocate(LONG_HEADER);
            file.read(header, position);
            if (header.flip().remaining() < HEADER) {
                return position;
            }
            long size = Integer.toUnsignedLong(header.getInt(0));
            if (size == 0) {
                return length; // reaches to the end of the file, wherever that is
            }
            if (size == 1) {
                size = header.remaining() < LONG_HEADER ? 0 : header.getLong(HEADER);
            }
            if (size < HEADER) {
                return position;
            }
            if (size > length - position) {
                return Long.MAX_VALUE;
            }
            position += size;
        }
        return position;
    }
}
