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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneTest {

    @TempDir private Path folder;

    @Test
    void makesOneSceneOfEachImageAndEachPair() throws IOException {
        add("lake.jpg", "balloons.png", "harbour-last.png", "harbour-first.jpg", "FOG.WEBP");

        assertThat(Scene.in(folder))
                .containsExactly(
                        new Scene("FOG", List.of(folder.resolve("FOG.WEBP"))),
                        new Scene("balloons", List.of(folder.resolve("balloons.png"))),
                        new Scene(
                                "harbour",
                                List.of(
                                        folder.resolve("harbour-first.jpg"),
                                        folder.resolve("harbour-last.png"))),
                        new Scene("lake", List.of(folder.resolve("lake.jpg"))));
    }

    @Test
    void overlooksWhatIsNoImage() throws IOException {
        add("lake.jpg", "notes.txt", ".DS_Store", "._lake.jpg");
        Files.createDirectory(folder.resolve("more.jpg"));

        assertThat(Scene.in(folder)).extracting(Scene::name).containsExactly("lake");
    }

    @Test
    void namesAVideoByItsImage() {
        assertThat(Scene.nameOf("lake.jpg")).isEqualTo("lake");
        assertThat(Scene.nameOf("harbour-first.jpg")).isEqualTo("harbour");
        assertThat(Scene.nameOf("shot.1.at dawn.WEBP")).isEqualTo("shot.1.at dawn");
    }

    @Test
    void refusesAFolderWithoutImages() throws IOException {
        add("notes.txt");

        refused().withMessageContaining("no image in " + folder).withMessageContaining("-Dimages=");
    }

    @Test
    void refusesAFirstFrameWithoutItsLast() throws IOException {
        add("lake.jpg", "harbour-first.jpg");

        refused().withMessageStartingWith("harbour-first.jpg stands alone");
    }

    @Test
    void refusesTwoImagesForOneVideo() throws IOException {
        add("lake.jpg", "lake.png");

        refused()
                .withMessage(
                        "lake.jpg, lake.png would all become the video lake.mp4."
                                + " Rename or remove some.");
    }

    @Test
    void refusesAPairThatIsNotTwo() throws IOException {
        add("harbour-first.jpg", "harbour-first.png", "harbour-last.jpg");

        refused().withMessageContaining("harbour-first.jpg, harbour-first.png, harbour-last.jpg");
    }

    private ThrowableAssertAlternative<QuickstartException> refused() {
        return assertThatExceptionOfType(QuickstartException.class)
                .isThrownBy(() -> Scene.in(folder));
    }

    private void add(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }
}
