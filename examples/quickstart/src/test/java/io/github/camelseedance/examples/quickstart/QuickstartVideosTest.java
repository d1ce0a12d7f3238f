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
package io.github.camelseedance.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.examples.quickstart.QuickstartSettings.Routes;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Has FFmpeg look at the videos that the quickstart makes: they are what was asked for. */
class QuickstartVideosTest {

    private static final Path IMAGES = Path.of("images");
    private static final int SECONDS = 4;

    /** The mean absolute difference of 255 up to which two pictures count as the same. */
    private static final double SAME = 12;

    @TempDir private Path folder;

    @BeforeAll
    static void needsFfmpeg() {
        for (String tool : List.of("ffprobe", "ffmpeg")) {
            boolean found =
                    Stream.of(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
            assumeTrue(found, tool + " is not on the PATH");
        }
    }

    @ParameterizedTest
    @CsvSource({"adaptive, 864, 496", "9:16, 496, 864"})
    void showsTheImagesInTheAskedSizeForTheAskedTime(String aspectRatio, int width, int height)
            throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (String name : List.of("lake.jpg", "harbour-first.jpg", "harbour-last.jpg")) {
            Files.copy(IMAGES.resolve(name), images.resolve(name));
        }
        QuickstartSettings settings =
                new QuickstartSettings(
                        images,
                        folder,
                        QuickstartSettings.DEFAULT_PROMPT,
                        "480p",
                        aspectRatio,
                        SECONDS,
                        Routes.YAML,
                        Optional.empty());

        int exitCode =
                new Quickstart(settings, new PrintStream(OutputStream.nullOutputStream()))
                        .run(
                                () ->
                                        SeedanceEmulator.builder()
                                                .taskDuration(Duration.ofMillis(500))
                                                .build());

        assertThat(exitCode).isZero();
        for (String name : List.of("lake.mp4", "harbour.mp4")) {
            String[] found = probe(name).split(",");
            assertThat(found).startsWith("h264", Integer.toString(width), Integer.toString(height));
            assertThat(Double.parseDouble(found[3])).isCloseTo(SECONDS, within(0.2));
        }
        assertThat(difference(first("lake.mp4"), "lake.jpg")).isLessThan(SAME);
        assertThat(difference(first("harbour.mp4"), "harbour-first.jpg")).isLessThan(SAME);
        assertThat(difference(last("harbour.mp4"), "harbour-last.jpg")).isLessThan(SAME);
        // So that the limit says something: other pictures differ by more.
        assertThat(difference(last("harbour.mp4"), "harbour-first.jpg")).isGreaterThan(SAME);
        assertThat(difference(last("lake.mp4"), "lake.jpg")).isGreaterThan(SAME);
    }

    private String probe(String video) throws Exception {
        return ffmpeg(
                        "ffprobe",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=codec_name,width,height,duration",
                        "-of",
                        "csv=p=0",
                        video)
                .strip();
    }

    private BufferedImage first(String video) throws Exception {
        ffmpeg("ffmpeg", "-y", "-i", video, "-frames:v", "1", "first.bmp");
        return ImageIO.read(folder.resolve("first.bmp").toFile());
    }

    /** Each picture is written over the one before; the last one stays. */
    private BufferedImage last(String video) throws Exception {
        ffmpeg("ffmpeg", "-y", "-i", video, "-update", "1", "last.bmp");
        return ImageIO.read(folder.resolve("last.bmp").toFile());
    }

    private String ffmpeg(String tool, String... arguments) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process =
                new ProcessBuilder(
                                Stream.concat(Stream.of(tool, "-v", "error"), Stream.of(arguments))
                                        .toList())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(told).isZero();
        return told;
    }

    /** How much a picture of a video differs from an image, scaled and cropped to its size. */
    private static double difference(BufferedImage picture, String image) throws IOException {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage wanted =
                covering(ImageIO.read(IMAGES.resolve(image).toFile()), width, height);
        long sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int one = picture.getRGB(x, y);
                int other = wanted.getRGB(x, y);
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((one >> shift & 0xff) - (other >> shift & 0xff));
                }
            }
        }
        return sum / 3.0 / width / height;
    }

    private static BufferedImage covering(BufferedImage image, int width, int height) {
        double scale =
                Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
        int scaledWidth = (int) Math.round(image.getWidth() * scale);
        int scaledHeight = (int) Math.round(image.getHeight() * scale);
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(
                image,
                (width - scaledWidth) / 2,
                (height - scaledHeight) / 2,
                scaledWidth,
                scaledHeight,
                null);
        graphics.dispose();
        return result;
    }
}
