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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One video to make: from one image, or from the first and the last frame.
 *
 * @param name what the video is called, without extension
 * @param frames one or two image files, the first frame first
 */
record Scene(String name, List<Path> frames) {

    private static final Pattern IMAGE =
            Pattern.compile("(?i)(.+?)(-first|-last)?\\.(?:jpg|jpeg|png|webp)");

    /** The frames of one name, as they are found. */
    private record Found(List<Path> single, List<Path> first, List<Path> last) {
        Found() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * The scenes of a folder by name: {@code lake.jpg} is one, and so are {@code harbour-first.jpg}
     * and {@code harbour-last.png} together.
     */
    static List<Scene> in(Path folder) {
        Map<String, Found> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(file))
                    .sorted()
                    .forEach(
                            file -> {
                                Matcher image = IMAGE.matcher(file.getFileName().toString());
                                if (image.matches()) {
                                    place(found, image, file);
                                }
                            });
        } catch (IOException e) {
            throw new QuickstartException("The folder %s cannot be read: %s".formatted(folder, e));
        }
        if (found.isEmpty()) {
            throw new QuickstartException(
                    ("There is no image in %s. Put .jpg, .png or .webp files there, or name another"
                                    + " folder with -Dimages=FOLDER.")
                            .formatted(folder));
        }
        List<Scene> scenes = new ArrayList<>();
        found.forEach((name, frames) -> scenes.add(scene(name, frames)));
        return Collections.unmodifiableList(scenes);
    }

    /** What the video of an image file is called: the image's name without extension and part. */
    static String nameOf(String image) {
        Matcher matcher = IMAGE.matcher(image);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(image + " is not called as an image is");
        }
        return matcher.group(1);
    }

    /** By its name: a file endpoint passes over such files, as the copies that macOS leaves. */
    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static void place(Map<String, Found> found, Matcher image, Path file) {
        Found frames = found.computeIfAbsent(image.group(1), name -> new Found());
        if (image.group(2) == null) {
            frames.single().add(file);
        } else if (image.group(2).equalsIgnoreCase("-first")) {
            frames.first().add(file);
        } else {
            frames.last().add(file);
        }
    }

    private static Scene scene(String name, Found found) {
        List<Path> all = new ArrayList<>(found.single());
        all.addAll(found.first());
        all.addAll(found.last());
        boolean alone = found.single().size() == 1 && all.size() == 1;
        boolean pair =
                found.first().size() == 1 && found.last().size() == 1 && found.single().isEmpty();
        if (alone || pair) {
            return new Scene(name, List.copyOf(all));
        }
        String fault =
                found.single().isEmpty() && all.size() == 1
                        ? "%s stands alone: a first frame needs a last one, and a last a first."
                                + " Add the other, or take -first or -last out of its name."
                        : "%s would all become the video " + name + ".mp4. Rename or remove some.";
        String names =
                String.join(", ", all.stream().map(file -> file.getFileName() + "").toList());
        throw new QuickstartException(fault.formatted(names));
    }
}
