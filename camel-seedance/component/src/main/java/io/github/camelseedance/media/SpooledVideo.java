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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A video that has been fetched completely. Its file belongs to whoever holds this, and goes with
 * {@link #close}.
 *
 * @param path the file, readable by its owner only
 * @param length in bytes
 * @param contentType such as {@code video/mp4}
 * @param fileName a plain name for it, from the task's id or else the link
 */
public record SpooledVideo(Path path, long length, String contentType, String fileName)
        implements Closeable {

    /** Deletes the file; a second call does nothing. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
