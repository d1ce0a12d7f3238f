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

/** Smooth noise that depends on nothing but its seed, so that a picture is the same each time. */
final class Noise {

    private final int seed;

    Noise(int seed) {
        this.seed = seed;
    }

    /** One octave, from 0 to 1; the features are about one unit wide. */
    double smooth(double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double u = ease(x - column);
        double v = ease(y - row);
        double above = lerp(at(column, row), at(column + 1, row), u);
        double below = lerp(at(column, row + 1), at(column + 1, row + 1), u);
        return lerp(above, below, v);
    }

    /** Several octaves, from 0 to 1, each twice as fine and half as strong: clouds, ground. */
    double cloud(double x, double y, int octaves) {
        double sum = 0;
        double weights = 0;
        double weight = 1;
        for (int octave = 0; octave < octaves; octave++) {
            sum += weight * smooth(x + 17.3 * octave, y - 9.1 * octave);
            weights += weight;
            weight /= 2;
            x *= 2;
            y *= 2;
        }
        return sum / weights;
    }

    /** As {@link #cloud}, with sharp crests at the top: mountains, waves. */
    double crest(double x, double y, int octaves) {
        double sum = 0;
        double weights = 0;
        double weight = 1;
        for (int octave = 0; octave < octaves; octave++) {
            double fold = 1 - Math.abs(2 * smooth(x + 31.7 * octave, y + 5.9 * octave) - 1);
            sum += weight * fold * fold;
            weights += weight;
            weight *= 0.48;
            x *= 2.03;
            y *= 2.03;
        }
        return sum / weights;
    }

    /** Irregular flat cells, about one unit wide, each with a number from 0 to 1: rock. */
    double facet(double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double nearest = Double.MAX_VALUE;
        double value = 0;
        for (int i = column - 1; i <= column + 1; i++) {
            for (int j = row - 1; j <= row + 1; j++) {
                double distance = Math.hypot(i + at(i, j) - x, j + at(j + 71, i - 29) - y);
                if (distance < nearest) {
                    nearest = distance;
                    value = at(i + 113, j + 57);
                }
            }
        }
        return value;
    }

    /** A number from 0 to 1 for a point of the grid. */
    double at(int column, int row) {
        int hash = seed * 0x9e3779b9 + column * 0x85ebca6b + row * 0xc2b2ae35;
        hash = (hash ^ hash >>> 15) * 0x2c1b3c6d;
        hash = (hash ^ hash >>> 12) * 0x297a2d39;
        hash ^= hash >>> 15;
        return (hash >>> 8) / (double) (1 << 24);
    }

    private static double ease(double t) {
        return t * t * t * (t * (6 * t - 15) + 10);
    }

    private static double lerp(double from, double to, double share) {
        return from + (to - from) * share;
    }
}
