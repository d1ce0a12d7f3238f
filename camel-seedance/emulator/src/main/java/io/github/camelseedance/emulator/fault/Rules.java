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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Rules in the order in which they apply: first those that count, as a queue, then those by
 * probability, then those that hold always, of which the newest wins. Guarded by its {@link
 * Faults}.
 */
final class Rules {

    /** A rule with what is left of it and with its own dice. */
    private static final class Entry {

        private final int number;
        private Rule rule;
        private SplittableRandom dice;

        Entry(Rule rule, int number, long seed) {
            this.rule = rule;
            this.number = number;
            seed(seed);
        }

        void seed(long seed) {
            this.dice = new SplittableRandom(seed + number);
        }

        boolean hits(Predicate<Fault> wanted) {
            return wanted.test(rule.fault()) && dice.nextDouble() < rule.often().probability();
        }

        int group() {
            return rule.often().isCounted() ? 0 : rule.often().isDiced() ? 1 : 2;
        }

        /** Within its group: in a queue the oldest comes first, of what holds the newest. */
        int place() {
            return group() == 2 ? -rule.id() : rule.id();
        }
    }

    private static final Comparator<Entry> ORDER =
            Comparator.comparingInt(Entry::group).thenComparingInt(Entry::place);

    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param number tells the rule's dice from those of the others
     */
    void add(Rule rule, int number, long seed) {
        entries.add(new Entry(rule, number, seed));
    }

    void seed(long seed) {
        entries.forEach(entry -> entry.seed(seed));
    }

    boolean removeIf(Predicate<Rule> unwanted) {
        return entries.removeIf(entry -> unwanted.test(entry.rule));
    }

    void clear() {
        entries.clear();
    }

    List<Rule> list() {
        return entries.stream().map(entry -> entry.rule).toList();
    }

    /** A fault whose turn it is. */
    final class Turn {

        private final Entry entry;

        private Turn(Entry entry) {
            this.entry = entry;
        }

        Fault fault() {
            return entry.rule.fault();
        }

        /** The fault, whose turn is over now. */
        Fault take() {
            entry.rule = entry.rule.onceLess();
            if (entry.rule.often().times() == 0) {
                entries.remove(entry);
            }
            return fault();
        }
    }

    /**
     * The fault whose turn it is.
     *
     * @param applies which rules are for this call
     * @param wanted which faults would be taken; the dice are thrown for these alone
     * @return nothing when no rule is for this call now
     */
    Optional<Turn> turn(Predicate<Rule> applies, Predicate<Fault> wanted) {
        return entries.stream()
                .filter(entry -> applies.test(entry.rule))
                .sorted(ORDER)
                .filter(entry -> !entry.rule.often().isDiced() || entry.hits(wanted))
                .findFirst()
                .map(Turn::new);
    }
}
