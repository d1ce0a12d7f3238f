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

import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Limits;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.image.ImageType;
import io.github.camelseedance.emulator.storage.Blob;
import io.github.camelseedance.emulator.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The uploaded files: each takes one of its account's slots for 72 hours. Thread-safe. */
public final class Uploads {

    private static final Duration LIFE = Duration.ofHours(72);

    private final EmulatorClock clock;
    private final Limits limits;
    private final BlobStore blobs;
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private final Receipts receipts = new Receipts();

    /**
     * @param limits tell how many slots an account has
     */
    public Uploads(EmulatorClock clock, Limits limits, BlobStore blobs) {
        this.clock = clock;
        this.limits = limits;
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
            Account owner, byte[] bytes, String name, String originalName, String path) {
        ImageType type =
                ImageType.of(bytes)
                        .orElseThrow(
                                () ->
                                        ApiError.invalidRequest(
                                                "file",
                                                "Only jpeg, png, gif and webp images can be"
                                                        + " uploaded"));
        int slots = slots();
        if (used(owner) >= slots) {
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
                        owner,
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
        return safe.matches("\\.{0,2}") ? "file" : safe;
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

    /** An account's files, newest first. */
    public synchronized List<StoredFile> list(Account owner) {
        dropExpired();
        List<StoredFile> own = new ArrayList<>(files.values());
        own.removeIf(file -> file.owner() != owner);
        Collections.reverse(own);
        return own;
    }

    /**
     * Deletes an account's file, which frees its slot.
     *
     * @return false when the account has no such file
     */
    public synchronized boolean delete(Account owner, String id) {
        Optional<StoredFile> file = find(id).filter(found -> found.owner() == owner);
        file.ifPresent(
                found -> {
                    files.remove(id);
                    found.content().drop();
                });
        return file.isPresent();
    }

    /** How many of its slots an account has taken. */
    public int used(Account owner) {
        return list(owner).size();
    }

    /** How many slots each account has. */
    public int slots() {
        return limits.uploadSlots();
    }

    /** What became of the uploads that their clients named. */
    public Receipts receipts() {
        return receipts;
    }

    public synchronized void clear() {
        files.values().forEach(file -> file.content().drop());
        files.clear();
        receipts.clear();
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
