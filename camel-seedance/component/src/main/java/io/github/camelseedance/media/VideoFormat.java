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

/** Video formats, told by a file's first bytes. */
enum VideoFormat {
    MP4("video/mp4", "mp4"),
    QUICKTIME("video/quicktime", "mov"),
    WEBM("video/webm", "webm");

    /** As many first bytes as {@link #of} has to see. */
    static final int PREFIX = 12;

    private final String contentType;
    private final String extension;

    VideoFormat(String contentType, String extension) {
        this.contentType = contentType;
        this.extension = extension;
    }

    /** The media type. */
    String contentType() {
        return contentType;
    }

    /** The usual extension of a file name, without the dot. */
    String extension() {
        return extension;
    }

    /** Whether the file is a row of boxes, each of which says its length. */
    boolean isBoxed() {
        return this != WEBM;
    }

    /** The format that these first bytes announce; a picture in the same container is none. */
    static Optional<VideoFormat> of(byte[] first) {
        if (first.length < PREFIX || ImageFormat.of(first).isPresent()) {
            return Optional.empty();
        }
        String text = new String(first, 0, PREFIX, ISO_8859_1);
        if (text.startsWith("\u001aE\u00df\u00a3")) {
            return Optional.of(WEBM);
        }
        return switch (text.substring(4, 8)) {
            case "ftyp" -> Optional.of(text.startsWith("qt  ", 8) ? QUICKTIME : MP4);
            case "moov", "mdat", "wide" -> Optional.of(QUICKTIME); // older than ftyp
            default -> Optional.empty();
        };
    }
}
