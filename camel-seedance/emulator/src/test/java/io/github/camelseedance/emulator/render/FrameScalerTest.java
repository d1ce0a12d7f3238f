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

import java.util.Arrays;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;

class FrameScalerTest {

    @Test
    void copiesAPictureOfTheSameSize() {
        Picture from = gradient(64, 48);
        Picture to = Picture.create(64, 48, ColorSpace.YUV420J);

        FrameScaler.scale(from, Window.zoomed(1), to);

        assertThat(to.getPlaneData(0)).isEqualTo(from.getPlaneData(0));
    }

    @Test
    void keepsFlatAreasExactly() {
        Picture from = Picture.create(997, 601, ColorSpace.YUV444J);
        for (byte[] plane : from.getData()) {
            Arrays.fill(plane, (byte) -77);
        }
        Picture to = Picture.create(434, 322, ColorSpace.YUV420J);

        FrameScaler.scale(from, Window.covering(997, 601, 434, 322), to);

        for (byte[] plane : to.getData()) {
            assertThat(plane).containsOnly(-77);
        }
    }

    @Test
    void averagesWhatBecomesSmallerThanAPixel() {
        Picture from = Picture.create(1024, 64, ColorSpace.YUV444J);
        byte[] luma = from.getPlaneData(0);
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) (i % 2 == 0 ? 100 : -100);
        }
        Picture to = Picture.create(100, 6, ColorSpace.YUV420J);

        FrameScaler.scale(from, Window.zoomed(1), to);

        for (int x = 4; x < 96; x++) {
            assertThat(to.getPlaneData(0)[300 + x]).isBetween((byte) -6, (byte) 6);
        }
    }

    @Test
    void movesByFractionsOfAPixel() {
        Picture from = gradient(64, 48);
        Picture to = Picture.create(64, 48, ColorSpace.YUV420J);

        FrameScaler.scale(from, new Window(0.25 / 64, 0, 1, 1), to);

        // The luma of the gradient rises by 3 with each column.
        int at = 24 * 64 + 30;
        assertThat(to.getPlaneData(0)[at] - from.getPlaneData(0)[at]).isEqualTo(1);
    }

    @Test
    void cropsTheCentre() {
        Window wide = Window.covering(200, 100, 50, 50);
        Window tall = Window.covering(100, 400, 50, 50);

        assertThat(wide).isEqualTo(new Window(0.25, 0, 0.5, 1));
        assertThat(tall).isEqualTo(new Window(0, 0.375, 1, 0.25));
    }

    private static Picture gradient(int width, int height) {
        Picture picture = Picture.create(width, height, ColorSpace.YUV420J);
        byte[] luma = picture.getPlaneData(0);
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) (i % width * 3 - 100);
        }
        return picture;
    }
}
