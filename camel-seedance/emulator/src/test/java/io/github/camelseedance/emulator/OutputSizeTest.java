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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.emulator.task.OutputSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputSizeTest {

    @ParameterizedTest
    @CsvSource({
        "480p,16:9,864,496",
        "480p,4:3,752,560",
        "480p,1:1,640,640",
        "480p,3:4,560,752",
        "480p,9:16,496,864",
        "480p,21:9,992,432",
        "720p,16:9,1280,720",
        "720p,4:3,1112,834",
        "720p,1:1,960,960",
        "720p,3:4,834,1112",
        "720p,9:16,720,1280",
        "720p,21:9,1470,630",
        "1080p,16:9,1920,1080",
        "1080p,4:3,1664,1248",
        "1080p,1:1,1440,1440",
        "1080p,3:4,1248,1664",
        "1080p,9:16,1080,1920",
        "1080p,21:9,2206,946",
        "4k,16:9,3840,2160",
        "4k,4:3,3326,2494",
        "4k,1:1,2880,2880",
        "4k,3:4,2494,3326",
        "4k,9:16,2160,3840",
        "4k,21:9,4398,1886"
    })
    void knowsThePublishedSizes(String quality, String ratio, int width, int height) {
        assertThat(OutputSize.of(quality, ratio, 1, 1)).isEqualTo(new OutputSize(width, height));
    }

    @ParameterizedTest
    @CsvSource({
        "1920,1080,1280,720",
        "1000,1000,960,960",
        "1024,768,1112,834",
        "768,1024,834,1112",
        "1080,1920,720,1280",
        "2500,1000,1470,630",
        "400,1000,720,1280",
        "1080,1000,960,960",
    })
    void adaptsToTheNearestRatio(int imageWidth, int imageHeight, int width, int height) {
        assertThat(OutputSize.of("720p", "adaptive", imageWidth, imageHeight))
                .isEqualTo(new OutputSize(width, height));
    }
}
