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

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** The picture that takes the place of images which are not fetched: dusk over water, 1280x720. */
final class StandIn {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int HORIZON = 460;
    private static final int SUN = 160;

    private static final byte[] PNG = paint();

    private StandIn() {}

    static byte[] png() {
        return PNG;
    }

    private static byte[] paint() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        Color dusk = new Color(0x2b3a67);
        Color glow = new Color(0xf4a259);
        g.setPaint(new GradientPaint(0, 0, dusk, 0, HORIZON, glow));
        g.fillRect(0, 0, WIDTH, HORIZON);
        g.setPaint(new GradientPaint(0, HORIZON, glow.darker(), 0, HEIGHT, dusk.darker()));
        g.fillRect(0, HORIZON, WIDTH, HEIGHT - HORIZON);
        g.setPaint(new Color(0xfff1d0));
        g.fillArc((WIDTH - SUN) / 2, HORIZON - SUN / 2, SUN, SUN, 0, 180);
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
