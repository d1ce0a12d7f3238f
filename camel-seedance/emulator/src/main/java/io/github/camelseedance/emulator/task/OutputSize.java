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
package io.github.camelseedance.emulator.task;

import java.util.List;
import java.util.Map;

/** Pixels of a video by quality and aspect ratio, as the service publishes them. */
public record OutputSize(int width, int height) {

    /** The value that asks for the ratio nearest to the first image's. */
    public static final String ADAPTIVE = "adaptive";

    /** The fixed ratios, in the order of the tables below. */
    public static final List<String> RATIOS = List.of("16:9", "4:3", "1:1", "3:4", "9:16", "21:9");

    private static final Map<String, int[]> WIDTHS =
            Map.of(
                    "480p", new int[] {864, 752, 640, 560, 496, 992},
                    "720p", new int[] {1280, 1112, 960, 834, 720, 1470},
                    "1080p", new int[] {1920, 1664, 1440, 1248, 1080, 2206},
                    "4k", new int[] {3840, 3326, 2880, 2494, 2160, 4398});

    private static final Map<String, int[]> HEIGHTS =
            Map.of(
                    "480p", new int[] {496, 560, 640, 752, 864, 432},
                    "720p", new int[] {720, 834, 960, 1112, 1280, 630},
                    "1080p", new int[] {1080, 1248, 1440, 1664, 1920, 946},
                    "4k", new int[] {2160, 2494, 2880, 3326, 3840, 1886});

    /**
     * @param imageWidth width of the first image in pixels, asked only for {@code adaptive}
     * @param imageHeight its height in pixels
     */
    public static OutputSize of(
            String quality, String aspectRatio, int imageWidth, int imageHeight) {
        int index =
                ADAPTIVE.equals(aspectRatio)
                        ? nearest(imageWidth, imageHeight)
                        : RATIOS.indexOf(aspectRatio);
        return new OutputSize(WIDTHS.get(quality)[index], HEIGHTS.get(quality)[index]);
    }

    /** Ratios are compared as factors, so that 2:1 is as far from 1:1 as 1:2 is. */
    private static int nearest(int width, int height) {
        double wanted = Math.log((double) width / height);
        int best = 0;
        double bestDistance = Double.MAX_VALUE;
        for (int i = 0; i < RATIOS.size(); i++) {
            String[] sides = RATIOS.get(i).split(":");
            double ratio = Math.log(Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]));
            double distance = Math.abs(ratio - wanted);
            if (distance < bestDistance) {
                best = i;
                bestDistance = distance;
            }
        }
        return best;
    }
}
