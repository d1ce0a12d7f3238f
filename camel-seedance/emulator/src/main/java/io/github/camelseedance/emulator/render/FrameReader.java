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
package io.github.camelseedance.emulator.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;

/**
 * Reads an encoded image into the colours of the video: BT.709 in the limited range (luma 16 to
 * 235), which is what players assume for such sizes. Transparent parts become black.
 *
 * <p>Does not draw with Java2D: that would need a working display where the JVM is not headless.
 */
final class FrameReader {

    private static final double RED = 0.2126;
    private static final double GREEN = 0.7152;
    private static final double BLUE = 0.0722;
    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);

    private static final int[] LUMA = coefficients(RED, GREEN, BLUE, 219);
    private static final int[] CB = chroma(-RED, -GREEN, 1 - BLUE, 1 - BLUE);
    private static final int[] CR = chroma(1 - RED, -GREEN, -BLUE, 1 - RED);

    private FrameReader() {}

    /**
     * @param name what to call the image in an error, such as "first frame"
     * @return the whole image, not subsampled (jcodec's samples are shifted by -128)
     * @throws IOException if the bytes are no JPEG, PNG or WebP image that can be read
     */
    static Picture read(byte[] encoded, String name) throws IOException {
        BufferedImage image = decode(encoded, name);
        int width = image.getWidth();
        Picture picture = Picture.create(width, image.getHeight(), ColorSpace.YUV444J);
        byte[][] planes = picture.getData();
        PixelRows rows = new PixelRows(image);
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            int[] pixels = rows.read(y);
            for (int x = 0; x < width; x++, i++) {
                int red = pixels[x] >> 16 & 0xff;
                int green = pixels[x] >> 8 & 0xff;
                int blue = pixels[x] & 0xff;
                planes[0][i] = (byte) (mix(LUMA, red, green, blue) + 16 - 128);
                planes[1][i] = (byte) mix(CB, red, green, blue);
                planes[2][i] = (byte) mix(CR, red, green, blue);
            }
        }
        return picture;
    }

    private static BufferedImage decode(byte[] encoded, String name) throws IOException {
        BufferedImage image;
        try {
            image =
                    ImageIO.read(
                            new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded)));
        } catch (IOException | RuntimeException e) {
            // Some image readers answer damaged data with unchecked exceptions.
            throw new IOException(unreadable(encoded, name) + ": " + e.getMessage(), e);
        }
        if (image == null) {
            throw new IOException(unreadable(encoded, name));
        }
        return image;
    }

    private static String unreadable(byte[] encoded, String name) {
        return "The "
                + name
                + " ("
                + encoded.length
                + " bytes) cannot be read; use an undamaged JPEG (RGB or grey), PNG or WebP image";
    }

    private static int mix(int[] coefficients, int red, int green, int blue) {
        return (coefficients[0] * red + coefficients[1] * green + coefficients[2] * blue + HALF)
                >> BITS;
    }

    private static int[] chroma(double red, double green, double blue, double largest) {
        return coefficients(red / largest, green / largest, blue / largest, 112);
    }

    private static int[] coefficients(double red, double green, double blue, double range) {
        double unit = range / 255 * (1 << BITS);
        return new int[] {
            (int) Math.round(red * unit),
            (int) Math.round(green * unit),
            (int) Math.round(blue * unit)
        };
    }
}
