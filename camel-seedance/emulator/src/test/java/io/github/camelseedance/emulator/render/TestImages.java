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

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures to render, and how much two pictures differ. */
final class TestImages {

    private TestImages() {}

    /** Gradients, strong colours and edges; the colours depend on the hue from 0 to 1. */
    static BufferedImage landscape(int width, int height, double hue) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Color sky = Color.getHSBColor((float) hue, 0.9f, 0.9f);
        Color ground = Color.getHSBColor((float) hue + 0.4f, 0.8f, 0.3f);
        graphics.setPaint(new GradientPaint(0, 0, sky, 0, height, ground));
        graphics.fillRect(0, 0, width, height);
        for (int i = 0; i < 8; i++) {
            graphics.setColor(Color.getHSBColor(i / 8f, 1, 1));
            graphics.fillOval(width * i / 8, height * (i + 1) / 10, width / 9, height / 9);
        }
        graphics.dispose();
        return image;
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException("No writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] png(int width, int height, double hue) {
        return encode(landscape(width, height, hue), "png");
    }

    /** The image as the JDK scales and centre-crops it to the size. */
    static BufferedImage covering(BufferedImage image, int width, int height) {
        double scale =
                Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
        int scaledWidth = (int) Math.round(image.getWidth() * scale);
        int scaledHeight = (int) Math.round(image.getHeight() * scale);
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(
                image,
                (width - scaledWidth) / 2,
                (height - scaledHeight) / 2,
                scaledWidth,
                scaledHeight,
                null);
        graphics.dispose();
        return result;
    }

    /** The mean absolute difference, of 255, in the colour channel where it is largest. */
    static double difference(BufferedImage one, BufferedImage other) {
        if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
            throw new IllegalArgumentException("Pictures of different sizes");
        }
        long[] sums = new long[3];
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                int a = one.getRGB(x, y);
                int b = other.getRGB(x, y);
                for (int channel = 0; channel < 3; channel++) {
                    int shift = 8 * channel;
                    sums[channel] += Math.abs((a >> shift & 0xff) - (b >> shift & 0xff));
                }
            }
        }
        long largest = Math.max(sums[0], Math.max(sums[1], sums[2]));
        return (double) largest / one.getWidth() / one.getHeight();
    }
}
