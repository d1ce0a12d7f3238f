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
package io.github.camelseedance.endurance.load;

import io.github.camelseedance.emulator.account.Ledger.Entry;
import io.github.camelseedance.emulator.account.Ledger.Kind;
import io.github.camelseedance.emulator.fault.Phase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a {@link Storm} has come to.
 *
 * @param ledger of the emulator, the judge of what was paid
 * @param redelivered how often an exchange was sent again by its route
 */
record StormFigures(
        StormBook book, List<Entry> ledger, Traffic traffic, int redelivered, Duration time) {

    private List<Entry> generations() {
        return ledger.stream().filter(entry -> entry.kind() == Kind.RESERVE).toList();
    }

    /** Keys under which more than one generation was paid. */
    List<String> paidTwice() {
        Map<String, Long> paid =
                generations().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Entry::idempotencyKey,
                                        TreeMap::new,
                                        Collectors.counting()));
        return paid.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Keys that were neither paid for nor refused. */
    Set<String> lost() {
        Set<String> lost = new HashSet<>(book.keys());
        lost.removeAll(book.refused());
        lost.removeAll(paidKeys());
        return lost;
    }

    /** Keys that were refused and paid for nevertheless. */
    Set<String> refusedAndPaid() {
        Set<String> both = new HashSet<>(book.refused());
        both.retainAll(paidKeys());
        return both;
    }

    private Set<String> paidKeys() {
        return generations().stream().map(Entry::idempotencyKey).collect(Collectors.toSet());
    }

    /** Tasks that were paid for and whose end no route has got. */
    Set<String> notDelivered() {
        Set<String> tasks = generations().stream().map(Entry::taskId).collect(Collectors.toSet());
        tasks.removeAll(book.deliveries().keySet());
        return tasks;
    }

    /** Throws when a promise was broken. */
    void check() {
        require("exchanges failed that should not", book.unexpected().entrySet());
        require("keys were paid twice", paidTwice());
        require("keys are lost", lost());
        require("keys were refused and paid", refusedAndPaid());
        require("tasks were paid and not delivered", notDelivered());
        require("tasks were delivered more than once", book.deliveredTwice());
    }

    private static void require(String what, Iterable<?> none) {
        if (none.iterator().hasNext()) {
            throw new IllegalStateException(what + ": " + none);
        }
    }

    @Override
    public String toString() {
        int replays = traffic.effectiveCreates() - generations().size();
        return """
                %d keys, %d refused for good; %d generations paid, %d keys twice, %d lost
                %d ends delivered, %d not, %d more than once; %d exchanges redelivered
                %s
                %s
                %s
                %d creates were replays; %.1f s"""
                .formatted(
                        book.keys().size(),
                        book.refused().size(),
                        generations().size(),
                        paidTwice().size(),
                        lost().size(),
                        book.deliveries().size(),
                        notDelivered().size(),
                        book.deliveredTwice().size(),
                        redelivered,
                        traffic.describe(Phase.CREATE),
                        traffic.describe(Phase.STATUS),
                        traffic.describe(Phase.BATCH),
                        replays,
                        time.toMillis() / 1000.0);
    }
}
