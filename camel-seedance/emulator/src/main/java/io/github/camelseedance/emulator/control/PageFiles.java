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
package io.github.camelseedance.emulator.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The page and what it is made of. */
final class PageFiles {

    private static final String FOLDER = ControlApi.PREFIX + "page/";

    private PageFiles() {}

    static List<Endpoint> endpoints() {
        return List.of(
                file("/", "index.html", "text/html"),
                file(FOLDER + "page.css", "page.css", "text/css"),
                file(FOLDER + "page.js", "page.js", "text/javascript"),
                file(FOLDER + "icon.svg", "icon.svg", "image/svg+xml"));
    }

    /** Whether a path is one of the page's files, which no program asks for. */
    static boolean isOne(String path) {
        return path.startsWith(FOLDER);
    }

    private static Endpoint file(String path, String name, String type) {
        return Endpoint.of(
                "GET", path, call -> ControlReply.of(200, type + "; charset=utf-8", content(name)));
    }

    private static byte[] content(String name) {
        try (InputStream content = PageFiles.class.getResourceAsStream("page/" + name)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
