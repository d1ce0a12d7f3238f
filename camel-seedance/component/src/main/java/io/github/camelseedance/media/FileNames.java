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
package io.github.camelseedance.media;

import java.net.URI;
import java.util.Locale;

/** Makes plain file names of what came from outside: no folder, no surprise, not too long. */
final class FileNames {
    private static final int MAX_LENGTH = 100;

    private FileNames() {}

    /** A name for an image, with the extension of its content. */
    static String image(String name, ImageFormat format) {
        return plain(name, "image", format.extension());
    }

    /** A name for a video: its task's id, or else the last part of its link. */
    static String video(String taskId, URI link, String extension) {
        return plain(taskId != null ? taskId : link.getPath(), "video", extension);
    }

    private static String plain(String name, String otherwise, String extension) {
        String last = name == null ? "" : name.substring(lastSeparator(name) + 1);
        String stem =
                withoutExtension(last)
                        .replaceAll("[^A-Za-z0-9._-]+", "_")
                        .replaceFirst("^[._-]+", "")
                        .replaceFirst("[._-]+$", "");
        int room = MAX_LENGTH - extension.length() - 1;
        String kept = stem.length() > room ? stem.substring(0, room) : stem;
        return (kept.isEmpty() ? otherwise : kept) + "." + extension;
    }

    private static int lastSeparator(String name) {
        return Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    }

    /** Only an extension of a picture or a video goes: a task id may have dots too. */
    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return name;
        }
        String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return extension.matches(
                        "jpe?g|jfif|png|webp|gif|bmp|tiff?|hei[cf]|avif|mp4|m4v|mov|webm|mkv")
                ? name.substring(0, dot)
                : name;
    }
}
