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

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** A mountain lake at dawn: ridges in the mist, their reflection, a rowing boat. */
final class Lake {

    private static final int WIDTH = 1600;
    private static final int HEIGHT = 900;
    private static final double SHORE = 560;
    private static final double SUN_X = 985;
    private static final double SUN_Y = 330;
    private static final int RIDGES = 6;

    private static final Tint MIST = Tint.of(0xffd8b4);
    private static final Tint SUNLIGHT = Tint.of(0xffd9a0);

    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private final Noise noise = new Noise(41);

    Canvas paint() {
        sky();
        for (int ridge = 0; ridge < RIDGES; ridge++) {
            ridge(ridge);
        }
        shoreTrees();
        water();
        shoreMist();
        canvas.glow(SUN_X, SUN_Y, 420, SUNLIGHT, 0.35);
        canvas.draw(this::boat);
        nearTrees();
        return canvas;
    }

    private void sky() {
        Tint[] colours = {
            Tint.of(0x33446f),
            Tint.of(0x66709a),
            Tint.of(0xb98fa0),
            Tint.of(0xf0b48f),
            Tint.of(0xfbd9a4)
        };
        canvas.fill((x, y) -> Tint.gradient(y / (SHORE - 90), colours));
        canvas.paint(
                (x, y) -> Tint.of(0xf7b79b).mix(Tint.of(0x8a7fa6), 1 - y / 380),
                (x, y) -> {
                    double streak = noise.cloud(x / 420 + 3, y / 62, 6);
                    return Math.max(0, streak - 0.5) * 2.6 * Math.max(0, 1 - y / 430);
                });
        canvas.glow(SUN_X, SUN_Y, 520, Tint.of(0xff9d5c), 0.55);
        canvas.glow(SUN_X, SUN_Y, 150, Tint.of(0xffe2b0), 0.7);
        canvas.paint(
                (x, y) -> Tint.of(0xfff6dc),
                (x, y) -> Canvas.edge(34 - Math.hypot(x - SUN_X, y - SUN_Y)));
    }

    /** The farthest ridge is number 0: high, pale and sharp; the nearest is low and dark. */
    private void ridge(int number) {
        double near = number / (RIDGES - 1.0);
        Tint top = Tint.of(0x8c7f9e).mix(Tint.of(0x16263a), Math.pow(near, 0.8));
        double base = 330 + 205 * near;
        double tall = 250 - 150 * near;
        double wide = 520 - 240 * near;
        double[] skyline = new double[WIDTH];
        for (int x = 0; x < WIDTH; x++) {
            double peak = noise.crest(x / wide + 13.7 * number, 2.5 * number, 7);
            double valley = Math.exp(-Math.pow((x - SUN_X + 40) / 260, 2)) * 70 * (1 - near * 0.6);
            skyline[x] = base - tall * (peak - 0.25) + valley;
        }
        canvas.paint(
                (x, y) -> {
                    double depth = (y - skyline[(int) x]) / (200 - 80 * near);
                    double rock = noise.crest(x / 46 + y / 90, y / 60 + number, 4) - 0.4;
                    double facing = Math.exp(-Math.abs(x - SUN_X) / 420);
                    Tint lit = top.mix(SUNLIGHT, (0.12 + 0.3 * facing) * (1 - near));
                    Tint stone = lit.times(1 + 0.28 * rock * (0.4 + 0.6 * near));
                    double haze = noise.cloud(x / 170 + number * 5, y / 60, 4);
                    return stone.mix(
                            MIST.times(0.97 - 0.2 * near),
                            Math.pow(Math.max(0, depth), 1.3)
                                    * (0.45 + 0.8 * haze)
                                    * (1 - 0.45 * near));
                },
                (x, y) -> Canvas.edge(y - skyline[(int) x]));
    }

    private void shoreTrees() {
        canvas.draw(
                graphics -> {
                    Random random = new Random(5);
                    for (int x = -10; x < WIDTH + 10; x += 3 + random.nextInt(6)) {
                        double density = noise.smooth(x / 140.0, 77);
                        double tall = 12 + 50 * density * density * (0.6 + random.nextDouble());
                        graphics.setColor(new Color(0x14, 0x22, 0x30, 235));
                        graphics.fill(pine(x, SHORE + 3, tall, random));
                    }
                });
    }

    /** What is above the shore, upside down, drawn out by ripples that grow towards us. */
    private void water() {
        Canvas above = canvas.copy();
        canvas.paint(
                (x, y) -> {
                    double near = (y - SHORE) / (HEIGHT - SHORE);
                    double far = 1 / (0.06 + near);
                    double ripple =
                            noise.cloud(x / 70 * far * 0.2, near * far * 22 + y / 5, 4) - 0.5;
                    double dx = ripple * (3 + 34 * near);
                    double dy = ripple * (6 + 60 * near);
                    Tint mirrored = above.sample(x + dx, SHORE - (y - SHORE) * 1.25 + dy - 2);
                    Tint deep = Tint.of(0x1b3046);
                    double glint = Math.max(0, ripple - 0.13) * 2.2;
                    double path = Math.exp(-Math.pow((x - SUN_X) / (50 + 150 * near), 2));
                    return mirrored.mix(deep, 0.12 + 0.55 * near)
                            .mix(SUNLIGHT, glint * (0.10 + 1.5 * path));
                },
                (x, y) -> Canvas.edge(y - SHORE));
    }

    private void shoreMist() {
        canvas.paint(
                (x, y) -> MIST.mix(Tint.of(0xffe9cf), Math.exp(-Math.abs(x - SUN_X) / 300)),
                (x, y) -> {
                    double band = Math.exp(-Math.pow((y - SHORE - 2) / 26, 2));
                    return band * (0.15 + 0.8 * noise.cloud(x / 210, y / 40 + 9, 4));
                });
    }

    private void boat(Graphics2D graphics) {
        double x = 610;
        double y = 690;
        Path2D hull = new Path2D.Double();
        hull.moveTo(x - 62, y - 13);
        hull.quadTo(x, y - 2, x + 64, y - 15);
        hull.quadTo(x + 48, y + 14, x + 20, y + 14);
        hull.lineTo(x - 36, y + 14);
        hull.quadTo(x - 54, y + 8, x - 62, y - 13);
        Path2D shadow = new Path2D.Double();
        shadow.moveTo(x - 52, y + 13);
        shadow.lineTo(x + 46, y + 13);
        shadow.quadTo(x + 10, y + 44, x - 46, y + 22);
        graphics.setColor(new Color(10, 18, 30, 120));
        graphics.fill(shadow);
        graphics.setColor(new Color(0x1a1620));
        graphics.fill(hull);
        graphics.setColor(new Color(0xc98a5e));
        Path2D rim = new Path2D.Double();
        rim.moveTo(x - 62, y - 13);
        rim.quadTo(x, y - 1, x + 64, y - 15);
        rim.quadTo(x, y + 4, x - 62, y - 13);
        graphics.fill(rim);
        graphics.setColor(new Color(0x15121c));
        Path2D rower = new Path2D.Double();
        rower.moveTo(x - 13, y + 2);
        rower.quadTo(x - 13, y - 26, x + 2, y - 30);
        rower.quadTo(x + 14, y - 22, x + 13, y + 2);
        graphics.fill(rower);
        graphics.fill(new Ellipse2D.Double(x - 5, y - 44, 14, 16));
        Path2D oar = new Path2D.Double();
        oar.moveTo(x + 4, y - 16);
        oar.lineTo(x + 86, y + 16);
        oar.lineTo(x + 90, y + 21);
        oar.lineTo(x + 3, y - 13);
        graphics.fill(oar);
    }

    private void nearTrees() {
        canvas.draw(
                graphics -> {
                    Random random = new Random(23);
                    graphics.setColor(new Color(0x0b141f));
                    double[][] trees = {
                        {-15, 930, 620}, {75, 940, 430}, {150, 945, 520}, {222, 950, 300},
                        {275, 960, 210}, {1610, 940, 560}, {1530, 950, 400}, {1455, 955, 260},
                        {1400, 960, 170}
                    };
                    for (double[] tree : trees) {
                        graphics.fill(pine(tree[0], tree[1], tree[2], random));
                    }
                    Path2D bank = new Path2D.Double();
                    bank.moveTo(0, HEIGHT);
                    for (int x = 0; x <= WIDTH; x += 6) {
                        double side = Math.min(x, WIDTH - x) / 520.0;
                        double rise = Math.max(0, 1 - side) * 95;
                        bank.lineTo(x, HEIGHT + 14 - rise - 12 * noise.cloud(x / 30.0, 3, 3));
                    }
                    bank.lineTo(WIDTH, HEIGHT);
                    graphics.fill(bank);
                });
    }

    /** A pine whose foot is at the point: drooping branches, narrower towards the top. */
    private static Path2D pine(double x, double foot, double tall, Random random) {
        Path2D tree = new Path2D.Double();
        int tiers = (int) Math.max(5, Math.min(26, tall / 14));
        double half = tall * 0.19;
        tree.moveTo(x, foot - tall);
        for (int side = 1; side >= -1; side -= 2) {
            for (int step = 1; step <= tiers; step++) {
                int tier = side > 0 ? step : tiers + 1 - step;
                double down = tier / (double) tiers;
                double reach = half * Math.pow(down, 0.9) * (0.72 + 0.5 * random.nextDouble());
                double tip = foot - tall * (1 - down) + tall * 0.012;
                double notch = tip - tall / tiers * 0.45;
                if (side > 0) {
                    tree.lineTo(x + reach, tip);
                    tree.lineTo(x + reach * 0.35, notch);
                } else {
                    tree.lineTo(x - reach * 0.35, notch);
                    tree.lineTo(x - reach, tip);
                }
            }
        }
        tree.closePath();
        return tree;
    }
}
