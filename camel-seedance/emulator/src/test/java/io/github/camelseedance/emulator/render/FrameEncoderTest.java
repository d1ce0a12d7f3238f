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

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jcodec.codecs.h264.H264Decoder;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {

    private static final int WIDTH = 240;
    private static final int HEIGHT = 130;

    @Test
    void decodedPicturesDoNotDriftAwayFromTheEncodedOnes() throws Exception {
        BufferedImage image = TestImages.landscape(300, 200, 0.3);
        Random random = new Random(1);
        for (int i = 0; i < 300 * 200; i++) {
            int grain = random.nextInt(24) * 0x010101;
            image.setRGB(i % 300, i / 300, (image.getRGB(i % 300, i / 300) & 0xe0e0e0) | grain);
        }
        Picture still = Picture.create(270, 146, ColorSpace.YUV420J);
        FrameScaler.scale(
                FrameReader.read(TestImages.encode(image, "png"), "first frame"),
                Window.covering(300, 200, WIDTH, HEIGHT),
                still);
        Picture picture = Picture.create(WIDTH, HEIGHT, ColorSpace.YUV420J);
        FrameEncoder encoder = new FrameEncoder(WIDTH, HEIGHT);
        H264Decoder decoder = new H264Decoder();
        for (int i = 0; i < 24; i++) {
            FrameScaler.scale(still, Window.zoomed(1 + 0.005 * i), picture);
            ByteBuffer encoded = ByteBuffer.wrap(encoder.encode(picture, i == 0));

            assertThat(peakSignalToNoise(picture, decode(decoder, encoded)))
                    .describedAs("picture %d", i)
                    .isGreaterThan(44);
        }
    }

    @Test
    void getsAlongWithNoiseThatDoesNotCompress() {
        Picture noise = Picture.create(WIDTH, HEIGHT, ColorSpace.YUV420J);
        Random random = new Random(1);
        FrameEncoder encoder = new FrameEncoder(WIDTH, HEIGHT);
        H264Decoder decoder = new H264Decoder();
        for (int i = 0; i < 3; i++) {
            for (byte[] plane : noise.getData()) {
                for (int at = 0; at < plane.length; at++) {
                    plane[at] = (byte) (random.nextBoolean() ? 107 : -112);
                }
            }

            byte[] encoded = encoder.encode(noise, i == 0);

            Picture decoded = decode(decoder, ByteBuffer.wrap(encoded));

            assertThat(encoded.length).isGreaterThan(WIDTH * HEIGHT / 2);
            assertThat(peakSignalToNoise(noise, decoded)).isGreaterThan(20);
        }
    }

    private static Picture decode(H264Decoder decoder, ByteBuffer encoded) {
        byte[][] room = Picture.create(240, 144, ColorSpace.YUV420J).getData();
        return decoder.decodeFrame(encoded, room).cropped();
    }

    /** In decibels. */
    private static double peakSignalToNoise(Picture one, Picture other) {
        byte[] a = one.getPlaneData(0);
        byte[] b = other.getPlaneData(0);
        assertThat(b).hasSameSizeAs(a);
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return 10 * Math.log10(255 * 255 * a.length / squares);
    }
}
