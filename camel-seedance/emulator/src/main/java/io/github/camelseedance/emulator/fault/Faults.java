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
package io.github.camelseedance.emulator.fault;

import io.github.camelseedance.emulator.api.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The script of what goes wrong. For each phase there is a queue, then what happens by chance, then
 * what holds always. A task's own script (a marker {@code [emulator ...]} in its prompt, or the
 * header {@code X-Emulator-Scenario} of its create) goes before rules with a condition, and those
 * before rules without one. A fault that cannot occur in its phase is refused with {@link
 * IllegalArgumentException}, which lists those that can. Thread-safe.
 */
public final class Faults {

    private static final long SEED = 20;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Rules rules = new Rules();
    private final Map<String, Rules> creates = new HashMap<>();
    private final Map<String, Rules> tasks = new HashMap<>();
    private long seed = SEED;
    private int lastId;
    private int dice;

    /** Lets the next call that has no fault yet meet this one. */
    public Faults next(Phase phase, Fault fault) {
        return add(phase, fault, Often.ONCE, null);
    }

    /**
     * Lets the next so many calls that have no fault yet meet this one.
     *
     * @param times 1 or more
     */
    public Faults times(int times, Phase phase, Fault fault) {
        return add(phase, fault, Often.times(times), null);
    }

    /** Lets every call meet this fault, once the queue is empty. */
    public Faults always(Phase phase, Fault fault) {
        return add(phase, fault, Often.ALWAYS, null);
    }

    /**
     * Lets some calls meet this fault, once the queue is empty: which ones is the same in every run
     * that makes the same calls in the same order.
     *
     * @param probability 0 to 1
     */
    public Faults sometimes(double probability, Phase phase, Fault fault) {
        return add(phase, fault, Often.sometimes(probability), null);
    }

    /**
     * Scripts what the text says: rules with blanks between, as {@code create:lose-answer
     * status:html-error(502)*2 batch:omit(0)* status:hang%20}.
     *
     * @throws IllegalArgumentException when it cannot be read; its message says where, and what is
     *     allowed there
     */
    public Faults script(String text) {
        return script(text, null);
    }

    /**
     * Rules for some calls alone.
     *
     * <pre>{@code
     * emulator.faults().when(Match.prompt("lake")).next(Phase.STATUS, Fault.hang());
     * }</pre>
     */
    public Conditional when(Match match) {
        return new Conditional(match);
    }

    /** Rules under a condition; they go before those without one. */
    public final class Conditional {

        private final Match match;

        private Conditional(Match match) {
            this.match = match;
        }

        /** As {@link Faults#next}. */
        public Conditional next(Phase phase, Fault fault) {
            add(phase, fault, Often.ONCE, match);
            return this;
        }

        /** As {@link Faults#times}. */
        public Conditional times(int times, Phase phase, Fault fault) {
            add(phase, fault, Often.times(times), match);
            return this;
        }

        /** As {@link Faults#always}. */
        public Conditional always(Phase phase, Fault fault) {
            add(phase, fault, Often.ALWAYS, match);
            return this;
        }

        /** As {@link Faults#sometimes}. */
        public Conditional sometimes(double probability, Phase phase, Fault fault) {
            add(phase, fault, Often.sometimes(probability), match);
            return this;
        }

        /** As {@link Faults#script}. */
        public Conditional script(String text) {
            Faults.this.script(text, match);
            return this;
        }
    }

    private synchronized Faults script(String text, Match match) {
        for (ScriptReader.Line line : new ScriptReader(text).lines()) {
            add(line.phase(), line.fault(), line.often(), match);
        }
        return this;
    }

    private synchronized Faults add(Phase phase, Fault fault, Often often, Match match) {
        Rule.check(phase, fault);
        Rule rule = new Rule(++lastId, phase, fault, often, match);
        rules.removeIf(rule::replaces);
        rules.add(rule, ++dice, seed);
        return this;
    }

    /** What is scripted and not used up, oldest first; scripts of single tasks not included. */
    public synchronized List<Rule> rules() {
        return rules.list();
    }

    /**
     * Takes a rule away.
     *
     * @return false when there is none of that number any more
     */
    public synchronized boolean remove(int id) {
        return rules.removeIf(rule -> rule.id() == id);
    }

    /** The seed of what happens by chance, from now on; each rule has dice of its own. */
    public synchronized Faults seed(long seed) {
        this.seed = seed;
        rules.seed(seed);
        return this;
    }

    /** No rules any more, in any phase. What a task's own script says still holds for that task. */
    public synchronized void clear() {
        rules.clear();
        dice = 0;
    }

    /** As new: no rules, no scripts of tasks, and the seed of the beginning. */
    public synchronized void reset() {
        clear();
        creates.clear();
        tasks.clear();
        seed = SEED;
    }

    /** The fault of a call of which nothing is known. */
    public Fault take(Phase phase) {
        return take(phase, Subject.UNKNOWN);
    }

    /**
     * The fault of the call that happens now; {@link Fault#none()} when nothing is scripted.
     *
     * @param subject with a task's id when that task's own script is to count
     * @throws IllegalArgumentException when a script in the subject cannot be read
     */
    public Fault take(Phase phase, Subject subject) {
        return takeIf(phase, subject, fault -> true).orElse(Fault.none());
    }

    /**
     * The fault of the call that happens now, but only if it passes; else it keeps its turn.
     *
     * @throws IllegalArgumentException when a script in the subject cannot be read
     */
    public Optional<Fault> takeIf(Phase phase, Subject subject, Predicate<Fault> wanted) {
        return take(phase, subject, wanted, true);
    }

    /** As {@link #takeIf}, but rules without a condition do not count. */
    public Optional<Fault> takeChosen(Phase phase, Subject subject, Predicate<Fault> wanted) {
        return take(phase, subject, wanted, false);
    }

    /**
     * The fault of a create whose body is known. What its own script says of creates is counted for
     * each idempotency key or, without one, for each body, so that a retry goes on in the script.
     * Only here is that part of a script looked at, since much of it stands in the body.
     *
     * @param owner the account, since the same key is another one in another account; null when
     *     that is not known
     * @param wanted which faults may be taken from elsewhere than its own script
     * @throws IllegalArgumentException when a script in the subject cannot be read
     */
    public synchronized Fault takeCreate(
            String owner, Subject subject, byte[] body, Predicate<Fault> wanted) {
        return script(creates, owner + ' ' + identity(subject, body), subject)
                .turn(rule -> rule.isFor(Phase.CREATE), fault -> true)
                .map(Rules.Turn::take)
                .or(() -> takeIf(Phase.CREATE, subject, wanted))
                .orElse(Fault.none());
    }

    private synchronized Optional<Fault> take(
            Phase phase, Subject subject, Predicate<Fault> wanted, boolean all) {
        Optional<Rules.Turn> turn =
                own(Scenario.read(subject.callHeaders()))
                        .turn(rule -> rule.isFor(phase), wanted)
                        .or(
                                () ->
                                        script(tasks, subject.taskId(), subject)
                                                .turn(rule -> rule.isFor(phase), wanted))
                        .or(() -> rules.turn(rule -> rule.isFor(phase, subject), wanted));
        if (all) {
            turn = turn.or(() -> rules.turn(rule -> rule.isFor(phase), wanted));
        }
        return turn.filter(found -> wanted.test(found.fault())).map(Rules.Turn::take);
    }

    /**
     * What the create of the subject says for itself, and how far that has come.
     *
     * @param id whose it is; null for nobody's
     */
    private Rules script(Map<String, Rules> begun, String id, Subject subject) {
        if (id == null) {
            return own(List.of());
        }
        List<ScriptReader.Line> lines = Scenario.read(subject.prompt(), subject.createHeaders());
        Rules known = begun.get(id);
        if (known == null) {
            known = own(lines);
            if (!lines.isEmpty()) {
                begun.put(id, known);
            }
        }
        return known;
    }

    private Rules own(List<ScriptReader.Line> lines) {
        Rules own = new Rules();
        for (ScriptReader.Line line : lines) {
            Rule rule = new Rule(++lastId, line.phase(), line.fault(), line.often(), null);
            own.add(rule, ++dice, seed);
        }
        return own;
    }

    private static String identity(Subject subject, byte[] body) {
        List<String> keys = Subject.values(subject.createHeaders(), IDEMPOTENCY_KEY);
        if (!keys.isEmpty()) {
            return keys.get(0);
        }
        return Sha256.hex(body);
    }
}
