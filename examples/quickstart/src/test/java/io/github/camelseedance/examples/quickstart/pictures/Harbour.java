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
import java.awt.geom.Ellipse2D;
import java.util.Random;

/**
 * A small harbour, at sunrise or at night: the same houses and boats each time, so that the two are
 * the first and the last frame of one video.
 */
final class Harbour {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final double SUN_X = 300;
    private static final double MOON_X = 1010;
    private static final double MOON_Y = 112;

    private final boolean night;
    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private final Noise noise = new Noise(19);
    private final Town town = new Town();

    Harbour(boolean night) {
        this.night = night;
    }

    Canvas paint() {
        if (night) {
            nightSky();
        } else {
            sunriseSky();
        }
        hills();
        canvas.draw(town::houses, this::light);
        if (night) {
            canvas.draw(town::litWindows);
        }
        canvas.draw(town::quay, this::light);
        canvas.draw(town::boats, this::light);
        if (night) {
            for (double x : Town.LAMPS) {
                canvas.glow(x, Town.QUAY - 61, 62, Tint.of(0xff9d3c), 0.5);
                canvas.glow(x, Town.QUAY - 61, 11, Tint.of(0xfff0c8), 1.1);
            }
            canvas.glow(860, 330, 420, Tint.of(0xff9a4a), 0.12);
        } else {
            canvas.glow(SUN_X, 330, 360, Tint.of(0xffb56b), 0.4);
        }
        water();
        return canvas;
    }

    private void sunriseSky() {
        Tint[] colours = {
            Tint.of(0x5a7fb5), Tint.of(0x9fb0cf), Tint.of(0xf0bda6), Tint.of(0xffcf8f)
        };
        canvas.fill((x, y) -> Tint.gradient(y / 420, colours));
        clouds(Tint.of(0xffe3c4), Tint.of(0xe58f78), 0.9);
        canvas.glow(SUN_X, 330, 300, Tint.of(0xffa860), 0.7);
        canvas.glow(SUN_X, 330, 90, Tint.of(0xffedc4), 0.55);
        canvas.paint(
                (x, y) -> Tint.of(0xfffae0),
                (x, y) -> Canvas.edge(30 - Math.hypot(x - SUN_X, y - 318)));
    }

    private void nightSky() {
        Tint[] colours = {
            Tint.of(0x050a1c), Tint.of(0x0d1a3a), Tint.of(0x1f3560), Tint.of(0x38507c)
        };
        canvas.fill((x, y) -> Tint.gradient(y / 420, colours));
        canvas.draw(
                graphics -> {
                    Random random = new Random(77);
                    for (int star = 0; star < 420; star++) {
                        double size = 0.7 + Math.pow(random.nextDouble(), 5) * 2.2;
                        double y = Math.pow(random.nextDouble(), 1.3) * 400;
                        int alpha = (int) (240 * (1 - y / 460) * (0.4 + 0.6 * random.nextDouble()));
                        graphics.setColor(new Color(230, 236, 255, alpha));
                        graphics.fill(
                                new Ellipse2D.Double(random.nextDouble() * WIDTH, y, size, size));
                    }
                });
        clouds(Tint.of(0x52668f), Tint.of(0x1b294a), 0.5);
        canvas.glow(MOON_X, MOON_Y, 190, Tint.of(0x9fb8e8), 0.4);
        canvas.paint(
                (x, y) -> {
                    double spots = noise.cloud(x / 17, y / 17, 3);
                    return Tint.of(0xfdf6df).times(0.82 + 0.3 * spots);
                },
                (x, y) -> Canvas.edge(33 - Math.hypot(x - MOON_X, y - MOON_Y)));
    }

    private void clouds(Tint lit, Tint shade, double strength) {
        canvas.paint(
                (x, y) -> {
                    double above = noise.cloud(x / 300 + 2, (y - 10) / 62, 6);
                    double here = noise.cloud(x / 300 + 2, y / 62, 6);
                    return shade.mix(lit, 0.5 + (here - above) * 5);
                },
                (x, y) -> {
                    double puff = noise.cloud(x / 300 + 2, y / 62, 6);
                    return Math.min(1, Math.max(0, puff - 0.5) * 5) * strength * (1 - y / 470);
                });
    }

    /** The far side of the bay and the hill behind the town. */
    private void hills() {
        Tint far = night ? Tint.of(0x1d2d52) : Tint.of(0xb79aa6);
        Tint middle = night ? Tint.of(0x131f3d) : Tint.of(0x84808f);
        Tint green = Tint.of(0x6f8456);
        ridge(far, 404, 62, 300, 0, 3);
        ridge(middle, 428, 46, 210, 0, 11);
        ridge(night ? green.times(Tint.of(0x1c2846)) : green, 470, 40, 150, 280, 23);
    }

    private void ridge(Tint colour, double base, double tall, double wide, double hill, int row) {
        canvas.paint(
                (x, y) -> {
                    double leaves = noise.cloud(x / 13, y / 9, 4);
                    double haze = hill > 0 ? 0 : (y - base + tall) / 240;
                    Tint air = night ? Tint.of(0x2c4270) : Tint.of(0xffcfa3);
                    return colour.times(hill > 0 ? 0.66 + 0.6 * leaves : 1).mix(air, haze);
                },
                (x, y) -> {
                    double slope = hill * Math.pow(Math.max(0, (x - 330) / 950), 0.62);
                    double crest = noise.crest(x / wide + row, row, 5);
                    return Canvas.edge(y - (base - tall * crest - slope))
                            * Canvas.edge(Town.QUAY + 4 - y);
                });
    }

    /** The light of the hour, on everything that is drawn in its own colour. */
    private Tint light(double x, double y) {
        if (night) {
            double lamplight = Math.exp(-Math.max(0, Town.QUAY - y) / 60);
            return Tint.of(0x38486f)
                    .mix(Tint.of(0xc98a52), 0.55 * lamplight * Math.min(1, x / 500));
        }
        return Tint.of(0xffd8ac).mix(Tint.of(0xd9bcc4), (x - 380) / 900).times(1.07);
    }

    private void water() {
        Canvas above = canvas.copy();
        double lightX = night ? MOON_X : SUN_X;
        Tint light = night ? Tint.of(0xcfdcf5) : Tint.of(0xffdf9f);
        Tint deep = night ? Tint.of(0x07122a) : Tint.of(0x3f6e86);
        canvas.paint(
                (x, y) -> {
                    double near = (y - Town.QUAY) / (HEIGHT - Town.QUAY);
                    double far = 1 / (0.07 + near);
                    double ripple = noise.cloud(x / 60 * far * 0.22, far * 2.4 + y / 4.2, 4) - 0.5;
                    double dx = ripple * (4 + 44 * near);
                    double dy = ripple * (8 + 74 * near);
                    Tint mirrored = above.sample(x + dx, 2 * Town.QUAY - y * 1.0 + dy);
                    double path = Math.exp(-Math.pow((x - lightX) / (34 + 110 * near), 2));
                    double glint = Math.max(0, ripple - 0.08) * (night ? 1.9 : 3.2) * path;
                    return mirrored.mix(deep, 0.16 + 0.5 * near).mix(light, glint);
                },
                (x, y) -> Canvas.edge(y - Town.waterline(x)));
    }
}
