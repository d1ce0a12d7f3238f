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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a user can set, with {@code -D} or else in the environment:
 *
 * <table>
 *   <caption>Settings</caption>
 *   <tr><th>-D</th><th>environment</th><th>default</th></tr>
 *   <tr><td>images</td><td>SEEDANCE_IMAGES</td><td>the example's {@code images}</td></tr>
 *   <tr><td>videos</td><td>SEEDANCE_VIDEOS</td><td>the example's {@code videos}</td></tr>
 *   <tr><td>prompt</td><td>SEEDANCE_PROMPT</td><td>{@value #DEFAULT_PROMPT}</td></tr>
 *   <tr><td>quality</td><td>SEEDANCE_QUALITY</td><td>{@value #DEFAULT_QUALITY}</td></tr>
 *   <tr><td>aspectRatio</td><td>SEEDANCE_ASPECT_RATIO</td><td>{@value #DEFAULT_ASPECT_RATIO}</td>
 *   </tr>
 *   <tr><td>duration</td><td>SEEDANCE_DURATION</td><td>{@value #DEFAULT_DURATION} seconds</td></tr>
 *   <tr><td>routes</td><td>SEEDANCE_ROUTES</td><td>{@code yaml}, or {@code java}</td></tr>
 *   <tr><td></td><td>SEEDANCE_API_KEY</td><td>none: the emulator is used</td></tr>
 * </table>
 *
 * <p>Relative folders are meant from the working directory. What the service allows as quality,
 * aspect ratio, duration and prompt is the component's to check: it knows, and refuses before
 * anything is paid.
 */
record QuickstartSettings(
        Path images,
        Path videos,
        String prompt,
        String quality,
        String aspectRatio,
        int duration,
        Routes routes,
        Optional<String> apiKey) {

    static final String DEFAULT_PROMPT =
            "The scene comes alive: light and air begin to move, the camera slowly pushes in";
    static final String DEFAULT_QUALITY = "720p";
    static final String DEFAULT_ASPECT_RATIO = "adaptive";
    static final int DEFAULT_DURATION = 5;

    /** In which language the route is read. */
    enum Routes {
        YAML,
        JAVA
    }

    /**
     * Reads system properties and environment; a system property wins, an empty value is none.
     * Makes the folder for the videos.
     */
    static QuickstartSettings read(
            UnaryOperator<String> properties, UnaryOperator<String> environment) {
        Reader reader = new Reader(properties, environment);
        Path home = fromHere(Path.of(reader.text("quickstart.home", null, "")));
        Path images = reader.folder("images", "SEEDANCE_IMAGES", home);
        if (!Files.isDirectory(images)) {
            throw new QuickstartException(
                    ("There is no folder %s to take images from. Name another one with"
                                    + " -Dimages=FOLDER or SEEDANCE_IMAGES.")
                            .formatted(images));
        }
        Path videos = reader.folder("videos", "SEEDANCE_VIDEOS", home);
        makeWritable(videos);
        return new QuickstartSettings(
                images,
                videos,
                reader.text("prompt", "SEEDANCE_PROMPT", DEFAULT_PROMPT),
                reader.text("quality", "SEEDANCE_QUALITY", DEFAULT_QUALITY),
                reader.text("aspectRatio", "SEEDANCE_ASPECT_RATIO", DEFAULT_ASPECT_RATIO),
                reader.seconds("duration", "SEEDANCE_DURATION", DEFAULT_DURATION),
                reader.routes("routes", "SEEDANCE_ROUTES"),
                Optional.ofNullable(environment.apply("SEEDANCE_API_KEY"))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty()));
    }

    /** Before anything is paid: a video that cannot be stored is paid all the same. */
    private static void makeWritable(Path videos) {
        String otherFolder = " Name a folder with -Dvideos=FOLDER or SEEDANCE_VIDEOS.";
        if (Files.exists(videos) && !Files.isDirectory(videos)) {
            throw new QuickstartException(
                    videos + " is a file, so no videos can be put there." + otherFolder);
        }
        try {
            Files.createDirectories(videos);
            Files.delete(Files.createTempFile(videos, "writable", null));
        } catch (IOException e) {
            throw new QuickstartException(
                    "No videos can be put in " + videos + ": " + e + "." + otherFolder);
        }
    }

    /** Short to read where it can be: relative to the working directory. */
    private static Path fromHere(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder) : folder;
    }

    /** What the route reads by {@code {{name}}}. */
    Map<String, String> routeProperties() {
        return Map.of(
                "quickstart.images",
                images.toString(),
                "quickstart.videos",
                videos.toString(),
                "quickstart.prompt",
                prompt,
                "quickstart.quality",
                quality,
                "quickstart.aspectRatio",
                aspectRatio,
                "quickstart.duration",
                Integer.toString(duration));
    }

    /** Everything but the key. */
    @Override
    public String toString() {
        return "images=%s, videos=%s, prompt=%s, quality=%s, aspectRatio=%s, duration=%d s, key %s"
                .formatted(
                        images,
                        videos,
                        prompt,
                        quality,
                        aspectRatio,
                        duration,
                        apiKey.isPresent() ? "set" : "not set");
    }

    private record Reader(UnaryOperator<String> properties, UnaryOperator<String> environment) {

        String text(String property, String variable, String fallback) {
            String value = properties.apply(property);
            if ((value == null || value.isBlank()) && variable != null) {
                value = environment.apply(variable);
            }
            return value == null || value.isBlank() ? fallback : value.strip();
        }

        Path folder(String property, String variable, Path home) {
            String value = text(property, variable, null);
            Path folder = value == null ? home.resolve(property) : Path.of(value);
            if (folder.toString().matches(".*[?%].*")) {
                throw new QuickstartException(
                        ("%s has a ? or %% in it, which means something else in the URI of a file"
                                        + " endpoint. Name another folder with -D%s=FOLDER or %s.")
                                .formatted(folder, property, variable));
            }
            return folder;
        }

        int seconds(String property, String variable, int fallback) {
            String value = text(property, variable, Integer.toString(fallback));
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new QuickstartException(
                        ("duration is \"%s\", but must be a whole number of seconds, such as"
                                        + " -D%s=5 or %s=5.")
                                .formatted(value, property, variable));
            }
        }

        Routes routes(String property, String variable) {
            String value = text(property, variable, "yaml");
            for (Routes routes : Routes.values()) {
                if (routes.name().equalsIgnoreCase(value)) {
                    return routes;
                }
            }
            throw new QuickstartException(
                    "routes is \"%s\", but must be yaml or java, such as -D%s=java or %s=java."
                            .formatted(value, property, variable));
        }
    }
}
