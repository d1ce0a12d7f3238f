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
package io.github.camelseedance.emulator.video;

import io.github.camelseedance.emulator.storage.Blob;
import io.github.camelseedance.emulator.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The images that tasks were given, to be looked at; equal ones are kept once. Thread-safe. */
final class Pictures {

    private final BlobStore blobs;
    private final Map<String, Blob> byHash = new HashMap<>();
    private final Map<String, List<Blob>> byTask = new HashMap<>();

    Pictures(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * @param hashes of the images, in their order
     */
    synchronized void keep(String taskId, List<String> hashes, List<byte[]> images) {
        List<Blob> kept = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            byte[] image = images.get(i);
            kept.add(byHash.computeIfAbsent(hashes.get(i), hash -> blob(image)));
        }
        byTask.put(taskId, kept);
    }

    private Blob blob(byte[] image) {
        try {
            return blobs.keep(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A task's images, in their order; none for an unknown task. */
    synchronized List<Blob> of(String taskId) {
        return byTask.getOrDefault(taskId, List.of());
    }

    synchronized void clear() {
        byTask.clear();
        byHash.values().forEach(Blob::drop);
        byHash.clear();
    }
}
