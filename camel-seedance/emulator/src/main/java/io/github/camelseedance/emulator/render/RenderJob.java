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

import java.util.List;
import java.util.Objects;

/**
 * One video to render.
 *
 * @param frames the encoded first frame and, for a transition, the encoded last frame (JPEG, PNG or
 *     WebP)
 * @param prompt what the caption shows; blank for no caption
 * @param seconds duration of the video in seconds, at least 1
 * @param width width of the video in pixels, even and at least 16
 * @param height height of the video in pixels, even and at least 16
 */
public record RenderJob(List<byte[]> frames, String prompt, int seconds, int width, int height) {

    /**
     * @throws IllegalArgumentException if there are no or more than two frames, or if the duration
     *     or the size cannot be rendered
     */
    public RenderJob {
        frames = List.copyOf(frames);
        Objects.requireNonNull(prompt, "prompt");
        if (frames.isEmpty() || frames.size() > 2) {
            throw new IllegalArgumentException(
                    "A video is made from 1 image (first frame) or 2 images (first and last frame),"
                            + " not from "
                            + frames.size());
        }
        if (seconds < 1) {
            throw new IllegalArgumentException(
                    "The duration must be at least 1 second, not " + seconds);
        }
        requireEncodable("width", width);
        requireEncodable("height", height);
    }

    /** H.264 has blocks of 16 pixels, and with 4:2:0 chroma it cannot carry an odd size. */
    private static void requireEncodable(String name, int pixels) {
        if (pixels < 16 || pixels % 2 != 0) {
            throw new IllegalArgumentException(
                    "The " + name + " must be an even number of at least 16 pixels, not " + pixels);
        }
    }
}
