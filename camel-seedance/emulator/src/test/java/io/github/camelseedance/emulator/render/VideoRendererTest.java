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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoRendererTest {

    private final VideoRenderer renderer = new VideoRenderer(false);
    private final VideoRenderer lowCost = new VideoRenderer(true);

    @ParameterizedTest
    @CsvSource({
        "864, 496", "752, 560", "640, 640", "560, 752", "496, 864", "992, 432",
        "1280, 720", "1112, 834", "960, 960", "834, 1112", "720, 1280", "1470, 630",
        "4398, 1886"
    })
    void rendersEverySizeToThePixel(int width, int height) throws IOException {
        BufferedImage image = TestImages.landscape(800, 600, 0.6);
        byte[] png = TestImages.encode(image, "png");

        DecodedVideo video =
                DecodedVideo.of(
                        lowCost.render(new RenderJob(List.of(png), "A lake", 7, width, height)));

        assertThat(video.seconds()).isCloseTo(7, within(0.05));
        assertThat(video.pictures()).hasSize(2);
        assertThat(video.first().getWidth()).isEqualTo(width);
        assertThat(video.first().getHeight()).isEqualTo(height);
        assertThat(difference(video.first(), image)).isLessThan(3);
    }

    @Test
    void rendersTheSmallestSize() throws IOException {
        List<byte[]> frames = List.of(TestImages.png(300, 300, 0.6));

        DecodedVideo video =
                DecodedVideo.of(renderer.render(new RenderJob(frames, "A lake", 1, 16, 16)));

        assertThat(video.pictures()).hasSize(12);
        assertThat(video.last().getWidth()).isEqualTo(16);
        assertThat(video.last().getHeight()).isEqualTo(16);
    }

    @Test
    void startsAtTheImageAndMovesOn() throws IOException {
        BufferedImage image = TestImages.landscape(900, 600, 0.6);
        byte[] jpeg = TestImages.encode(image, "jpg");

        DecodedVideo video =
                DecodedVideo.of(renderer.render(new RenderJob(List.of(jpeg), " ", 4, 320, 240)));

        assertThat(video.seconds()).isCloseTo(4, within(0.05));
        assertThat(video.pictures()).hasSize(48);
        assertThat(difference(video.first(), image)).isLessThan(3);
        assertThat(TestImages.difference(video.first(), video.last())).isGreaterThan(5);
        for (int i = 1; i < 48; i++) {
            assertThat(TestImages.difference(video.picture(i - 1), video.picture(i)))
                    .describedAs("step to picture %d", i)
                    .isLessThan(3);
        }
    }

    @Test
    void fadesFromTheFirstImageToTheLast() throws IOException {
        BufferedImage first = TestImages.landscape(900, 600, 0.6);
        BufferedImage last = TestImages.landscape(500, 700, 0.1);
        List<byte[]> frames =
                List.of(TestImages.encode(first, "png"), TestImages.encode(last, "png"));

        DecodedVideo video =
                DecodedVideo.of(renderer.render(new RenderJob(frames, "", 4, 434, 322)));

        assertThat(difference(video.first(), first)).isLessThan(3);
        assertThat(difference(video.last(), last)).isLessThan(3);
        assertThat(difference(video.middle(), first)).isGreaterThan(15);
        assertThat(difference(video.middle(), last)).isGreaterThan(15);
    }

    @Test
    void showsThePromptBetweenTheEndsOnly() throws IOException {
        List<byte[]> frames = List.of(TestImages.png(900, 600, 0.6));
        DecodedVideo one =
                DecodedVideo.of(
                        renderer.render(new RenderJob(frames, "A boat on a lake", 2, 480, 320)));
        DecodedVideo other =
                DecodedVideo.of(renderer.render(new RenderJob(frames, "Mountains", 2, 480, 320)));

        assertThat(TestImages.difference(one.first(), other.first())).isZero();
        assertThat(TestImages.difference(one.last(), other.last())).isZero();
        assertThat(TestImages.difference(one.middle(), other.middle())).isGreaterThan(0.2);
        BufferedImage upperHalf = one.middle().getSubimage(0, 0, 480, 160);
        assertThat(TestImages.difference(upperHalf, other.middle().getSubimage(0, 0, 480, 160)))
                .isZero();
    }

    @Test
    void showsTheImagesWithoutCaptionInLowCostMode() throws IOException {
        BufferedImage last = TestImages.landscape(500, 700, 0.1);
        List<byte[]> frames =
                List.of(TestImages.png(900, 600, 0.6), TestImages.encode(last, "png"));

        DecodedVideo one =
                DecodedVideo.of(
                        lowCost.render(new RenderJob(frames, "A boat on a lake", 5, 480, 320)));
        DecodedVideo other =
                DecodedVideo.of(lowCost.render(new RenderJob(frames, "Mountains", 5, 480, 320)));

        assertThat(one.pictures()).hasSize(2);
        assertThat(TestImages.difference(one.first(), other.first())).isZero();
        assertThat(TestImages.difference(one.last(), other.last())).isZero();
        assertThat(difference(one.last(), last)).isLessThan(3);
    }

    @Test
    void rendersManyVideosAtATime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<byte[]>> videos = new ArrayList<>();
            List<BufferedImage> images = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BufferedImage image = TestImages.landscape(400 + 10 * i, 400, i / 4.0);
                images.add(image);
                byte[] png = TestImages.encode(image, "png");
                RenderJob job = new RenderJob(List.of(png), "Video " + i, 1, 240 + 2 * i, 240);
                videos.add(threads.submit(() -> renderer.render(job)));
            }
            for (int i = 0; i < 4; i++) {
                DecodedVideo video = DecodedVideo.of(videos.get(i).get());
                assertThat(difference(video.first(), images.get(i))).isLessThan(3);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void putsTheIndexFirst() throws IOException {
        byte[] mp4 =
                lowCost.render(
                        new RenderJob(List.of(TestImages.png(400, 400, 0)), "", 4, 480, 480));

        String text = new String(mp4, StandardCharsets.ISO_8859_1);
        assertThat(text.substring(4, 12)).isEqualTo("ftypisom");
        assertThat(text.indexOf("moov")).isPositive().isLessThan(text.indexOf("mdat"));
    }

    @Test
    void saysWhichFrameCannotBeRead() {
        List<byte[]> frames =
                List.of(
                        TestImages.png(400, 400, 0),
                        "no image".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> lowCost.render(new RenderJob(frames, "", 4, 480, 480)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("last frame")
                .hasMessageContaining("8 bytes")
                .hasMessageContaining("JPEG");
    }

    private static double difference(BufferedImage picture, BufferedImage image) {
        return TestImages.difference(
                picture, TestImages.covering(image, picture.getWidth(), picture.getHeight()));
    }
}
