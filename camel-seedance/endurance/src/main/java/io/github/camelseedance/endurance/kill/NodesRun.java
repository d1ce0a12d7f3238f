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
import io.github.camelseedance.endurance.Options;
import io.github.camelseedance.repository.RowState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Three processes with one task table in PostgreSQL: all of them submit and generate, one leader
 * runs {@code completion}. The leader is killed again and again; another one takes over.
 */
public final class NodesRun {
    private static final Set<String> OPTIONS = Set.of("tasks", "kills", "seed");
    private static final List<String> NODES = List.of("one", "two", "three");
    private static final List<Phase> PHASES =
            List.of(
                    Phase.BEFORE_CONFIRM,
                    Phase.BEFORE_ROUTE,
                    Phase.WAITING,
                    Phase.BEFORE_RECORD,
                    Phase.ANY_TIME);
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private final Site site;
    private final Random random;
    private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);
    private final List<Life> running = new ArrayList<>();
    private final List<String> leaders = new ArrayList<>();

    private NodesRun(Site site, long seed) {
        this.site = site;
        this.random = new Random(seed);
    }

    /** Runs with the options {@code --tasks 150 --kills 5 --seed 4711}. */
    public static void run(String[] words) throws Exception {
        Options options = new Options(words, OPTIONS);
        Result result =
                run(
                        options.number("tasks", 150),
                        options.number("kills", 5),
                        options.number("seed", 4711));
        System.out.println(result);
        result.requireKept();
    }

    static Result run(int tasks, int kills, long seed) throws Exception {
        long start = System.nanoTime();
        // What this server promises by default, but not when it is started for tests.
        try (EmbeddedPostgres server =
                        EmbeddedPostgres.builder()
                                .setServerConfig("synchronous_commit", "on")
                                .setPort(port())
                                .setPGStartupWait(LIMIT)
                                .start();
                Site site =
                        new Site(
                                "nodes",
                                server.getJdbcUrl("postgres", "postgres"),
                                AmbiguousSubmit.RETRY,
                                LEASE,
                                true)) {
            NodesRun run = new NodesRun(site, seed);
            run.killLeaders(tasks, kills);
            new Finish(site).end(run.running);
            Verdict verdict = new Verdict(site);
            String name = "nodes, leaders " + run.leaders;
            return new Result(name, seed, run.kills, site.lives().size(), verdict, start);
        }
    }

    /** A free port below those that are given to whoever asks for any: it is free still later. */
    private static int port() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException e) {
                // somebody has it: another one then
            }
        }
    }

    private void killLeaders(int tasks, int total) {
        NODES.forEach(node -> running.add(site.launch(node, null)));
        running.forEach(life -> life.child().await("ready", LIMIT));
        List<Phase> plan = new ArrayList<>();
        for (int i = 0; i < total; i++) {
            plan.add(PHASES.get(i % PHASES.size()));
        }
        Collections.shuffle(plan, random);
        Life leader = awaitLeader();
        for (Phase phase : plan) {
            kills.merge(kill(leader, phase, tasks / total), 1, Integer::sum);
            running.remove(leader);
            Life dead = leader;
            leader = awaitLeader();
            running.add(site.launch(dead.node(), null));
        }
    }

    private void feed(int count) {
        for (int i = 0; i < NODES.size(); i++) {
            site.feed(NODES.get(i), count * (i + 1) / NODES.size() - count * i / NODES.size());
        }
    }

    private Life awaitLeader() {
        Life leader = awaitSaid(running, "leader");
        leaders.add(leader.node());
        return leader;
    }

    /** Waits until one of them has said a line, whatever else it says before and after. */
    private static Life awaitSaid(List<Life> some, String line) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<Life> found =
                    some.stream().filter(life -> life.child().said().contains(line)).findAny();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IllegalStateException("Nobody said '" + line + "' within " + LIMIT);
    }

    /** Kills the leader; says in which phase, of which key, the kill has provably fallen. */
    private Phase kill(Life leader, Phase phase, int tasks) {
        StopPoint stop = leaderStop(phase);
        if (stop != null) {
            leader.child().say("stop " + stop);
            awaitSaid(List.of(leader), Worker.WILL_STOP);
        }
        feed(tasks);
        String key = null;
        if (stop == null) {
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)).toNanos());
        } else {
            key = leader.child().find("stopped", LIMIT).orElse(null);
        }
        site.kill(leader);
        boolean proven = key != null && new Evidence(site.emulator(), leader).shows(phase, key);
        return proven ? phase : Phase.ANY_TIME;
    }

    /** Tasks of other nodes, too, come by these points only in the leader. */
    private StopPoint leaderStop(Phase phase) {
        return switch (phase) {
            case WAITING -> StopPoint.before(RowState.ENDED, Kind.SUBMIT);
            case BEFORE_CONFIRM -> StopPoint.before(RowState.DELIVERED, Kind.SUBMIT);
            default -> phase.stop(random);
        };
    }
}
