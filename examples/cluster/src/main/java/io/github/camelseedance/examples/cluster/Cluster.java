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

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.examples.cluster.Outcome.NodePart;
import io.github.camelseedance.repository.RowState;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Three nodes share a folder of orders and one PostgreSQL. Half way their leader is killed; the
 * others go on, and the service's ledger shows that no order was paid twice and none was lost.
 */
public final class Cluster implements AutoCloseable {

    private static final List<String> NODES = List.of("node-1", "node-2", "node-3");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    private final Path home;
    private final Load load;
    private final PrintStream out;
    private final Observer observer = new Observer();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final SeedanceEmulator service;
    private final Database database;
    private final Orders orders;
    private long begin;

    /**
     * How much there is to do.
     *
     * @param orders how many there are
     * @param interval from one order to the next
     * @param making how long the service takes for a video
     */
    record Load(int orders, Duration interval, Duration making) {}

    private Cluster(Path home, Load load, PrintStream out) {
        this.home = home;
        this.load = load;
        this.out = out;
        makeFolders();
        database = Database.start();
        orders = new Orders(home.resolve("orders"), load.orders(), load.interval());
        service =
                SeedanceEmulator.builder()
                        // A key for each node, so that the service knows who has submitted what.
                        .apiKey(key("node-1"), key("node-2"), key("node-3"))
                        .taskDuration(load.making())
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
    }

    /**
     * Runs the example and ends the JVM: with 0 when each order was paid once and delivered, 1 when
     * one was not, 2 when the example could not run.
     *
     * @param args the folder to work in
     */
    public static void main(String[] args) {
        int exitCode;
        Load load = new Load(60, Duration.ofMillis(300), Duration.ofSeconds(4));
        try {
            exitCode = run(Path.of(args[0]), load, System.out).kept() ? 0 : NOT_KEPT;
        } catch (ClusterException e) {
            System.err.println(e.getMessage());
            exitCode = NOT_RUN;
        }
        System.exit(exitCode);
    }

    /**
     * Runs the example; nothing that it starts outlives it.
     *
     * @param home a folder, which is emptied
     * @param out where the story is told
     * @throws ClusterException if something is missing on this machine, or it comes to no end
     */
    static Outcome run(Path home, Load load, PrintStream out) {
        try (Cluster cluster = new Cluster(home, load, out)) {
            return cluster.run();
        }
    }

    private Outcome run() {
        out.printf(
                "%d orders, three nodes, PostgreSQL %s, an emulated service: nothing is paid.%n%n",
                load.orders(), database.version());
        begin = System.nanoTime();
        NODES.forEach(this::startNode);
        await("the nodes are not up", () -> observer.started() == NODES.size());
        await("there is no leader", () -> !observer.leaders().isEmpty());
        String first = observer.leaders().get(0);
        tell("three nodes are up, " + first + " is the leader; the orders begin to arrive");
        orders.begin();

        int half = load.orders() / 2;
        await("half of the videos are not there", () -> observer.delivered() >= half);
        node(first).kill();
        long killed = System.nanoTime();
        tell(
                "%d videos are there; kill -9 %s, with %d of its own orders in the making"
                        .formatted(observer.delivered(), first, inTheMaking(first)));

        await("there is no new leader", () -> observer.leaders().size() > 1);
        Duration takeover = Duration.ofNanos(System.nanoTime() - killed);
        String second = observer.leaders().get(1);
        tell("%s is the leader, %.1f s after the kill".formatted(second, seconds(takeover)));

        await("videos are missing, or orders are left", this::isDone);
        tell(observer.delivered() + " videos are there");
        Outcome outcome = outcome(first, second);
        out.printf("%n%s%n", outcome.text());
        out.printf("The videos and the logs of the nodes are in %s%n", fromHere(home));
        return outcome;
    }

    private void startNode(String name) {
        Map<String, String> settings =
                Map.of(
                        "CLUSTER_NODE", name,
                        "CLUSTER_SHARED", home.toString(),
                        "CLUSTER_DATABASE", database.url(),
                        "SEEDANCE_BASE_URL", service.baseUrl(),
                        "SEEDANCE_API_KEY", key(name));
        nodes.add(new NodeProcess(name, settings, home.resolve(name + ".log"), observer::heard));
    }

    private static String key(String node) {
        return "sk-" + node;
    }

    private NodeProcess node(String name) {
        return nodes.get(NODES.indexOf(name));
    }

    private boolean isDone() {
        return observer.delivered() == load.orders() && openRows() == 0 && !orders.areLeft();
    }

    private long openRows() {
        return database.rows().entrySet().stream()
                .filter(rows -> rows.getKey() != RowState.DELIVERED)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Outcome outcome(String first, String second) {
        List<TaskView> tasks = service.tasks().list();
        List<NodePart> parts =
                NODES.stream()
                        .map(
                                name ->
                                        new NodePart(
                                                name,
                                                submitted(tasks, name).count(),
                                                observer.deliveries(name),
                                                role(name, first, second)))
                        .toList();
        long paidOrders = tasks.stream().map(task -> task.request().prompt()).distinct().count();
        long paid = service.ledger().paidGenerations();
        long videos =
                tasks.stream()
                        .filter(task -> Files.exists(video(task)))
                        .map(task -> task.request().prompt())
                        .distinct()
                        .count();
        return new Outcome(
                load.orders(),
                parts,
                paid,
                paid - paidOrders,
                videos,
                observer.repeated(),
                openRows());
    }

    private long inTheMaking(String node) {
        return submitted(service.tasks().list(), node).filter(task -> task.ended() == null).count();
    }

    /** The tasks that the service has got from a node, which it knows by its key. */
    private static Stream<TaskView> submitted(List<TaskView> tasks, String node) {
        String label = "key-" + (NODES.indexOf(node) + 1);
        return tasks.stream().filter(task -> task.key().equals(label));
    }

    private static String role(String node, String first, String second) {
        if (node.equals(first)) {
            return "leader, killed";
        }
        return node.equals(second) ? "took over" : "";
    }

    private Path video(TaskView task) {
        return home.resolve("videos").resolve(task.id() + ".mp4");
    }

    private void await(String otherwise, BooleanSupplier what) {
        boolean soFar =
                observer.await(
                        () ->
                                what.getAsBoolean()
                                        || nodes.stream().anyMatch(NodeProcess::hasFailed),
                        PATIENCE);
        if (!what.getAsBoolean()) {
            throw new ClusterException(
                    "%s: %s. What the nodes have to say about it is in %s"
                            .formatted(
                                    soFar
                                            ? "A node has ended by itself"
                                            : "Given up after %d s".formatted(PATIENCE.toSeconds()),
                                    otherwise,
                                    fromHere(home)));
        }
    }

    private void tell(String what) {
        double now = seconds(Duration.ofNanos(System.nanoTime() - begin));
        out.printf("%6.1f s  %s%n", now, what);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Path fromHere(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder) : folder;
    }

    private void makeFolders() {
        try {
            if (Files.exists(home)) {
                try (Stream<Path> old = Files.walk(home)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            for (String folder : List.of("orders", "done", "videos")) {
                Files.createDirectories(home.resolve(folder));
            }
        } catch (IOException e) {
            throw new ClusterException("The folder %s cannot be used: %s".formatted(home, e), e);
        }
    }

    /** Ends everything that was started, the nodes first. */
    @Override
    public void close() {
        orders.close();
        nodes.parallelStream().forEach(NodeProcess::close);
        service.close();
        database.close();
    }
}
