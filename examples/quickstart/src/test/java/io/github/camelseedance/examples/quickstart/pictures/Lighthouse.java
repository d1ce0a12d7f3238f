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
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/** A lighthouse on a cliff, its beam in the clouds of a storm, and a heavy sea below. */
final class Lighthouse {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final double HORIZON = 430;
    private static final double TOWER_X = 905;
    private static final double TOWER_FOOT = 352;
    private static final double LAMP_Y = 150;

    private static final Tint LAMPLIGHT = Tint.of(0xffe6a8);

    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private final Noise noise = new Noise(7);

    Canvas paint() {
        sky();
        sea((x, y) -> Canvas.edge(y - HORIZON));
        beam(Math.PI + 0.14, 0.075, 1.0);
        beam(0.02, 0.09, 0.55);
        cliff();
        sea((x, y) -> x < 640 ? 0 : Canvas.edge(y - foot(x)));
        canvas.draw(this::cottage);
        canvas.draw(this::tower);
        canvas.glow(TOWER_X, LAMP_Y, 190, Tint.of(0xffb84d), 0.45);
        canvas.glow(TOWER_X, LAMP_Y, 46, LAMPLIGHT, 1.2);
        canvas.glow(1043, 335, 34, Tint.of(0xffb050), 0.55);
        spray();
        canvas.draw(this::gulls);
        return canvas;
    }

    private void sky() {
        canvas.fill(
                (x, y) -> {
                    double swirlX = x / 330 + 0.7 * noise.cloud(x / 210, y / 160 + 40, 3);
                    double swirlY = y / 130 + 1.2 * noise.cloud(x / 260 + 9, y / 150, 3);
                    double mass = noise.cloud(swirlX, swirlY, 7);
                    double under = noise.cloud(swirlX + 0.02, swirlY + 0.16, 5);
                    double low = y / HORIZON;
                    Tint cloud =
                            Tint.gradient(
                                    (mass - 0.28) * 2.1,
                                    Tint.of(0x0d1724),
                                    Tint.of(0x263a4f),
                                    Tint.of(0x56697a),
                                    Tint.of(0x9fa6a4));
                    double relief = (mass - under) * 1.6;
                    Tint shaped = cloud.times(1 + relief);
                    double gap = Math.pow(low, 5) * Math.exp(-Math.pow((x - 330) / 420, 2));
                    Tint dusk = Tint.of(0xf2a45c).mix(Tint.of(0xffd9a0), Math.pow(low, 9));
                    return shaped.mix(dusk, gap * (1.25 - 0.9 * mass))
                            .times(0.72 + 0.4 * Math.pow(low, 2));
                });
        canvas.glow(330, HORIZON, 230, Tint.of(0xff9040), 0.42);
    }

    private void sea(Canvas.Mask where) {
        canvas.paint(
                (x, y) -> {
                    double near = (y - HORIZON) / (HEIGHT - HORIZON);
                    double distance = 1 / (near + 0.045);
                    double along = (x - WIDTH / 2.0) / 110 * distance * 0.42;
                    double swell = noise.crest(along * 0.55 + distance * 0.2, distance * 2.1, 5);
                    double behind =
                            noise.crest(along * 0.55 + distance * 0.2, distance * 2.1 + 0.13, 5);
                    double facing = (swell - behind) * 2.4;
                    Tint body =
                            Tint.gradient(
                                    swell,
                                    Tint.of(0x081620),
                                    Tint.of(0x12303d),
                                    Tint.of(0x2c5a62),
                                    Tint.of(0x6d9a98));
                    Tint water = body.times(0.92 + facing);
                    double gold = Math.exp(-Math.pow((x - 330) / (90 + 190 * near), 2));
                    Tint shine =
                            water.mix(
                                    Tint.of(0xffb877),
                                    gold * Math.max(0, swell - 0.36) * 1.9 * (1 - 0.6 * near));
                    double lace = noise.cloud(along * 5, distance * 14, 4);
                    double foam = Math.max(0, swell - 0.66) * 5 * Math.max(0, lace - 0.3) * 2;
                    return shine.mix(Tint.of(0xe3ece8), Math.min(0.85, foam))
                            .mix(Tint.of(0x6f7a80), 0.5 * Math.exp(-near * 22));
                },
                where);
    }

    private void beam(double angle, double spread, double strength) {
        canvas.light(
                LAMPLIGHT,
                (x, y) -> {
                    double dx = x - TOWER_X;
                    double dy = y - LAMP_Y;
                    double distance = Math.hypot(dx, dy);
                    double off =
                            Math.atan2(
                                    Math.sin(Math.atan2(dy, dx) - angle),
                                    Math.cos(Math.atan2(dy, dx) - angle));
                    double across = Math.exp(-Math.pow(off / spread, 2));
                    double haze = 0.45 + 0.9 * noise.cloud(x / 120, y / 60, 4);
                    return strength * across * haze * 0.75 / (1 + distance / 420);
                });
    }

    private void cliff() {
        double[] top = new double[WIDTH];
        for (int x = 0; x < WIDTH; x++) {
            double inland = Math.max(0, (x - 690) / 590.0);
            double rise = Math.min(1, inland * 5);
            double step = noise.facet(x / 34.0, 3) * 34 * (1 - rise);
            double ground = 620 - 262 * Math.pow(rise, 0.5) - 22 * inland + step;
            top[x] = x < 690 ? HEIGHT : ground + 12 * (noise.crest(x / 60.0, 8, 4) - 0.4);
        }
        canvas.paint(
                (x, y) -> {
                    double down = y - top[(int) x];
                    double bentX = x + 30 * noise.cloud(x / 60, y / 60, 3);
                    double bentY = y + 0.35 * x + 40 * noise.cloud(x / 70 + 5, y / 50, 3);
                    double shade =
                            0.5 * noise.facet(bentX / 62, bentY / 92)
                                    + 0.3 * noise.facet(bentX / 27 + 40, bentY / 40)
                                    + 0.3 * noise.cloud(x / 7, y / 10, 4);
                    double towardsSun = Math.max(0, 1 - (x - 690) / 400);
                    Tint rock =
                            Tint.gradient(
                                    shade, Tint.of(0x0c1218), Tint.of(0x222b33), Tint.of(0x434a50));
                    Tint lit =
                            rock.mix(Tint.of(0xd98f58), 0.55 * towardsSun * shade * shade)
                                    .times(1.12 - down / 420);
                    double turf = 1.6 - (down - 10 * noise.cloud(x / 8, 3, 3)) / 10;
                    double blades = noise.cloud(x / 3, y / 9, 3);
                    Tint grass =
                            Tint.of(0x1d2b22)
                                    .mix(Tint.of(0x5f6b3d), blades * (0.5 + 0.6 * towardsSun));
                    return lit.mix(grass, turf * Math.min(1, (x - 720) / 60));
                },
                (x, y) -> Canvas.edge(y - top[(int) x]));
    }

    /** Where the sea meets the rock. */
    private double foot(double x) {
        return 602
                + 62 * Math.min(1, Math.max(0, (x - 640) / 640))
                + 22 * noise.cloud(x / 60, 90, 3);
    }

    private void tower(Graphics2D graphics) {
        double tall = TOWER_FOOT - LAMP_Y - 22;
        for (int band = 0; band < 5; band++) {
            double upper = band / 5.0;
            double lower = (band + 1) / 5.0;
            Path2D part = new Path2D.Double();
            part.moveTo(TOWER_X - half(upper), LAMP_Y + 22 + tall * upper);
            part.lineTo(TOWER_X + half(upper), LAMP_Y + 22 + tall * upper);
            part.lineTo(TOWER_X + half(lower), LAMP_Y + 23 + tall * lower);
            part.lineTo(TOWER_X - half(lower), LAMP_Y + 23 + tall * lower);
            part.closePath();
            boolean red = band % 2 == 0;
            Color light = red ? new Color(0xd4553f) : new Color(0xf3e7d2);
            Color dark = red ? new Color(0x4b1a1c) : new Color(0x545a66);
            graphics.setPaint(
                    new GradientPaint(
                            (float) (TOWER_X - 26), 0, light, (float) (TOWER_X + 24), 0, dark));
            graphics.fill(part);
        }
        graphics.setColor(new Color(0x1a1c22));
        for (int window = 0; window < 3; window++) {
            graphics.fill(new Rectangle2D.Double(TOWER_X - 4, LAMP_Y + 52 + 50 * window, 7, 13));
        }
        graphics.setColor(new Color(0x20242b));
        graphics.fill(new Rectangle2D.Double(TOWER_X - 24, LAMP_Y + 16, 48, 7));
        graphics.fill(new Rectangle2D.Double(TOWER_X - 24, LAMP_Y + 5, 48, 1.6));
        for (int post = 0; post <= 8; post++) {
            graphics.fill(new Rectangle2D.Double(TOWER_X - 24 + post * 5.8, LAMP_Y + 5, 1.3, 12));
        }
        graphics.setColor(new Color(0xfff3c9));
        graphics.fill(new Rectangle2D.Double(TOWER_X - 12, LAMP_Y - 13, 24, 30));
        graphics.setColor(new Color(0x2a2e36));
        for (int pane = 0; pane <= 3; pane++) {
            graphics.fill(new Rectangle2D.Double(TOWER_X - 12.6 + pane * 8, LAMP_Y - 14, 1.4, 31));
        }
        Path2D roof = new Path2D.Double();
        roof.moveTo(TOWER_X - 18, LAMP_Y - 13);
        roof.quadTo(TOWER_X - 14, LAMP_Y - 32, TOWER_X, LAMP_Y - 37);
        roof.quadTo(TOWER_X + 14, LAMP_Y - 32, TOWER_X + 18, LAMP_Y - 13);
        graphics.setPaint(
                new GradientPaint(
                        (float) TOWER_X - 18,
                        0,
                        new Color(0xb5483a),
                        (float) TOWER_X + 18,
                        0,
                        new Color(0x35161a)));
        graphics.fill(roof);
        graphics.setColor(new Color(0x20242b));
        graphics.fill(new Rectangle2D.Double(TOWER_X - 0.8, LAMP_Y - 54, 1.6, 18));
    }

    private static double half(double down) {
        return 17 + 10 * down;
    }

    private void cottage(Graphics2D graphics) {
        graphics.setPaint(
                new GradientPaint(980, 0, new Color(0xd9cdb9), 1110, 0, new Color(0x4c525c)));
        graphics.fill(new Rectangle2D.Double(985, 312, 122, 42));
        Path2D roof = new Path2D.Double();
        roof.moveTo(976, 314);
        roof.lineTo(1000, 282);
        roof.lineTo(1094, 282);
        roof.lineTo(1116, 314);
        graphics.setPaint(
                new GradientPaint(980, 0, new Color(0x8a4a3c), 1110, 0, new Color(0x2b1d20)));
        graphics.fill(roof);
        graphics.setColor(new Color(0x4a3a36));
        graphics.fill(new Rectangle2D.Double(1068, 268, 11, 22));
        graphics.setColor(new Color(0xffcf78));
        graphics.fill(new Rectangle2D.Double(1004, 324, 13, 14));
        graphics.fill(new Rectangle2D.Double(1036, 324, 13, 14));
        graphics.fill(new Rectangle2D.Double(1080, 324, 13, 14));
        graphics.setColor(new Color(0x31211f));
        graphics.fill(new Rectangle2D.Double(1058, 322, 13, 32));
    }

    /** Waves that break at the foot of the cliff. */
    private void spray() {
        Random random = new Random(12);
        double[][] bursts = {{700, 612, 120}, {815, 640, 70}, {985, 655, 56}, {1160, 668, 66}};
        canvas.draw(
                graphics -> {
                    for (double[] burst : bursts) {
                        for (int drop = 0; drop < 2600; drop++) {
                            double angle = -Math.PI / 2 + random.nextGaussian() * 0.62;
                            double flight = Math.abs(random.nextGaussian()) * burst[2] * 0.62;
                            double x = burst[0] + Math.cos(angle) * flight * 1.25;
                            double y = burst[1] + Math.sin(angle) * flight;
                            double size = 0.8 + random.nextDouble() * 4.5 * (1 - flight / 260);
                            int alpha = (int) Math.max(8, 62 * (1 - flight / (burst[2] * 1.7)));
                            graphics.setColor(new Color(238, 240, 236, alpha));
                            graphics.fill(new Ellipse2D.Double(x, y, size, size));
                        }
                    }
                });
        canvas.paint(
                (x, y) -> Tint.of(0xdfe6e4),
                (x, y) -> {
                    double below = y - foot(x);
                    double band = Math.exp(-Math.pow(below / (below < 0 ? 6 : 26), 2));
                    double torn = noise.cloud(x / 26, y / 9 + 60, 5) - 0.34;
                    return Math.max(0, Math.min(1, (x - 640) / 60))
                            * band
                            * Math.min(1, Math.max(0, torn) * 4);
                });
    }

    private void gulls(Graphics2D graphics) {
        graphics.setColor(new Color(0xe8ecec));
        double[][] gulls = {{560, 250, 1.0}, {612, 224, 0.7}, {498, 286, 0.8}, {700, 180, 0.6}};
        for (double[] gull : gulls) {
            double size = 17 * gull[2];
            Path2D wings = new Path2D.Double();
            wings.moveTo(gull[0] - size, gull[1] - size * 0.35);
            wings.quadTo(gull[0] - size * 0.5, gull[1] - size * 0.6, gull[0], gull[1]);
            wings.quadTo(
                    gull[0] + size * 0.5,
                    gull[1] - size * 0.75,
                    gull[0] + size,
                    gull[1] - size * 0.5);
            wings.quadTo(gull[0] + size * 0.5, gull[1] - size * 0.5, gull[0], gull[1] + size * 0.2);
            wings.quadTo(
                    gull[0] - size * 0.5,
                    gull[1] - size * 0.35,
                    gull[0] - size,
                    gull[1] - size * 0.35);
            graphics.fill(wings);
        }
    }
}
