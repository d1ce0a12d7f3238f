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
package io.github.camelseedance.examples.quickstart.pictures;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/**
 * A picture in the making. Skies, water and light are worked out pixel by pixel; things with an
 * outline are drawn with {@link Graphics2D}. Coordinates are pixels, from the top left corner.
 */
final class Canvas {

    /** The colour of a point. */
    interface Colour {
        Tint at(double x, double y);
    }

    /** How much of a point is covered or lit, from 0 to 1. */
    interface Mask {
        double at(double x, double y);
    }

    final int width;
    final int height;
    private final float[] pixels;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new float[width * height * 3];
    }

    /** Paints every point. */
    void fill(Colour colour) {
        paint(colour, (x, y) -> 1);
    }

    /** Paints over what is there, as far as the mask says. */
    void paint(Colour colour, Mask mask) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double share = mask.at(x, y);
                if (share > 0) {
                    set(x, y, get(x, y).mix(colour.at(x, y), share));
                }
            }
        }
    }

    /** Adds light, which brightens without ever going beyond white. */
    void light(Tint colour, Mask strength) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double s = strength.at(x, y);
                if (s > 0) {
                    Tint old = get(x, y);
                    set(
                            x,
                            y,
                            new Tint(
                                    screen(old.red(), colour.red(), s),
                                    screen(old.green(), colour.green(), s),
                                    screen(old.blue(), colour.blue(), s)));
                }
            }
        }
    }

    /** A round glow that is {@code strength} in its middle and fades within about the radius. */
    void glow(double centreX, double centreY, double radius, Tint colour, double strength) {
        light(
                colour,
                (x, y) -> {
                    double distance = Math.hypot(x - centreX, y - centreY) / radius;
                    return distance > 3 ? 0 : strength * Math.exp(-distance * distance * 2);
                });
    }

    /** Draws shapes with smooth edges, in their own colours. */
    void draw(Consumer<Graphics2D> painter) {
        draw(painter, (x, y) -> new Tint(1, 1, 1));
    }

    /** Draws shapes with smooth edges, in their own colours under the given light. */
    void draw(Consumer<Graphics2D> painter, Colour light) {
        BufferedImage layer = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = layer.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        painter.accept(graphics);
        graphics.dispose();
        paint(
                (x, y) -> Tint.of(layer.getRGB((int) x, (int) y)).times(light.at(x, y)),
                (x, y) -> (layer.getRGB((int) x, (int) y) >>> 24) / 255.0);
    }

    /** The colour at a point between pixels; beyond the edge it is that of the edge. */
    Tint sample(double x, double y) {
        double left = Math.max(0, Math.min(width - 1.001, x));
        double top = Math.max(0, Math.min(height - 1.001, y));
        int column = (int) left;
        int row = (int) top;
        int nextColumn = Math.min(column + 1, width - 1);
        int nextRow = Math.min(row + 1, height - 1);
        Tint above = get(column, row).mix(get(nextColumn, row), left - column);
        Tint below = get(column, nextRow).mix(get(nextColumn, nextRow), left - column);
        return above.mix(below, top - row);
    }

    /** A copy to sample from while this one is painted on. */
    Canvas copy() {
        Canvas copy = new Canvas(width, height);
        System.arraycopy(pixels, 0, copy.pixels, 0, pixels.length);
        return copy;
    }

    /** A mask's value for a point that lies so many pixels inside an outline: 0, 1 or between. */
    static double edge(double inside) {
        return Math.max(0, Math.min(1, inside + 0.5));
    }

    /** The finished picture, with fine grain of the given strength (0 to 1). */
    BufferedImage toImage(double grain) {
        Noise noise = new Noise(99);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double speck = (noise.at(x, y) + noise.at(x + 7, y + 3) - 1) * grain;
                Tint tint = get(x, y);
                image.setRGB(
                        x,
                        y,
                        level(tint.red() + speck) << 16
                                | level(tint.green() + speck) << 8
                                | level(tint.blue() + speck));
            }
        }
        return image;
    }

    private Tint get(int x, int y) {
        int index = (y * width + x) * 3;
        return new Tint(pixels[index], pixels[index + 1], pixels[index + 2]);
    }

    private void set(int x, int y, Tint tint) {
        int index = (y * width + x) * 3;
        pixels[index] = tint.red();
        pixels[index + 1] = tint.green();
        pixels[index + 2] = tint.blue();
    }

    private static float screen(float old, float light, double strength) {
        return (float) (1 - (1 - old) * (1 - Math.min(1, light * strength)));
    }

    private static int level(double value) {
        return (int) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
}
