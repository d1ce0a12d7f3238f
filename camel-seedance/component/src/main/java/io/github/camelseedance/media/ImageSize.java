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

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The size of an image as its header says it. Nothing is decoded and no more than the header is
 * read, so that a hostile file costs neither memory nor time.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
record ImageSize(int width, int height) {
    private static final int MAX_JPEG_SEGMENTS = 10_000;

    /**
     * Reads the size.
     *
     * @param in stands at the first byte of the file
     * @throws BrokenImageException if the header is cut or contradicts itself
     */
    static ImageSize read(ImageFormat format, InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            ImageSize size =
                    switch (format) {
                        case JPEG -> jpeg(data);
                        case PNG -> png(data);
                        case WEBP -> webp(data);
                        default -> throw new IllegalArgumentException(format.label());
                    };
            if (size.width < 1 || size.height < 1) {
                throw new BrokenImageException(
                        "its header gives the size " + size.width + "x" + size.height);
            }
            return size;
        } catch (EOFException e) {
            throw new BrokenImageException("it ends within its header", e);
        }
    }

    /** ITU-T T.81, annex B: segments up to the first frame header. */
    private static ImageSize jpeg(DataInputStream in) throws IOException {
        in.skipNBytes(2);
        for (int segments = 0; segments < MAX_JPEG_SEGMENTS; segments++) {
            int marker = jpegMarker(in);
            if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
                continue; // stands alone, without a length
            }
            if (marker == 0xD9 || marker == 0xDA) {
                throw new BrokenImageException("its picture starts before its size is told");
            }
            int length = in.readUnsignedShort();
            if (length < 2) {
                throw new BrokenImageException("a segment of its header has no length");
            }
            boolean frame =
                    marker >= 0xC0
                            && marker <= 0xCF
                            && marker != 0xC4
                            && marker != 0xC8
                            && marker != 0xCC;
            if (frame) {
                in.readUnsignedByte();
                int height = in.readUnsignedShort();
                return new ImageSize(in.readUnsignedShort(), height);
            }
            in.skipNBytes(length - 2);
        }
        throw new BrokenImageException("its header does not end");
    }

    private static int jpegMarker(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0xFF) {
            throw new BrokenImageException("its header has no marker where one must stand");
        }
        int marker = in.readUnsignedByte();
        while (marker == 0xFF) {
            marker = in.readUnsignedByte();
        }
        return marker;
    }

    /** PNG specification, 5.2 and 11.2.2: the header chunk comes first. */
    private static ImageSize png(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        if (in.readInt() != 13 || in.readInt() != 0x49484452) {
            throw new BrokenImageException("its first chunk is not IHDR");
        }
        return new ImageSize(in.readInt(), in.readInt());
    }

    /** RFC 9649: one of three kinds of first chunk. */
    private static ImageSize webp(DataInputStream in) throws IOException {
        in.skipNBytes(12);
        int kind = in.readInt();
        in.skipNBytes(4);
        return switch (kind) {
            case 0x56503820 -> vp8(in);
            case 0x5650384C -> vp8l(in);
            case 0x56503858 -> {
                in.skipNBytes(4);
                yield new ImageSize(littleEndian(in, 3) + 1, littleEndian(in, 3) + 1);
            }
            default -> throw new BrokenImageException("its first chunk is not VP8, VP8L or VP8X");
        };
    }

    private static ImageSize vp8(DataInputStream in) throws IOException {
        boolean keyFrame = (littleEndian(in, 3) & 1) == 0;
        if (!keyFrame || littleEndian(in, 3) != 0x2A019D) {
            throw new BrokenImageException("its VP8 data does not start with a key frame");
        }
        return new ImageSize(littleEndian(in, 2) & 0x3FFF, littleEndian(in, 2) & 0x3FFF);
    }

    private static ImageSize vp8l(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0x2F) {
            throw new BrokenImageException("its VP8L data has not the right signature");
        }
        int bits = littleEndian(in, 4);
        return new ImageSize((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
    }

    private static int littleEndian(DataInputStream in, int bytes) throws IOException {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= in.readUnsignedByte() << (8 * i);
        }
        return value;
    }

    /** A header that cannot be understood; its message completes "the image is broken: …". */
    static final class BrokenImageException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenImageException(String message) {
            super(message);
        }

        BrokenImageException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
