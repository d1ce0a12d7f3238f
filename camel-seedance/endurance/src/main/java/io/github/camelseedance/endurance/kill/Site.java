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
package io.github.camelseedance.endurance.kill;

import io.github.camelseedance.AmbiguousSubmit;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.endurance.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service, the messages and the processes of one run. */
final class Site implements AutoCloseable {
    private static final Duration TASK_TIME = Duration.ofMillis(300);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .taskDuration(TASK_TIME)
                    .lowCost(true)
                    .imageFetching(ImageFetching.LOOPBACK)
                    .build()
                    .start();
    private final String name;
    private final Path folder;
    private final String table;
    private final AmbiguousSubmit ambiguous;
    private final Duration lease;
    private final boolean clustered;
    private final List<Life> lives = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();
    private final Set<Life.Write> lost = new LinkedHashSet<>();

    /**
     * @param table its JDBC URL; null for H2 in this run's own folder
     * @param lease the component's leaseTime
     * @param clustered whether one leader among several runs {@code completion}
     */
    Site(String name, String table, AmbiguousSubmit ambiguous, Duration lease, boolean clustered)
            throws IOException {
        this.name = name;
        this.folder = Files.createTempDirectory("endurance-" + name);
        this.table = table == null ? "jdbc:h2:file:" + folder.resolve("tasks") : table;
        this.ambiguous = ambiguous;
        this.lease = lease;
        this.clustered = clustered;
    }

    SeedanceEmulator emulator() {
        return emulator;
    }

    List<Life> lives() {
        return lives;
    }

    /** The keys of all messages so far. */
    Set<String> keys() {
        return keys;
    }

    AmbiguousSubmit ambiguous() {
        return ambiguous;
    }

    String table() {
        return table.startsWith("jdbc:h2:")
                ? table + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
                : table;
    }

    /** What the routes of all nodes have written about the ends of tasks. */
    List<String> deliveries() {
        return notes("-deliveries.log");
    }

    /** The keys whose exchanges were told that nobody knows whether they were paid. */
    Set<String> reported() {
        return new TreeSet<>(notes("-unknown.log"));
    }

    private List<String> notes(String suffix) {
        return lives.stream()
                .map(Life::node)
                .distinct()
                .flatMap(node -> Notebook.read(folder.resolve(node + suffix)).stream())
                .toList();
    }

    /** The errors in the logs of all nodes. */
    List<String> errors() {
        return lives.stream()
                .map(life -> life.child().log())
                .distinct()
                .flatMap(log -> Notebook.read(log).stream())
                .filter(line -> line.contains(" ERROR "))
                .toList();
    }

    /** Gives a node messages, of both kinds in turn. */
    void feed(String node, int count) {
        for (int i = 0; i < count; i++) {
            Kind kind = keys.size() % 2 == 0 ? Kind.SUBMIT : Kind.GENERATE;
            String key = kind.key(keys.size());
            keys.add(key);
            try {
                Files.createFile(inbox(node, kind).resolve(key));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path inbox(String node, Kind kind) throws IOException {
        return Files.createDirectories(folder.resolve(node).resolve(kind.folder()));
    }

    /** The messages that a node has not acknowledged. */
    Set<String> waiting(String node) {
        Set<String> found = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            try (Stream<Path> files = Files.list(inbox(node, kind))) {
                found.addAll(
                        files.map(file -> file.getFileName().toString())
                                .filter(keys::contains)
                                .collect(Collectors.toSet()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    /** Starts a node's process, which is ready when the call returns. */
    Life start(String node, StopPoint stop) {
        Life life = launch(node, stop);
        life.child().await("ready", START_LIMIT);
        return life;
    }

    /** Starts a node's process. */
    Life launch(String node, StopPoint stop) {
        int number = lives.size();
        List<String> words = new ArrayList<>();
        words.addAll(List.of("--node", node, "--life", Integer.toString(number)));
        words.addAll(List.of("--table", table(), "--folder", folder.toString()));
        words.addAll(List.of("--base-url", emulator.baseUrl(), "--api-key", emulator.apiKey()));
        words.addAll(List.of("--ambiguous", ambiguous.name()));
        words.addAll(List.of("--lease", Long.toString(lease.toMillis())));
        if (clustered) {
            words.addAll(List.of("--cluster", folder.resolve("cluster").toString()));
        }
        if (stop != null) {
            words.addAll(List.of("--stop", stop.toString()));
        }
        int creates = emulator.journal().creates().size();
        Life life =
                new Life(
                        node, number, creates, Child.start(name + "-" + node, Worker.class, words));
        lives.add(life);
        return life;
    }

    /** Kills a process, and looks whether the table holds what it had said. */
    void kill(Life life) {
        life.kill(() -> waiting(life.node()));
        Remains remains = remains();
        for (Life any : lives) {
            any.writes().stream().filter(remains::lack).forEach(lost::add);
        }
    }

    /**
     * The table now. One in a file is read from a copy, so that the next process meets what the
     * kill has left; none may have it open.
     */
    Remains remains() {
        Path file = folder.resolve("tasks.mv.db");
        if (Files.notExists(file)) {
            return new Remains(table, keys);
        }
        Path copy = folder.resolve("copy.mv.db");
        try {
            Files.copy(file, copy);
            Remains remains = new Remains("jdbc:h2:file:" + folder.resolve("copy"), keys);
            Files.delete(copy);
            return remains;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes that had returned in some process and that a kill has undone. */
    Set<Life.Write> lost() {
        return lost;
    }

    @Override
    public void close() {
        lives.forEach(life -> life.child().close());
        emulator.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Site::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
