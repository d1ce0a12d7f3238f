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

import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;

/**
 * Starts at the first image and ends at the last one. The camera pushes in on the first and settles
 * back on the last while one fades into the other.
 */
final class CrossFade implements Scene {

    /** How much larger the images are at most. */
    static final double ZOOM = 1.06;

    private static final double FADE_BEGIN = 0.2;
    private static final double FADE_END = 0.8;

    private final Picture first;
    private final Picture last;
    private final Picture faded;

    CrossFade(Picture first, Picture last, int width, int height) {
        this.first = first;
        this.last = last;
        this.faded = Picture.create(width, height, ColorSpace.YUV420J);
    }

    @Override
    public void paint(double time, Picture frame) {
        double moved = Scene.ease(time);
        Window ofFirst = Window.zoomed(1 + (ZOOM - 1) * moved);
        Window ofLast = Window.zoomed(1 + (ZOOM - 1) * (1 - moved));
        double fade = Scene.ease((time - FADE_BEGIN) / (FADE_END - FADE_BEGIN));
        if (fade == 0) {
            FrameScaler.scale(first, ofFirst, frame);
        } else if (fade == 1) {
            FrameScaler.scale(last, ofLast, frame);
        } else {
            FrameScaler.scale(first, ofFirst, frame);
            FrameScaler.scale(last, ofLast, faded);
            mix(frame, (int) Math.round(fade * 256));
        }
    }

    private void mix(Picture frame, int share) {
        for (int plane = 0; plane < 3; plane++) {
            byte[] to = frame.getPlaneData(plane);
            byte[] from = faded.getPlaneData(plane);
            for (int i = 0; i < to.length; i++) {
                to[i] += (byte) (((from[i] - to[i]) * share + 128) >> 8);
            }
        }
    }
}
