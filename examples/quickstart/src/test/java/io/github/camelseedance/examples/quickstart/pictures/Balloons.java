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

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/** Hot-air balloons over hills in the morning; upright. */
final class Balloons {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 1200;
    private static final double SUN_X = 640;
    private static final double SUN_Y = 596;
    private static final int HILLS = 6;

    private static final Tint HAZE = Tint.of(0xffe3bd);

    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private final Noise noise = new Noise(3);

    Canvas paint() {
        sky();
        balloon(150, 560, 34, 0.55, Tint.of(0x6d8fb5), Tint.of(0xf2dfc4));
        balloon(452, 640, 25, 0.7, Tint.of(0xc98474), Tint.of(0xf2d9ae));
        balloon(806, 520, 44, 0.45, Tint.of(0x4f9a94), Tint.of(0xf6e3b4));
        for (int hill = 0; hill < HILLS; hill++) {
            hill(hill);
        }
        canvas.glow(SUN_X, SUN_Y, 420, Tint.of(0xffc57d), 0.4);
        balloon(655, 250, 92, 0.16, Tint.of(0x2d7f86), Tint.of(0xffc857));
        balloon(310, 400, 178, 0.0, Tint.of(0xd8432f), Tint.of(0xffe2b0));
        canvas.draw(this::birds);
        return canvas;
    }

    private void sky() {
        Tint[] colours = {
            Tint.of(0x2f77a8),
            Tint.of(0x6fb0c6),
            Tint.of(0xb9dad0),
            Tint.of(0xfde3b4),
            Tint.of(0xffc98c)
        };
        canvas.fill((x, y) -> Tint.gradient(y / 760, colours));
        canvas.paint(
                (x, y) -> Tint.of(0xfff1da).mix(Tint.of(0xffd2a6), y / 700),
                (x, y) -> {
                    double puff = noise.cloud(x / 330 + 4, y / 95 + 2, 6);
                    return Math.min(0.85, Math.max(0, puff - 0.52) * 4.2) * (1 - y / 1100);
                });
        canvas.glow(SUN_X, SUN_Y, 330, Tint.of(0xffdf9e), 0.75);
        canvas.paint(
                (x, y) -> Tint.of(0xfffbe8),
                (x, y) -> Canvas.edge(46 - Math.hypot(x - SUN_X, y - SUN_Y)));
    }

    /** Hill 0 is the farthest. Rows of a field follow the ground of the near ones. */
    private void hill(int number) {
        double near = number / (HILLS - 1.0);
        Tint ground = Tint.of(0x93b3ae).mix(Tint.of(0x1e4a3c), Math.pow(near, 0.85));
        double base = 745 + 330 * Math.pow(near, 1.25);
        double wide = 260 + 190 * near;
        double[] skyline = new double[WIDTH];
        for (int x = 0; x < WIDTH; x++) {
            double roll = noise.smooth(x / wide + 6.3 * number, 3 * number + 0.5);
            double peak = number == 0 ? 90 * noise.crest(x / 240.0 + 2, 1, 5) : 0;
            skyline[x] = base - (120 - 20 * near) * roll - peak + 20;
        }
        canvas.paint(
                (x, y) -> {
                    double down = y - skyline[(int) x];
                    double facing = Math.exp(-Math.pow((x - SUN_X) / 380, 2));
                    double slope = skyline[Math.min(WIDTH - 1, (int) x + 24)] - skyline[(int) x];
                    Tint field =
                            ground.mix(Tint.of(0xa8b24e), near * 0.75 * patch(x, down, number));
                    Tint lit =
                            field.mix(
                                    Tint.of(0xffd98a),
                                    (0.10 + 0.34 * facing) * Math.exp(-down / 34) - slope * 0.003);
                    double rows = Math.sin((x * 0.35 + down * (2.2 - near)) / (3 + 5 * near));
                    Tint furrowed =
                            lit.times(1 + 0.05 * near * rows * patch(x + 300, down, number));
                    double low = number == 0 ? y - base + 130 : down;
                    double mist = Math.min(1, low / (150 + 60 * near)) * (0.78 - 0.62 * near);
                    return furrowed.mix(HAZE, mist);
                },
                (x, y) -> Canvas.edge(y - skyline[(int) x]));
        if (number > 0) {
            canvas.draw(graphics -> trees(graphics, skyline, number, ground.times(0.72)));
        }
    }

    private double patch(double x, double down, int hill) {
        return noise.facet((x + down) / 150, (down * 2.4 + 90 * hill) / 120);
    }

    private void trees(Graphics2D graphics, double[] skyline, int hill, Tint colour) {
        Random random = new Random(hill);
        double size = 5 + 4.5 * hill;
        for (int x = 4; x < WIDTH - 4; x += 2 + random.nextInt(4 + hill)) {
            if (noise.smooth(x / 60.0, 50 + hill * 9) < 0.58) {
                continue;
            }
            double tall = size * (0.45 + random.nextDouble());
            Tint leaf = colour.mix(Tint.of(0xd9b866), 0.22 * random.nextDouble());
            graphics.setColor(new Color(leaf.red(), leaf.green(), leaf.blue()));
            double foot = skyline[x] + 4;
            graphics.fill(new Ellipse2D.Double(x - tall / 2, foot - tall * 1.15, tall, tall * 1.3));
        }
    }

    /** The envelope is lit from the sun's side; {@code haze} is how far away it looks. */
    private void balloon(double x, double y, double radius, double haze, Tint main, Tint second) {
        canvas.paint(
                (px, py) -> {
                    double v = (py - y) / radius;
                    double u = Math.max(-1, Math.min(1, (px - x) / (radius * profile(v) + 0.01)));
                    double around = Math.asin(u) / Math.PI + 0.5;
                    boolean even = (int) Math.floor(around * 10) % 2 == 0;
                    boolean belt = v > 0.02 && v < 0.34;
                    Tint cloth = even != belt ? main : second;
                    double seam = Math.abs(around * 10 - Math.rint(around * 10));
                    double light = 0.62 + 0.42 * u + 0.25 * -v * 0.5;
                    double sheen = Math.exp(-Math.pow((u - 0.42) / 0.2, 2) - v * v * 3);
                    Tint shaded =
                            cloth.times(0.38 + 0.72 * Math.max(0.1, light))
                                    .times(seam < 0.05 ? 0.86 : 1)
                                    .mix(Tint.of(0xfff2cf), 0.32 * sheen)
                                    .mix(Tint.of(0xff9a3d), 0.28 * Math.max(0, v - 0.5));
                    return shaded.mix(HAZE, haze);
                },
                (px, py) -> {
                    double v = (py - y) / radius;
                    if (v < -1.02 || v > 1.32) {
                        return 0;
                    }
                    double side = Canvas.edge(radius * profile(v) - Math.abs(px - x));
                    return side * Canvas.edge((1.3 - v) * radius) * Canvas.edge((v + 1) * radius);
                });
        canvas.draw(graphics -> basket(graphics, x, y, radius, haze));
    }

    private static void basket(Graphics2D graphics, double x, double y, double r, double haze) {
        Tint rope = Tint.of(0x4a3426).mix(HAZE, haze);
        Tint wicker = Tint.of(0x7a4d2b).mix(HAZE, haze);
        Tint rim = Tint.of(0x3d2617).mix(HAZE, haze);
        graphics.setColor(new Color(rope.red(), rope.green(), rope.blue()));
        graphics.setStroke(new BasicStroke((float) Math.max(0.7, r / 95)));
        for (double side : new double[] {-1, -0.4, 0.4, 1}) {
            graphics.draw(
                    new Line2D.Double(
                            x + side * r * 0.21, y + r * 1.29, x + side * r * 0.12, y + r * 1.62));
        }
        double half = r * 0.135;
        graphics.setColor(new Color(wicker.red(), wicker.green(), wicker.blue()));
        Path2D box = new Path2D.Double();
        box.moveTo(x - half, y + r * 1.6);
        box.lineTo(x + half, y + r * 1.6);
        box.lineTo(x + half * 0.86, y + r * 1.82);
        box.lineTo(x - half * 0.86, y + r * 1.82);
        graphics.fill(box);
        graphics.setColor(new Color(rim.red(), rim.green(), rim.blue()));
        graphics.fill(new Rectangle2D.Double(x - half * 1.08, y + r * 1.58, half * 2.16, r * 0.04));
        for (double person : new double[] {-0.45, 0.4}) {
            graphics.fill(
                    new Ellipse2D.Double(
                            x + person * half - r * 0.028, y + r * 1.47, r * 0.056, r * 0.062));
            graphics.fill(
                    new Ellipse2D.Double(
                            x + person * half - r * 0.04, y + r * 1.52, r * 0.08, r * 0.12));
        }
    }

    /** Half the width of an envelope of radius 1 at height v, from -1 (crown) to 1.3 (mouth). */
    private static double profile(double v) {
        if (v <= 0) {
            return Math.sqrt(Math.max(0, 1 - v * v));
        }
        double t = Math.min(1, v / 1.3);
        return 1 - 0.77 * t * t * (1.55 - 0.55 * t);
    }

    private void birds(Graphics2D graphics) {
        graphics.setColor(new Color(0x35, 0x4a, 0x58, 190));
        graphics.setStroke(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        double[][] birds = {{560, 480, 9}, {590, 466, 7}, {533, 500, 7}, {508, 516, 6}};
        for (double[] bird : birds) {
            Path2D wings = new Path2D.Double();
            wings.moveTo(bird[0] - bird[2], bird[1] - bird[2] * 0.4);
            wings.quadTo(bird[0] - bird[2] * 0.4, bird[1] - bird[2] * 0.5, bird[0], bird[1]);
            wings.quadTo(
                    bird[0] + bird[2] * 0.4,
                    bird[1] - bird[2] * 0.6,
                    bird[0] + bird[2],
                    bird[1] - bird[2] * 0.5);
            graphics.draw(wings);
        }
    }
}
