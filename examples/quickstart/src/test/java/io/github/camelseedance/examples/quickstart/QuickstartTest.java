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

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.examples.quickstart.QuickstartSettings.Routes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole program, with a quick emulator. */
class QuickstartTest {

    private static final Path SHIPPED = Path.of("images");
    private static final String PROMPT = "50 % mist, \"calm\" & {slow}";
    private static final double PRICE = 4 * 6.251;

    @TempDir private Path folder;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private Path images;
    private Path videos;
    private SeedanceEmulator.Builder options;
    private SeedanceEmulator emulator;

    @BeforeEach
    void prepare() throws IOException {
        images = Files.createDirectory(folder.resolve("my images (#1) + more"));
        videos = folder.resolve("new & old");
        options = SeedanceEmulator.builder().taskDuration(Duration.ofMillis(500)).lowCost(true);
    }

    @ParameterizedTest
    @EnumSource(Routes.class)
    void makesAVideoOfEachImageAndOfThePair(Routes routes) throws Exception {
        add("lake.jpg", "lake.jpg");
        add("balloons.png", "shot.1.PNG");
        add("lighthouse.jpg", "shot.2.jpeg");
        add("harbour-first.jpg", "harbour-first.jpg");
        add("harbour-last.jpg", "harbour-last.jpg");

        assertThat(run(routes)).isZero();

        assertThat(made()).containsOnlyKeys("harbour.mp4", "lake.mp4", "shot.1.mp4", "shot.2.mp4");
        assertThat(made().values()).allSatisfy(size -> assertThat(size).isGreaterThan(10_000));
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(4);
        assertThat(emulator.tasks().list())
                .extracting(TaskView::request)
                .allSatisfy(
                        request -> {
                            assertThat(request.prompt()).isEqualTo(PROMPT);
                            assertThat(request.quality()).isEqualTo("480p");
                            assertThat(request.aspectRatio()).isEqualTo("adaptive");
                            assertThat(request.duration()).isEqualTo(4);
                        })
                .extracting(request -> request.imageUrls().size())
                .containsExactlyInAnyOrder(1, 1, 1, 2);
        assertThat(lines())
                .startsWith("No SEEDANCE_API_KEY: using the built-in emulator; nothing is paid.")
                .contains("harbour: started", "shot.1: started")
                .contains("lake: finished, 4 s in " + videos.resolve("lake.mp4"))
                .containsPattern(
                        "4 videos, 16 seconds, 100.016 credits, made in \\d+ s\\. They lie in "
                                + ".*new & old:\n"
                                + "  harbour.mp4\n  lake.mp4\n  shot.1.mp4\n  shot.2.mp4\n$");
    }

    @ParameterizedTest
    @EnumSource(Routes.class)
    void tellsWhichVideoFailedAndWhy(Routes routes) throws Exception {
        add("lake.jpg", "lake.jpg");
        BufferedImage small = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(small, "png", images.resolve("dot.png").toFile());

        assertThat(run(routes)).isEqualTo(1);

        assertThat(made()).containsOnlyKeys("lake.mp4");
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
        assertThat(lines())
                .containsPattern("dot: failed: .*image_urls\\[0].*200.*300")
                .contains("1 video, 4 seconds, 25.004 credits")
                .containsPattern("1 video failed:\n  dot: .*image_urls\\[0].*200.*300")
                .doesNotContain("\tat ");
    }

    @Test
    void tellsWhatTheServiceRefused() throws Exception {
        add("lake.jpg", "lake.jpg");
        add("balloons.png", "balloons.png");
        options.balance(PRICE * 1.5);

        assertThat(run(Routes.YAML)).isEqualTo(1);

        assertThat(made()).hasSize(1);
        assertThat(lines())
                .contains("1 video, 4 seconds")
                .containsPattern("1 video failed:\n  (lake|balloons): .*insufficient_user_quota");
    }

    private int run(Routes routes) throws Exception {
        QuickstartSettings settings =
                new QuickstartSettings(
                        images, videos, PROMPT, "480p", "adaptive", 4, routes, Optional.empty());
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Quickstart(settings, out).run(() -> emulator = options.build());
    }

    private String lines() {
        return shown.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private void add(String shipped, String name) throws IOException {
        Files.copy(SHIPPED.resolve(shipped), images.resolve(name));
    }

    /** The files in the folder for videos, with their sizes. */
    private Map<String, Long> made() throws IOException {
        try (var files = Files.list(videos)) {
            return files.collect(
                    Collectors.toMap(file -> file.getFileName().toString(), QuickstartTest::size));
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
