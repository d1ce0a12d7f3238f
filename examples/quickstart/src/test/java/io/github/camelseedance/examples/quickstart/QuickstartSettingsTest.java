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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartSettingsTest {

    @TempDir private Path home;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeHome() throws IOException {
        Files.createDirectory(home.resolve("images"));
        properties.put("quickstart.home", home.toString());
    }

    @Test
    void needsNothingToBeSet() {
        QuickstartSettings settings = read();

        assertThat(settings.images()).isEqualTo(home.resolve("images"));
        assertThat(settings.videos()).isEqualTo(home.resolve("videos"));
        assertThat(settings.prompt()).isEqualTo(QuickstartSettings.DEFAULT_PROMPT);
        assertThat(settings.quality()).isEqualTo("720p");
        assertThat(settings.aspectRatio()).isEqualTo("adaptive");
        assertThat(settings.duration()).isEqualTo(5);
        assertThat(settings.routes()).isEqualTo(QuickstartSettings.Routes.YAML);
        assertThat(settings.apiKey()).isEmpty();
    }

    @Test
    void takesSystemProperties() {
        properties.put("images", home.toString());
        properties.put("videos", home.resolve("elsewhere").toString());
        properties.put("prompt", "Snow begins to fall");
        properties.put("quality", "480p");
        properties.put("aspectRatio", "21:9");
        properties.put("duration", "8");
        properties.put("routes", "java");

        QuickstartSettings settings = read();

        assertThat(settings.images()).isEqualTo(home);
        assertThat(settings.videos()).isEqualTo(home.resolve("elsewhere"));
        assertThat(settings.prompt()).isEqualTo("Snow begins to fall");
        assertThat(settings.quality()).isEqualTo("480p");
        assertThat(settings.aspectRatio()).isEqualTo("21:9");
        assertThat(settings.duration()).isEqualTo(8);
        assertThat(settings.routes()).isEqualTo(QuickstartSettings.Routes.JAVA);
    }

    @Test
    void takesTheEnvironment() {
        environment.put("SEEDANCE_IMAGES", home.toString());
        environment.put("SEEDANCE_VIDEOS", home.resolve("elsewhere").toString());
        environment.put("SEEDANCE_PROMPT", "Snow begins to fall");
        environment.put("SEEDANCE_QUALITY", "480p");
        environment.put("SEEDANCE_ASPECT_RATIO", "21:9");
        environment.put("SEEDANCE_DURATION", "8");
        environment.put("SEEDANCE_ROUTES", "JAVA");

        QuickstartSettings settings = read();

        assertThat(settings.images()).isEqualTo(home);
        assertThat(settings.videos()).isEqualTo(home.resolve("elsewhere"));
        assertThat(settings.prompt()).isEqualTo("Snow begins to fall");
        assertThat(settings.quality()).isEqualTo("480p");
        assertThat(settings.aspectRatio()).isEqualTo("21:9");
        assertThat(settings.duration()).isEqualTo(8);
        assertThat(settings.routes()).isEqualTo(QuickstartSettings.Routes.JAVA);
    }

    @Test
    void prefersSystemPropertiesAndTakesBlankForUnset() {
        properties.put("quality", "480p");
        environment.put("SEEDANCE_QUALITY", "720p");
        properties.put("prompt", " ");
        environment.put("SEEDANCE_PROMPT", "From the environment");
        environment.put("SEEDANCE_API_KEY", "  ");

        QuickstartSettings settings = read();

        assertThat(settings.quality()).isEqualTo("480p");
        assertThat(settings.prompt()).isEqualTo("From the environment");
        assertThat(settings.apiKey()).isEmpty();
    }

    @Test
    void takesTheKeyFromTheEnvironmentAloneAndNeverPrintsIt() {
        environment.put("SEEDANCE_API_KEY", "sk-very-secret");

        QuickstartSettings settings = read();

        assertThat(settings.apiKey()).contains("sk-very-secret");
        assertThat(settings).asString().doesNotContain("very-secret").contains("key set");
    }

    @Test
    void tellsWhichFolderIsMissing() {
        properties.put("images", home.resolve("nowhere").toString());

        assertThatExceptionOfType(QuickstartException.class)
                .isThrownBy(this::read)
                .withMessageContaining(home.resolve("nowhere").toString())
                .withMessageContaining("-Dimages=FOLDER or SEEDANCE_IMAGES");
    }

    @Test
    void refusesAFileInPlaceOfTheFolderForVideos() throws IOException {
        Path file = Files.createFile(home.resolve("videos"));

        assertThatExceptionOfType(QuickstartException.class)
                .isThrownBy(this::read)
                .withMessageContaining(file + " is a file")
                .withMessageContaining("-Dvideos=FOLDER or SEEDANCE_VIDEOS");
    }

    @Test
    void refusesAFolderForVideosThatCannotBeMade() throws IOException {
        Path folder = Files.createFile(home.resolve("file")).resolve("videos");
        properties.put("videos", folder.toString());

        assertThatExceptionOfType(QuickstartException.class)
                .isThrownBy(this::read)
                .withMessageStartingWith("No videos can be put in " + folder)
                .withMessageContaining("-Dvideos=FOLDER or SEEDANCE_VIDEOS");
    }

    @Test
    void refusesFoldersThatAnEndpointCannotName() {
        properties.put("videos", "100%");

        assertThatExceptionOfType(QuickstartException.class)
                .isThrownBy(this::read)
                .withMessageStartingWith("100% has a ? or % in it")
                .withMessageContaining("-Dvideos=FOLDER or SEEDANCE_VIDEOS");
    }

    @Test
    void refusesADurationThatIsNoNumber() {
        properties.put("duration", "five");

        assertThatExceptionOfType(QuickstartException.class)
                .isThrownBy(this::read)
                .withMessage(
                        "duration is \"five\", but must be a whole number of seconds, such as"
                                + " -Dduration=5 or SEEDANCE_DURATION=5.");
    }

    @Test
    void refusesRoutesInAnUnknownLanguage() {
        environment.put("SEEDANCE_ROUTES", "xml");

        assertThatExceptionOfType(QuickstartException.class)
                .isThrownBy(this::read)
                .withMessage(
                        "routes is \"xml\", but must be yaml or java, such as -Droutes=java or"
                                + " SEEDANCE_ROUTES=java.");
    }

    private QuickstartSettings read() {
        return QuickstartSettings.read(properties::get, environment::get);
    }
}
