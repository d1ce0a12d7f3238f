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

import io.github.camelseedance.api.http.Upload;

/**
 * An image on this side that has been looked into: it has to be published before the service can
 * fetch it.
 *
 * @param name a plain file name, safe to send
 * @param format {@code jpeg}, {@code png} or {@code webp}, by content
 * @param width in pixels
 * @param height in pixels
 * @param length in bytes
 * @param contentHash SHA-256 of the bytes, lower-case hex
 * @param content opens the bytes anew at each call
 */
public record LocalImage(
        String name,
        String format,
        int width,
        int height,
        long length,
        String contentHash,
        Upload.Content content) {

    /** The media type. */
    public String contentType() {
        return "image/" + format;
    }

    /** Width by height. */
    public double ratio() {
        return (double) width / height;
    }
}
