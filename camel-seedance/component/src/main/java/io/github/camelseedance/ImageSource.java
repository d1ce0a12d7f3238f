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
package io.github.camelseedance;

import java.nio.file.Path;

/** An image as a message names it, before it has been looked into. */
sealed interface ImageSource {

    /** An image that the service fetches by itself. */
    record Remote(String url) implements ImageSource {}

    /** An image in a file of this machine. */
    record OnDisk(Path path) implements ImageSource {}

    /**
     * An image in memory.
     *
     * @param name what it is called, or null
     */
    record InMemory(byte[] bytes, String name) implements ImageSource {}

    /** Something that is no image, or none that can be had; a violation tells what. */
    record Unusable() implements ImageSource {}
}
