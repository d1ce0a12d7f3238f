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

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The pictures keep to what the service allows of an image, and stay small to clone. */
class ShippedPicturesTest {

    private static final Path FOLDER = Path.of("images");

    @Test
    void keepToTheLimitsOfTheService() throws IOException {
        for (Path file : pictures()) {
            BufferedImage picture = ImageIO.read(file.toFile());
            double ratio = picture.getWidth() / (double) picture.getHeight();

            assertThat(picture.getWidth()).as("%s: width", file).isBetween(300, 6000);
            assertThat(picture.getHeight()).as("%s: height", file).isBetween(300, 6000);
            assertThat(ratio).as("%s: width / height", file).isBetween(0.4, 2.5);
            assertThat(Files.size(file)).as("%s: bytes", file).isLessThan(700_000);
        }
    }

    @Test
    void areThreeAndOnePair() throws IOException {
        assertThat(pictures())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "balloons.png",
                        "harbour-first.jpg",
                        "harbour-last.jpg",
                        "lake.jpg",
                        "lighthouse.jpg");
    }

    @Test
    void haveFramesOfOneSizeInThePair() throws IOException {
        BufferedImage first = ImageIO.read(FOLDER.resolve("harbour-first.jpg").toFile());
        BufferedImage last = ImageIO.read(FOLDER.resolve("harbour-last.jpg").toFile());

        assertThat(first.getWidth()).isEqualTo(last.getWidth());
        assertThat(first.getHeight()).isEqualTo(last.getHeight());
    }

    private static List<Path> pictures() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }
}
