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

import java.util.Arrays;
import org.jcodec.common.model.Picture;

/**
 * Resamples a window of one picture to fill another, plane by plane, with a Catmull-Rom filter. The
 * weights are computed for the exact position of every row and column: a slowly moving window moves
 * smoothly, and not in steps of a pixel. When shrinking, the filter widens so that detail is
 * averaged instead of dropped.
 */
final class FrameScaler {

    private static final int WEIGHT_BITS = 14;
    private static final int ROW_BITS = 8;

    private FrameScaler() {}

    static void scale(Picture from, Window window, Picture to) {
        for (int plane = 0; plane < 3; plane++) {
            int width = from.getPlaneWidth(plane);
            int height = from.getPlaneHeight(plane);
            Axis columns =
                    Axis.of(
                            width,
                            window.left() * width,
                            window.width() * width,
                            to.getPlaneWidth(plane));
            Axis rows =
                    Axis.of(
                            height,
                            window.top() * height,
                            window.height() * height,
                            to.getPlaneHeight(plane));
            scale(from.getPlaneData(plane), width, columns, rows, to.getPlaneData(plane));
        }
    }

    private static void scale(byte[] from, int stride, Axis columns, Axis rows, byte[] to) {
        int begin = columns.first[0];
        int end = columns.first[columns.length() - 1] + columns.taps;
        int[] row = new int[end - begin];
        int out = 0;
        for (int y = 0; y < rows.length(); y++) {
            Arrays.fill(row, 0);
            for (int tap = 0; tap < rows.taps; tap++) {
                int weight = rows.weights[y * rows.taps + tap];
                int offset = (rows.first[y] + tap) * stride + begin;
                for (int x = 0; x < row.length; x++) {
                    row[x] += weight * from[offset + x];
                }
            }
            for (int x = 0; x < row.length; x++) {
                row[x] >>= WEIGHT_BITS - ROW_BITS;
            }
            for (int x = 0, weight = 0; x < columns.length(); x++) {
                int sum = 1 << (WEIGHT_BITS + ROW_BITS - 1);
                int offset = columns.first[x] - begin;
                for (int tap = 0; tap < columns.taps; tap++) {
                    sum += columns.weights[weight++] * row[offset + tap];
                }
                int value = sum >> (WEIGHT_BITS + ROW_BITS);
                to[out++] = (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, value));
            }
        }
    }

    /** Which samples of a line, with which weights, make each sample of the scaled line. */
    private record Axis(int taps, int[] first, int[] weights) {

        static Axis of(int samples, double start, double span, int target) {
            double step = span / target;
            double stretch = Math.max(1, step);
            int taps = Math.min(samples, (int) Math.ceil(4 * stretch) + 1);
            int[] first = new int[target];
            int[] weights = new int[target * taps];
            for (int i = 0; i < target; i++) {
                double centre = start + (i + 0.5) * step - 0.5;
                int nearest = (int) Math.floor(centre - 2 * stretch) + 1;
                first[i] = Math.max(0, Math.min(samples - taps, nearest));
                double[] exact = new double[taps];
                for (int s = nearest; s <= centre + 2 * stretch; s++) {
                    int inside = Math.max(0, Math.min(samples - 1, s));
                    exact[inside - first[i]] += catmullRom((s - centre) / stretch);
                }
                quantize(exact, weights, i * taps);
            }
            return new Axis(taps, first, weights);
        }

        int length() {
            return first.length;
        }

        /** Whole numbers whose sum is exactly one in fixed point: flat areas stay as they are. */
        private static void quantize(double[] exact, int[] weights, int offset) {
            double sum = Arrays.stream(exact).sum();
            double reached = 0;
            int given = 0;
            for (int tap = 0; tap < exact.length; tap++) {
                reached += exact[tap] / sum * (1 << WEIGHT_BITS);
                weights[offset + tap] = (int) Math.round(reached) - given;
                given += weights[offset + tap];
            }
        }

        private static double catmullRom(double distance) {
            double d = Math.abs(distance);
            if (d < 1) {
                return (1.5 * d - 2.5) * d * d + 1;
            }
            return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
        }
    }
}
