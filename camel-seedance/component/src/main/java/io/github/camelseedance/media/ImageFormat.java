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

import java.util.Optional;

/** Image formats, told by a file's first bytes and never by its name. */
enum ImageFormat {
    JPEG("jpeg", "jpg", true),
    PNG("png", "png", true),
    WEBP("webp", "webp", true),
    GIF("GIF", "gif", false),
    BMP("BMP", "bmp", false),
    TIFF("TIFF", "tiff", false),
    HEIC("HEIC", "heic", false),
    AVIF("AVIF", "avif", false),
    JPEG_XL("JPEG XL", "jxl", false);

    /** As many first bytes as {@link #of} wants to see. */
    static final int PREFIX = 12;

    private final String label;
    private final String extension;
    private final boolean supported;

    ImageFormat(String label, String extension, boolean supported) {
        this.label = label;
        this.extension = extension;
        this.supported = supported;
    }

    /** The name for people; for a supported format also the media type's second half. */
    String label() {
        return label;
    }

    /** The usual extension of a file name, without the dot. */
    String extension() {
        return extension;
    }

    /** Whether the service takes this format. */
    boolean supported() {
        return supported;
    }

    /** The format that these first bytes announce. */
    static Optional<ImageFormat> of(byte[] first) {
        String text = new String(first, 0, Math.min(first.length, PREFIX), ISO_8859_1);
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        return Optional.ofNullable(unsupported(text));
    }

    private static ImageFormat unsupported(String text) {
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return GIF;
        }
        // Two letters alone would take a prompt for a picture: the reserved zeros are asked for too
        if (text.startsWith("BM") && text.startsWith("\0\0\0\0", 6)) {
            return BMP;
        }
        if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
            return TIFF;
        }
        if (text.startsWith("\u00ff\n") || text.startsWith("\0\0\0\fJXL ")) {
            return JPEG_XL;
        }
        return text.startsWith("ftyp", 4) && text.length() >= PREFIX
                ? byBrand(text.substring(8, PREFIX))
                : null;
    }

    /** Still pictures in the container that MP4 has too. */
    private static ImageFormat byBrand(String brand) {
        return switch (brand) {
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> HEIC;
            case "avif", "avis" -> AVIF;
            default -> null;
        };
    }
}
