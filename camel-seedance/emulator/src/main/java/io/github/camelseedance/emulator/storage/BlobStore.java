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
package io.github.camelseedance.emulator.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps blobs in memory up to a soft cap, and in temporary files, deleted on close, above it. */
public final class BlobStore implements AutoCloseable {

    private final long memoryCap;
    private final AtomicLong inMemory = new AtomicLong();
    private final Set<Path> files = ConcurrentHashMap.newKeySet();
    private Path directory;

    /**
     * @param memoryCap bytes held in memory before blobs go to files
     */
    public BlobStore(long memoryCap) {
        this.memoryCap = memoryCap;
    }

    public Blob keep(byte[] bytes) throws IOException {
        if (inMemory.addAndGet(bytes.length) <= memoryCap) {
            return new MemoryBlob(bytes);
        }
        inMemory.addAndGet(-bytes.length);
        Path file = Files.createTempFile(directory(), "blob", null);
        files.add(file);
        Files.write(file, bytes);
        return new FileBlob(file, bytes.length);
    }

    private synchronized Path directory() throws IOException {
        if (directory == null) {
            directory = Files.createTempDirectory("seedance-emulator");
        }
        return directory;
    }

    @Override
    public synchronized void close() {
        files.forEach(BlobStore::delete);
        files.clear();
        if (directory != null) {
            delete(directory);
            directory = null;
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // on Windows a file that is being read cannot be deleted: leave it to the next start
            path.toFile().deleteOnExit();
        }
    }

    private final class MemoryBlob implements Blob {

        private final byte[] bytes;

        MemoryBlob(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public void drop() {
            inMemory.addAndGet(-bytes.length);
        }
    }

    private final class FileBlob implements Blob {

        private final Path file;
        private final long length;

        FileBlob(Path file, long length) {
            this.file = file;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }

        @Override
        public void drop() {
            files.remove(file);
            delete(file);
        }
    }
}
