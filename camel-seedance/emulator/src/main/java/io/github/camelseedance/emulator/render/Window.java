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

/**
 * A part of a picture, in fractions of the picture's width and height, so that the same window
 * serves the luma and the smaller chroma planes.
 */
record Window(double left, double top, double width, double height) {

    /** The largest centred part of a picture that has the ratio of the target size. */
    static Window covering(int width, int height, int targetWidth, int targetHeight) {
        double scale = Math.max((double) targetWidth / width, (double) targetHeight / height);
        return centred(targetWidth / (scale * width), targetHeight / (scale * height));
    }

    /** The centred part that fills the picture when it is magnified by the factor. */
    static Window zoomed(double factor) {
        return centred(1 / factor, 1 / factor);
    }

    private static Window centred(double width, double height) {
        return new Window((1 - width) / 2, (1 - height) / 2, width, height);
    }
}
