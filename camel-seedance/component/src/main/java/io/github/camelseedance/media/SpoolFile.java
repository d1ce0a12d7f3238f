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

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that a video grows in. Nothing of its name comes from outside, and only its owner may
 * read it. It may be deleted from any thread at any time: a later write fails.
 */
class SpoolFile {
    private static final String PREFIX = "seedance-";
    private static final String SUFFIX = ".video";

    private final Path path;
    private final FileChannel channel;

    SpoolFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, READ, WRITE);
    }

    /**
     * Makes a new empty file, which on POSIX systems only its owner may read.
     *
     * @param directory or null for the JVM's own
     */
    static SpoolFile create(Path directory) throws IOException {
        if (directory == null) {
            return new SpoolFile(Files.createTempFile(PREFIX, SUFFIX));
        }
        Files.createDirectories(directory);
        return new SpoolFile(Files.createTempFile(directory, PREFIX, SUFFIX));
    }

    Path path() {
        return path;
    }

    /** Writes at a position; blocks on the disk. */
    synchronized void write(byte[] bytes, long position) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            channel.write(source, position + source.position());
        }
    }

    synchronized void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    /** Reads up to {@code target}'s room at a position. */
    synchronized int read(ByteBuffer target, long position) throws IOException {
        return channel.read(target, position);
    }

    /** Ends the writing; the file stays. */
    synchronized void close() throws IOException {
        channel.close();
    }

    /** Ends the writing and deletes the file. */
    synchronized void delete() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
