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

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jcodec.common.model.Picture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The prompt in white on a dark, half transparent band across the lower part of the picture. */
final class Caption {

    private static final Logger LOG = LoggerFactory.getLogger(Caption.class);

    private static final int MOST_LINES = 2;

    /** More than the lines hold; spares laying out a prompt of thousands of words. */
    private static final int MOST_CHARACTERS = 500;

    private static final Color BAND = new Color(0, 0, 0, 128);
    private static final int BLACK = 16 - 128;
    private static final int BLACK_TO_WHITE = 235 - 16;

    private final int top;
    private final int width;
    private final int[] argb;

    private Caption(BufferedImage band, int top) {
        this.top = top;
        this.width = band.getWidth();
        this.argb = band.getRGB(0, 0, width, band.getHeight(), null, 0, width);
    }

    /** Empty if there is no text, no room for it, or no font on this machine. */
    static Optional<Caption> of(String prompt, int width, int height) {
        Font font =
                new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(10, Math.min(width, height) / 26));
        if (prompt.isBlank() || !canDraw(font)) {
            return Optional.empty();
        }
        String text = displayable(prompt, font);
        return text.isEmpty() ? Optional.empty() : draw(text, font, width, height);
    }

    private static boolean canDraw(Font font) {
        Graphics2D graphics = null;
        try {
            graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics();
            new TextLayout("a", font, graphics.getFontRenderContext()).draw(graphics, 0, 1);
            return true;
        } catch (AWTError | InternalError | LinkageError | RuntimeException e) {
            // Without fonts, their native libraries or the display that the environment names, Java
            // throws one or the other, depending on its release.
            LOG.info("The video has no caption: this machine cannot draw text ({})", e.toString());
            return false;
        } finally {
            if (graphics != null) {
                graphics.dispose();
            }
        }
    }

    /** Without what would come out as empty boxes. */
    private static String displayable(String prompt, Font font) {
        return prompt.replaceAll("\\s+", " ")
                .codePoints()
                .filter(font::canDisplay)
                .limit(MOST_CHARACTERS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static Optional<Caption> draw(String text, Font font, int width, int height) {
        FontRenderContext context = new FontRenderContext(null, true, true);
        List<TextLayout> lines = wrap(text, font, context, width * 0.92f);
        float lineHeight = font.getLineMetrics(text, context).getHeight();
        int padding = font.getSize() / 2;
        int bandHeight = even(lines.size() * lineHeight + 2 * padding);
        if (bandHeight > height / 2) {
            return Optional.empty();
        }
        BufferedImage band = new BufferedImage(width, bandHeight, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = band.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setColor(BAND);
            graphics.fillRect(0, 0, width, bandHeight);
            graphics.setColor(Color.WHITE);
            float y = padding;
            for (TextLayout line : lines) {
                line.draw(graphics, (width - line.getVisibleAdvance()) / 2, y + line.getAscent());
                y += lineHeight;
            }
        } finally {
            graphics.dispose();
        }
        return Optional.of(new Caption(band, even(height * 0.94f - bandHeight)));
    }

    private static List<TextLayout> wrap(
            String text, Font font, FontRenderContext context, float width) {
        LineBreakMeasurer measurer =
                new LineBreakMeasurer(
                        new AttributedString(text, Map.of(TextAttribute.FONT, font)).getIterator(),
                        context);
        List<TextLayout> lines = new ArrayList<>();
        while (lines.size() < MOST_LINES && measurer.getPosition() < text.length()) {
            int start = measurer.getPosition();
            TextLayout line = measurer.nextLayout(width);
            boolean cut = measurer.getPosition() < text.length();
            if (cut && lines.size() == MOST_LINES - 1) {
                String shown = text.substring(start, measurer.getPosition());
                line = ellipsize(shown, font, context, width);
            }
            lines.add(line);
        }
        return lines;
    }

    private static TextLayout ellipsize(
            String text, Font font, FontRenderContext context, float width) {
        String kept = text;
        while (true) {
            TextLayout line = new TextLayout(kept.strip() + "…", font, context);
            if (line.getAdvance() <= width || kept.isEmpty()) {
                return line;
            }
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
    }

    private static int even(float pixels) {
        return Math.round(pixels / 2) * 2;
    }

    /**
     * @param opacity 0 (unseen) to 1
     */
    void blend(Picture frame, double opacity) {
        int share = (int) Math.round(opacity * 256);
        byte[] luma = frame.getPlaneData(0);
        for (int i = 0, at = top * width; i < argb.length; i++, at++) {
            int target = BLACK + (argb[i] & 0xff) * BLACK_TO_WHITE / 255;
            luma[at] += (byte) ((target - luma[at]) * alpha(i) * share / (255 * 256));
        }
        // Black and white have no colour: the chroma fades towards zero.
        int chromaWidth = width / 2;
        int rows = argb.length / width / 2;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < chromaWidth; x++) {
                int i = 2 * y * width + 2 * x;
                int alpha = alpha(i) + alpha(i + 1) + alpha(i + width) + alpha(i + width + 1);
                int at = (top / 2 + y) * chromaWidth + x;
                for (int plane = 1; plane < 3; plane++) {
                    byte[] chroma = frame.getPlaneData(plane);
                    chroma[at] -= (byte) (chroma[at] * alpha / 4 * share / (255 * 256));
                }
            }
        }
    }

    private int alpha(int pixel) {
        return argb[pixel] >>> 24;
    }
}
