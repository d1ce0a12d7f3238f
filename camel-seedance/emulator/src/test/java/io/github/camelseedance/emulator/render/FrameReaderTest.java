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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    /** Eight columns each of red, green, blue and half grey, lossless. */
    private static final String WEBP =
            "UklGRjwAAABXRUJQVlA4TC8AAAAvH8ABAB8gICFkueV2CEgSv7c7EJAQstxyzX/gk6MCgmyb"
                    + "SU5ykge4QET/oxS2HwA=";

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "webp"})
    void readsTheColoursOfEveryFormat(String format) throws IOException {
        byte[] encoded = format.equals("webp") ? Base64.getDecoder().decode(WEBP) : columns(format);

        Picture picture = FrameReader.read(encoded, "first frame");

        assertThat(picture.getWidth()).isEqualTo(32);
        assertThat(picture.getHeight()).isEqualTo(8);
        // The reference values of BT.709 in the limited range.
        assertColour(picture, 4, 63, 102, 240);
        assertColour(picture, 12, 173, 42, 26);
        assertColour(picture, 20, 32, 240, 118);
        assertColour(picture, 28, 126, 128, 128);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void takesGreyAsItIs(int type) throws IOException {
        BufferedImage image = new BufferedImage(32, 8, type);
        int value = type == BufferedImage.TYPE_BYTE_GRAY ? 128 : 128 << 8;
        fill(image.getRaster(), value);

        Picture picture = FrameReader.read(TestImages.encode(image, "png"), "first frame");

        assertColour(picture, 4, 126, 128, 128);
    }

    @Test
    void putsTransparentPartsOnBlack() throws IOException {
        ComponentColorModel greyAndAlpha =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_GRAY),
                        true,
                        false,
                        Transparency.TRANSLUCENT,
                        DataBuffer.TYPE_BYTE);
        WritableRaster raster = greyAndAlpha.createCompatibleWritableRaster(32, 8);
        fill(raster, 128);
        BufferedImage grey = new BufferedImage(greyAndAlpha, raster, false, null);
        BufferedImage red = new BufferedImage(32, 8, BufferedImage.TYPE_INT_ARGB);
        red.setRGB(4, 4, 0x80ff0000);

        Picture ofGrey = FrameReader.read(TestImages.encode(grey, "png"), "first frame");
        Picture ofRed = FrameReader.read(TestImages.encode(red, "png"), "first frame");

        assertColour(ofGrey, 4, 71, 128, 128);
        assertColour(ofRed, 4, 39, 115, 184);
        assertColour(ofRed, 8, 16, 128, 128);
    }

    @Test
    void refusesADamagedImage() {
        byte[] png = TestImages.png(300, 300, 0.5);
        byte[] damaged = Arrays.copyOf(png, 60);

        assertThatThrownBy(() -> FrameReader.read(damaged, "first frame"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The first frame (60 bytes) cannot be read");
    }

    private static byte[] columns(String format) {
        BufferedImage image = new BufferedImage(32, 8, BufferedImage.TYPE_INT_RGB);
        int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0x808080};
        for (int i = 0; i < 32 * 8; i++) {
            image.setRGB(i % 32, i / 32, colours[i % 32 / 8]);
        }
        return TestImages.encode(image, format);
    }

    private static void fill(WritableRaster raster, int value) {
        int[] samples = new int[raster.getNumBands() * raster.getWidth() * raster.getHeight()];
        Arrays.fill(samples, value);
        raster.setPixels(0, 0, raster.getWidth(), raster.getHeight(), samples);
    }

    private static void assertColour(Picture picture, int x, int luma, int cb, int cr) {
        int at = 4 * picture.getWidth() + x;
        assertThat(picture.getPlaneData(0)[at] + 128).isCloseTo(luma, within(2));
        assertThat(picture.getPlaneData(1)[at] + 128).isCloseTo(cb, within(2));
        assertThat(picture.getPlaneData(2)[at] + 128).isCloseTo(cr, within(2));
    }
}
