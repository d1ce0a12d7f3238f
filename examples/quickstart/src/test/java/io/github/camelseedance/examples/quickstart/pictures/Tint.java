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

/** A colour with red, green and blue from 0 to 1. */
record Tint(float red, float green, float blue) {

    /** A colour as it is written in HTML, such as {@code 0xffcc88}. */
    static Tint of(int rgb) {
        return new Tint((rgb >> 16 & 255) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);
    }

    /** This colour where {@code share} is 0, the other where it is 1. */
    Tint mix(Tint other, double share) {
        float s = (float) Math.max(0, Math.min(1, share));
        return new Tint(
                red + (other.red - red) * s,
                green + (other.green - green) * s,
                blue + (other.blue - blue) * s);
    }

    Tint times(double factor) {
        float f = (float) factor;
        return new Tint(red * f, green * f, blue * f);
    }

    Tint times(Tint other) {
        return new Tint(red * other.red, green * other.green, blue * other.blue);
    }

    /** The colour at {@code position} of a gradient through evenly spaced colours. */
    static Tint gradient(double position, Tint... colours) {
        double scaled = Math.max(0, Math.min(1, position)) * (colours.length - 1);
        int index = Math.min((int) scaled, colours.length - 2);
        return colours[index].mix(colours[index + 1], scaled - index);
    }
}
