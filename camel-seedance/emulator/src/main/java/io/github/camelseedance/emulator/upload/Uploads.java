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
package io.github.camelseedance.emulator.upload;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.image.ImageType;
import io.github.camelseedance.emulator.storage.Blob;
import io.github.camelseedance.emulator.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The uploaded files: each takes a slot for 72 hours. Thread-safe. */
public final class Uploads {

    private static final Duration LIFE = Duration.ofHours(72);

    private final EmulatorClock clock;
    private final int slots;
    private final BlobStore blobs;
    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    public Uploads(EmulatorClock clock, int slots, BlobStore blobs) {
        this.clock = clock;
        this.slots = slots;
        this.blobs = blobs;
    }

    /**
     * Stores a file.
     *
     * @param name what the caller wants it to be called, may be null
     * @param originalName what it was called, may be null
     * @param path the caller's folder, may be null
     * @throws ApiError 400 when it is no image of an allowed type, 403 when every slot is taken
     */
    public synchronized StoredFile store(
            byte[] bytes, String name, String originalName, String path) {
        ImageType type =
                ImageType.of(bytes)
                        .orElseThrow(
                                () ->
                                        ApiError.invalidRequest(
                                                "file",
                                                "Only jpeg, png, gif and webp images can be"
                                                        + " uploaded"));
        if (used() >= slots) {
            throw new ApiError(
                    403,
                    "quota_exceeded",
                    "quota_error",
                    null,
                    "All " + slots + " file slots are taken; files leave after 72 hours");
        }
        String id = "file-" + UUID.randomUUID();
        String original = originalName == null ? id : plain(originalName);
        Instant now = clock.now();
        StoredFile file =
                new StoredFile(
                        id,
                        name == null ? original : plain(name),
                        original,
                        path == null ? "" : path,
                        type,
                        keep(bytes),
                        now,
                        now.plus(LIFE));
        files.put(id, file);
        return file;
    }

    private Blob keep(byte[] bytes) {
        try {
            return blobs.keep(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that is one harmless segment of a URL's path. */
    private static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String safe = last.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.isEmpty() ? "file" : safe;
    }

    public synchronized Optional<StoredFile> find(String id) {
        dropExpired();
        return Optional.ofNullable(files.get(id));
    }

    /** The content of a file, or nothing when it is unknown or expired. */
    public Optional<byte[]> bytes(String id) {
        return find(id).map(
                        file -> {
                            try {
                                return file.content().bytes();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    /** Slots that are taken. */
    public synchronized int used() {
        dropExpired();
        return files.size();
    }

    public int slots() {
        return slots;
    }

    public synchronized void clear() {
        files.values().forEach(file -> file.content().drop());
        files.clear();
    }

    /** Files lie in the order of their uploads, so the walk ends at the first that still lives. */
    private void dropExpired() {
        Instant now = clock.now();
        for (Iterator<StoredFile> oldest = files.values().iterator(); oldest.hasNext(); ) {
            StoredFile file = oldest.next();
            if (now.isBefore(file.expires())) {
                return;
            }
            file.content().drop();
            oldest.remove();
        }
    }
}
