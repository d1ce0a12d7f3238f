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
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.endurance.Options;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * One process with its task table in an H2 file is killed again and again while it works through
 * tasks, and started anew. The service's ledger says whether something was paid twice.
 */
public final class KillRun {
    private static final Set<String> OPTIONS = Set.of("tasks", "kills", "seed", "ambiguous");
    private static final String NODE = "single";
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration REACH = Duration.ofSeconds(20);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final int TRIES = 3;
    private static final int LONGEST_PAUSE_MILLIS = 1500;

    private final Site site;
    private final Random random;
    private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);

    private KillRun(Site site, long seed) {
        this.site = site;
        this.random = new Random(seed);
    }

    /** Runs with the options {@code --tasks 300 --kills 60 --seed 4711 --ambiguous retry|fail}. */
    public static void run(String[] words) throws Exception {
        Options options = new Options(words, OPTIONS);
        for (AmbiguousSubmit ambiguous : AmbiguousSubmit.values()) {
            String name = ambiguous.name().toLowerCase(Locale.ROOT);
            if (name.equals(options.word("ambiguous", name))) {
                Result result =
                        run(
                                ambiguous,
                                options.number("tasks", 300),
                                options.number("kills", 60),
                                options.number("seed", 4711));
                System.out.println(result);
                result.requireKept();
            }
        }
    }

    static Result run(AmbiguousSubmit ambiguous, int tasks, int kills, long seed) throws Exception {
        long start = System.nanoTime();
        String name = "kill-" + ambiguous.name().toLowerCase(Locale.ROOT);
        try (Site site = new Site(name, null, ambiguous, LEASE, false)) {
            KillRun run = new KillRun(site, seed);
            run.killAll(tasks, kills);
            new Finish(site).end(List.of(site.start(NODE, null)));
            Verdict verdict = new Verdict(site);
            return new Result(name, seed, run.kills, site.lives().size(), verdict, start);
        }
    }

    private void killAll(int tasks, int total) {
        List<Phase> plan = Phase.plan(total, random);
        for (int i = 0; i < plan.size(); i++) {
            int share = tasks * (i + 1) / total - tasks * i / total;
            Phase aim = plan.get(i);
            for (int tries = 0; tries < TRIES; tries++) {
                // A shot that goes wide is one at any time, and the aim is taken once more.
                site.feed(NODE, tries == 0 ? share : Kind.values().length);
                Phase hit = kill(aim);
                kills.merge(hit, 1, Integer::sum);
                if (hit == aim) {
                    break;
                }
            }
        }
    }

    /** Kills once; says in which phase, of which key, the kill has provably fallen. */
    private Phase kill(Phase phase) {
        StopPoint stop = phase.stop(random);
        if (phase == Phase.BEFORE_ANSWER) {
            site.emulator()
                    .faults()
                    .next(
                            io.github.camelseedance.emulator.fault.Phase.CREATE,
                            Fault.answerLate(NEVER));
        }
        if (phase == Phase.WAITING && stop == null) {
            // No task ends, however late this process gets to the kill.
            site.emulator().clock().freeze();
        }
        Life life = site.launch(NODE, stop);
        String key = reach(life, phase, stop);
        site.kill(life);
        site.emulator().clock().run(1);
        site.emulator().faults().clear();
        boolean proven = key != null && new Evidence(site.emulator(), life).shows(phase, key);
        return proven ? phase : Phase.ANY_TIME;
    }

    private String reach(Life life, Phase phase, StopPoint stop) {
        if (stop != null) {
            return life.child().find("stopped", REACH).orElse(null);
        }
        if (phase == Phase.BEFORE_ANSWER) {
            return created(life);
        }
        if (phase == Phase.WAITING) {
            String key = life.child().find("after ACCEPTED", REACH).orElse(null);
            pause(random.nextInt(100));
            return key;
        }
        life.child().await("ready", START_LIMIT);
        pause(random.nextInt(LONGEST_PAUSE_MILLIS));
        return null;
    }

    /** Waits until the service has created a task and keeps the answer back. */
    private String created(Life life) {
        long deadline = System.nanoTime() + REACH.toNanos();
        String seen = null;
        while (System.nanoTime() - deadline < 0) {
            Evidence now = new Evidence(site.emulator(), life);
            String held = now.heldBack();
            if (held != null && held.equals(seen)) {
                return held;
            }
            seen = held;
            pause(10);
        }
        return null;
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
