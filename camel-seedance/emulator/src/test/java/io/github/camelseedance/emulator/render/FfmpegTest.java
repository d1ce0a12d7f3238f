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
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Has FFmpeg, which shares no code with jcodec, look at the videos. */
class FfmpegTest {

    @TempDir Path folder;

    @BeforeAll
    static void needsFfmpeg() {
        for (String tool : List.of("ffprobe", "ffmpeg")) {
            boolean found =
                    Stream.of(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            assumeTrue(found, tool + " is not on the PATH");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, 752, 560",
        "true, 1112, 834",
        "true, 1470, 630",
        "true, 2206, 946",
        "false, 434, 322"
    })
    void findsTheAskedSizeAndDuration(boolean lowCost, int width, int height) throws Exception {
        Path video = render(new VideoRenderer(lowCost), width, height, 0.6);

        JsonNode found =
                new ObjectMapper()
                        .readTree(
                                run(
                                        "ffprobe",
                                        "-v",
                                        "error",
                                        "-of",
                                        "json",
                                        "-show_streams",
                                        "-show_format",
                                        video.toString()));

        assertThat(found.at("/streams")).hasSize(1);
        JsonNode stream = found.at("/streams/0");
        assertThat(stream.path("codec_name").asText()).isEqualTo("h264");
        assertThat(stream.path("pix_fmt").asText()).isEqualTo("yuv420p");
        assertThat(stream.path("color_space").asText()).isEqualTo("bt709");
        assertThat(stream.path("color_range").asText()).isEqualTo("tv");
        assertThat(stream.path("width").asInt()).isEqualTo(width);
        assertThat(stream.path("height").asInt()).isEqualTo(height);
        assertThat(stream.path("duration").asDouble()).isCloseTo(4, within(0.05));
        assertThat(found.at("/format/duration").asDouble()).isCloseTo(4, within(0.05));
    }

    @Test
    void decodesTheGivenImagesAtBothEnds() throws Exception {
        int width = 434;
        int height = 322;
        Path video = render(new VideoRenderer(false), width, height, 0.6, 0.1);
        Path rgb = folder.resolve("video.rgb");

        String complaints =
                run(
                        "ffmpeg",
                        "-v",
                        "warning",
                        "-i",
                        video.toString(),
                        "-sws_flags",
                        "accurate_rnd+full_chroma_int",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "rgb24",
                        rgb.toString());

        assertThat(complaints).isEmpty();
        byte[] pictures = Files.readAllBytes(rgb);
        int size = width * height * 3;
        assertThat(pictures).hasSize(48 * size);
        assertThat(difference(pictures, 0, width, height, 0.6)).isLessThan(3);
        assertThat(difference(pictures, 47 * size, width, height, 0.1)).isLessThan(3);
    }

    private static double difference(byte[] rgb, int offset, int width, int height, double hue) {
        BufferedImage decoded = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0, at = offset; i < width * height; i++, at += 3) {
            int red = rgb[at] & 0xff;
            int green = rgb[at + 1] & 0xff;
            int blue = rgb[at + 2] & 0xff;
            decoded.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        BufferedImage image = TestImages.landscape(900, 600, hue);
        return TestImages.difference(decoded, TestImages.covering(image, width, height));
    }

    private Path render(VideoRenderer renderer, int width, int height, double... hues)
            throws IOException {
        List<byte[]> frames =
                Arrays.stream(hues).mapToObj(hue -> TestImages.png(900, 600, hue)).toList();
        Path video = folder.resolve("video.mp4");
        Files.write(video, renderer.render(new RenderJob(frames, "A lake", 4, width, height)));
        return video;
    }

    private String run(String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
