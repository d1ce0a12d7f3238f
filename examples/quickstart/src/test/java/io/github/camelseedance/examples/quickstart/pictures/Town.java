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

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What people built in the {@link Harbour}: houses, quay and boats, in the colours of noon. */
final class Town {

    /** The height of the far edge of the water. */
    static final double QUAY = 452;

    /** Where the lamp posts stand; each lamp is 61 above the quay. */
    static final double[] LAMPS = {408, 520, 632, 744, 856, 968, 1080, 1192};

    private static final int WIDTH = 1280;
    private static final int[] WALLS = {
        0xd9583f, 0xe9a23b, 0xf0d9b5, 0x5f93a8, 0xc97b63, 0xe7c26b, 0x8fae9a, 0xd98f8f, 0xf3ead7,
        0x4d7a94
    };
    private static final int[] ROOFS = {0x8a3f31, 0x9c5038, 0x6f3a35, 0x5b4650};
    private static final List<Boat> BOATS =
            List.of(
                    new Boat(205, 6, 0.62, 0xe9e2d6),
                    new Boat(470, 22, 1.0, 0xf4efe6),
                    new Boat(590, 18, 0.86, 0x2f5d7c),
                    new Boat(835, 24, 1.08, 0xb2382f),
                    new Boat(1010, 19, 0.9, 0xf4efe6),
                    new Boat(1140, 24, 1.05, 0x2d6a5b));

    private record House(double x, double foot, double wide, double tall, int wall, int roof) {
        double top() {
            return foot - tall;
        }
    }

    private record Boat(double x, double draught, double scale, int paint) {}

    private final Noise noise = new Noise(19);
    private final List<House> houses = new ArrayList<>();

    Town() {
        Random random = new Random(8);
        for (int row = 4; row >= 0; row--) {
            double x = 420 + 62 * row + random.nextInt(30);
            while (x < WIDTH + 20) {
                double wide = 44 + random.nextInt(34) - row * 2;
                double climb = row * 37 * Math.min(1, (x - 360) / 320);
                double tall = 44 + random.nextInt(26) + (row == 0 ? 34 : 0);
                House house =
                        new House(
                                x,
                                QUAY - 8 - climb,
                                wide,
                                tall,
                                WALLS[random.nextInt(WALLS.length)],
                                ROOFS[random.nextInt(ROOFS.length)]);
                houses.add(house);
                x += wide + (row == 0 ? random.nextInt(3) : random.nextInt(26));
            }
        }
    }

    /** The houses and the church, the farthest first. */
    void houses(Graphics2D graphics) {
        for (House house : houses) {
            if (house.foot() > 320 && house.foot() < 345 && house.x() > 790 && house.x() < 850) {
                church(graphics, house.x() + 10, house.foot());
            }
            house(graphics, house);
        }
    }

    private void house(Graphics2D graphics, House house) {
        double top = house.top();
        double x = house.x();
        double wide = house.wide();
        graphics.setColor(new Color(house.wall()));
        graphics.fill(new Rectangle2D.Double(x, top, wide, house.tall() + 8));
        graphics.setColor(new Color(60, 30, 50, 50));
        graphics.fill(new Rectangle2D.Double(x + wide * 0.72, top, wide * 0.28, house.tall() + 8));
        graphics.setColor(new Color(house.roof()));
        graphics.fill(roof(house));
        graphics.setColor(new Color(0, 0, 0, 45));
        Path2D shaded = new Path2D.Double();
        shaded.moveTo(x + wide / 2, top - wide * 0.36);
        shaded.lineTo(x + wide + 4, top + 2);
        shaded.lineTo(x + wide * 0.62, top + 2);
        graphics.fill(shaded);
        for (Rectangle2D window : windows(house)) {
            graphics.setColor(new Color(0xf6efe2));
            graphics.fill(
                    new Rectangle2D.Double(
                            window.getX() - 1.4,
                            window.getY() - 1.4,
                            window.getWidth() + 2.8,
                            window.getHeight() + 2.8));
            graphics.setColor(new Color(0x3c4a5e));
            graphics.fill(window);
        }
    }

    /** The windows that are lit at night, as far as no nearer house hides them. */
    void litWindows(Graphics2D graphics) {
        for (House house : houses) {
            graphics.setComposite(AlphaComposite.Clear);
            graphics.fill(
                    new Rectangle2D.Double(house.x(), house.top(), house.wide(), house.tall() + 8));
            graphics.fill(roof(house));
            graphics.setComposite(AlphaComposite.SrcOver);
            graphics.setColor(new Color(0xffc765));
            for (Rectangle2D window : windows(house)) {
                if (noise.at((int) window.getX(), (int) window.getY()) > 0.42) {
                    graphics.fill(window);
                }
            }
        }
    }

    private static List<Rectangle2D> windows(House house) {
        List<Rectangle2D> windows = new ArrayList<>();
        int columns = house.wide() > 58 ? 3 : 2;
        double pitch = house.wide() / (columns + 0.4);
        for (double y = house.top() + 11; y < house.foot() - 14; y += 23) {
            for (int column = 0; column < columns; column++) {
                double x = house.x() + pitch * (column + 0.42);
                windows.add(new Rectangle2D.Double(x, y, pitch * 0.46, 12));
            }
        }
        return windows;
    }

    private static Path2D roof(House house) {
        Path2D roof = new Path2D.Double();
        roof.moveTo(house.x() - 4, house.top() + 2);
        roof.lineTo(house.x() + house.wide() / 2, house.top() - house.wide() * 0.36);
        roof.lineTo(house.x() + house.wide() + 4, house.top() + 2);
        return roof;
    }

    private void church(Graphics2D graphics, double x, double foot) {
        graphics.setColor(new Color(0xf1e6d2));
        graphics.fill(new Rectangle2D.Double(x, foot - 128, 30, 130));
        graphics.setColor(new Color(60, 30, 50, 50));
        graphics.fill(new Rectangle2D.Double(x + 20, foot - 128, 10, 130));
        Path2D spire = new Path2D.Double();
        spire.moveTo(x - 4, foot - 126);
        spire.lineTo(x + 15, foot - 186);
        spire.lineTo(x + 34, foot - 126);
        graphics.setColor(new Color(0x4f6a72));
        graphics.fill(spire);
        graphics.setColor(new Color(0x3c4a5e));
        graphics.fill(new Ellipse2D.Double(x + 8, foot - 116, 14, 14));
        graphics.fill(new Rectangle2D.Double(x + 11, foot - 94, 8, 17));
    }

    /** The quay and its lamp posts. */
    void quay(Graphics2D graphics) {
        graphics.setColor(new Color(0x8d8073));
        graphics.fill(new Rectangle2D.Double(392, QUAY - 12, WIDTH - 392, 24));
        graphics.setColor(new Color(0xb5a593));
        graphics.fill(new Rectangle2D.Double(388, QUAY - 14, WIDTH - 388, 5));
        graphics.setColor(new Color(0x54, 0x48, 0x44, 150));
        for (int x = 400; x < WIDTH; x += 34) {
            graphics.fill(new Rectangle2D.Double(x, QUAY - 9, 1.6, 20));
        }
        graphics.setColor(new Color(0x2f2a2c));
        for (double x : LAMPS) {
            graphics.fill(new Rectangle2D.Double(x - 1.2, QUAY - 58, 2.4, 46));
            graphics.fill(new Ellipse2D.Double(x - 4.5, QUAY - 66, 9, 10));
        }
    }

    /** The boats, moored before the quay. */
    void boats(Graphics2D graphics) {
        for (Boat boat : BOATS) {
            sailboat(
                    graphics,
                    boat.x(),
                    QUAY + boat.draught(),
                    boat.scale(),
                    new Color(boat.paint()));
        }
    }

    /** Where the water begins: a little lower where a boat or the quay stands in it. */
    static double waterline(double x) {
        double line = x < 392 ? QUAY : QUAY + 11;
        for (Boat boat : BOATS) {
            if (x > boat.x() - 40 * boat.scale() && x < boat.x() + 34 * boat.scale()) {
                line = Math.max(line, QUAY + boat.draught());
            }
        }
        return line;
    }

    private static void sailboat(
            Graphics2D graphics, double x, double water, double scale, Color paint) {
        Path2D hull = new Path2D.Double();
        hull.moveTo(x - 46 * scale, water - 15 * scale);
        hull.lineTo(x + 50 * scale, water - 17 * scale);
        hull.quadTo(x + 40 * scale, water, x + 28 * scale, water);
        hull.lineTo(x - 34 * scale, water);
        hull.quadTo(x - 44 * scale, water - 5 * scale, x - 46 * scale, water - 15 * scale);
        graphics.setColor(paint);
        graphics.fill(hull);
        graphics.setColor(new Color(0xf7f1e4));
        graphics.fill(
                new Rectangle2D.Double(x - 16 * scale, water - 26 * scale, 34 * scale, 11 * scale));
        graphics.setColor(new Color(0x3c4a5e));
        for (int port = 0; port < 3; port++) {
            graphics.fill(
                    new Rectangle2D.Double(
                            x + (port * 10 - 12) * scale,
                            water - 23 * scale,
                            6 * scale,
                            4 * scale));
        }
        graphics.setColor(new Color(0x6a4a34));
        graphics.fill(
                new Rectangle2D.Double(
                        x - 1.3 * scale, water - 118 * scale, 2.6 * scale, 100 * scale));
        graphics.fill(
                new Rectangle2D.Double(
                        x - 40 * scale, water - 38 * scale, 40 * scale, 3.4 * scale));
        graphics.setStroke(new BasicStroke((float) (0.8 * scale)));
        graphics.draw(
                new Line2D.Double(x, water - 117 * scale, x + 49 * scale, water - 17 * scale));
        graphics.draw(
                new Line2D.Double(x, water - 117 * scale, x - 45 * scale, water - 15 * scale));
    }
}
