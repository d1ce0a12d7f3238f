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
package io.github.camelseedance.examples.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Puts orders into the folder that all nodes share, one after another. */
final class Orders implements AutoCloseable {

    private final Path folder;
    private final int number;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::write, "orders");

    Orders(Path folder, int number, Duration interval) {
        this.folder = folder;
        this.number = number;
        this.interval = interval;
        thread.setDaemon(true);
    }

    /** What an order asks for; no two ask for the same. */
    static String prompt(int order) {
        return "Order %03d: the camera slowly pushes in".formatted(order);
    }

    void begin() {
        thread.start();
    }

    private void write() {
        try {
            for (int order = 1; order <= number; order++) {
                write(order);
                if (closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The file appears at once and whole: the nodes pass over names that begin with a dot. */
    private void write(int order) throws IOException {
        String name = "order-%03d.json".formatted(order);
        String json =
                """
                {"prompt": "%s", "image_urls": ["https://example.com/%03d.jpg"]}
                """
                        .formatted(prompt(order), order);
        Path written = Files.writeString(folder.resolve("." + name), json);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether any lies in the folder still; that of a dead node does until its lock is too old. */
    boolean areLeft() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
