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

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Pictures for tests: real ones from the JDK, and headers by hand where it has no writer. */
final class Images {
    private Images() {}

    static byte[] jpeg(int width, int height) {
        return written("jpeg", width, height);
    }

    static byte[] png(int width, int height) {
        return written("png", width, height);
    }

    static byte[] pngHeader(int width, int height) {
        return ByteBuffer.allocate(24)
                .put(bytes("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"))
                .putInt(width)
                .putInt(height)
                .array();
    }

    static byte[] vp8(int width, int height) {
        ByteBuffer data = littleEndian(10).put(bytes("\0\0\0\u009d\1*"));
        // two bits of scaling above each side
        data.putShort((short) (width | 0x4000)).putShort((short) (height | 0x8000));
        return webp("VP8 ", content(data));
    }

    private static byte[] content(ByteBuffer full) {
        byte[] bytes = new byte[full.flip().remaining()];
        full.get(bytes);
        return bytes;
    }

    static byte[] vp8l(int width, int height) {
        int bits = (width - 1) | (height - 1) << 14 | 1 << 28;
        return webp("VP8L", littleEndian(5).put((byte) 0x2f).putInt(bits).array());
    }

    static byte[] vp8x(int width, int height) {
        ByteBuffer data = littleEndian(10).putInt(0x10);
        data.putShort((short) (width - 1)).put((byte) ((width - 1) >> 16));
        data.putShort((short) (height - 1)).put((byte) ((height - 1) >> 16));
        return webp("VP8X", content(data));
    }

    static byte[] webp(String kind, byte[] data) {
        return littleEndian(20 + data.length)
                .put(bytes("RIFF"))
                .putInt(12 + data.length)
                .put(bytes("WEBP" + kind))
                .putInt(data.length)
                .put(data)
                .array();
    }

    /** A JPEG with more segments of application data, with fill bytes before them. */
    static byte[] withSegments(byte[] jpeg, int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        for (int i = 0; i < count; i++) {
            out.writeBytes(bytes("\u00ff\u00ff\u00e1\4\0"));
            out.writeBytes(new byte[1022]);
        }
        out.writeBytes(Arrays.copyOfRange(jpeg, 2, jpeg.length));
        return out.toByteArray();
    }

    /** One byte for each character. */
    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] bytes() {
        return new byte[0];
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] written(String format, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
