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

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.io.ByteBufferSeekableByteChannel;
import org.jcodec.common.model.Picture;

/** A video as jcodec's own decoder sees it. */
record DecodedVideo(List<Picture> pictures, double seconds) {

    static DecodedVideo of(byte[] mp4) throws IOException {
        try {
            FrameGrab grab =
                    FrameGrab.createFrameGrab(
                            ByteBufferSeekableByteChannel.readFromByteBuffer(ByteBuffer.wrap(mp4)));
            List<Picture> pictures = new ArrayList<>();
            for (Picture picture = grab.getNativeFrame();
                    picture != null;
                    picture = grab.getNativeFrame()) {
                pictures.add(picture.cloneCropped());
            }
            return new DecodedVideo(pictures, grab.getVideoTrack().getMeta().getTotalDuration());
        } catch (JCodecException e) {
            throw new IOException(e);
        }
    }

    BufferedImage picture(int index) {
        return toRgb(pictures.get(index));
    }

    BufferedImage first() {
        return picture(0);
    }

    BufferedImage middle() {
        return picture(pictures.size() / 2);
    }

    BufferedImage last() {
        return picture(pictures.size() - 1);
    }

    /** From BT.709 in the limited range, as the standard has it. */
    private static BufferedImage toRgb(Picture picture) {
        int width = picture.getWidth();
        BufferedImage image =
                new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                int at = y / 2 * (width / 2) + x / 2;
                double luma = (picture.getPlaneData(0)[y * width + x] + 128 - 16) * 255.0 / 219;
                double cb = picture.getPlaneData(1)[at] * 255.0 / 224;
                double cr = picture.getPlaneData(2)[at] * 255.0 / 224;
                int red = clip(luma + 1.5748 * cr);
                int green = clip(luma - 0.18733 * cb - 0.46813 * cr);
                int blue = clip(luma + 1.8556 * cb);
                image.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    private static int clip(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
