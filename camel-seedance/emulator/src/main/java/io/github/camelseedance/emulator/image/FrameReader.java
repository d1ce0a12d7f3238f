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
package io.github.camelseedance.emulator.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Measures an image and holds it against the API's limits. Reads the image's head only. */
final class FrameReader {

    private static final int MIN_SIDE = 300;
    private static final int MAX_SIDE = 6000;
    private static final double MIN_RATIO = 0.4;
    private static final double MAX_RATIO = 2.5;

    private FrameReader() {}

    /**
     * @throws ImageException when the image is unusable
     */
    static Frame read(byte[] bytes) {
        ImageType type =
                ImageType.of(bytes)
                        .filter(found -> found != ImageType.GIF)
                        .orElseThrow(
                                () -> new ImageException("it is not a jpeg, png or webp image"));
        Frame frame = measure(bytes, type);
        int width = frame.width();
        int height = frame.height();
        if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
            throw new ImageException(
                    "it has "
                            + width
                            + "x"
                            + height
                            + " pixels but each side must have 300 to 6000");
        }
        double ratio = (double) width / height;
        if (ratio < MIN_RATIO || ratio > MAX_RATIO) {
            throw new ImageException(
                    String.format(
                            Locale.ROOT,
                            "its aspect ratio is %.3f (%dx%d) but must be from 0.4 to 2.5",
                            ratio,
                            width,
                            height));
        }
        return frame;
    }

    private static Frame measure(byte[] bytes, ImageType type) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type.mimeType());
            if (!readers.hasNext()) {
                throw new ImageException("no reader for " + type.mimeType() + " is installed");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return new Frame(bytes, reader.getWidth(0), reader.getHeight(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // readers throw all sorts of unchecked exceptions on broken images
            throw e instanceof ImageException known
                    ? known
                    : new ImageException("it is broken: " + e.getMessage());
        }
    }
}
