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

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;

/**
 * Reads an image row by row as sRGB on black.
 *
 * <p>The samples of grey images are taken as they are: Java would regard them as linear light and
 * make them brighter than any other viewer does.
 */
final class PixelRows {

    private final BufferedImage image;
    private final int width;
    private final boolean grey;
    private final boolean plain;
    private final boolean alpha;
    private final int shift;
    private final int[] pixels;
    private int[] samples;

    PixelRows(BufferedImage image) {
        ColorModel colors = image.getColorModel();
        this.image = image;
        this.width = image.getWidth();
        this.grey = colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        // Palettes and colour profiles are left to the (slower) conversion of the JDK.
        this.plain =
                !(colors instanceof IndexColorModel)
                        && (grey || colors.getColorSpace().isCS_sRGB())
                        && colors.getComponentSize(0) >= 8;
        this.alpha = colors.hasAlpha();
        this.shift = colors.getComponentSize(0) - 8;
        this.pixels = new int[width];
    }

    /** The pixels of the row as 0xRRGGBB; valid until the next call. */
    int[] read(int y) {
        if (plain) {
            samples = image.getRaster().getPixels(0, y, width, 1, samples);
            int bands = image.getRaster().getNumBands();
            for (int x = 0, s = 0; x < width; x++, s += bands) {
                int red = samples[s] >> shift;
                int green = grey ? red : samples[s + 1] >> shift;
                int blue = grey ? red : samples[s + 2] >> shift;
                int opacity = alpha ? samples[s + bands - 1] >> shift : 255;
                pixels[x] = onBlack(opacity, red, green, blue);
            }
        } else {
            image.getRGB(0, y, width, 1, pixels, 0, width);
            for (int x = 0; x < width; x++) {
                int argb = pixels[x];
                pixels[x] = onBlack(argb >>> 24, argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
            }
        }
        return pixels;
    }

    private static int onBlack(int opacity, int red, int green, int blue) {
        if (opacity == 255) {
            return red << 16 | green << 8 | blue;
        }
        return ((red * opacity / 255) << 16)
                | ((green * opacity / 255) << 8)
                | (blue * opacity / 255);
    }
}
