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

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.FaultKind;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What goes wrong in a {@link Storm}, and how each kind is to end. */
final class StormFaults {
    /** Of all calls of a phase so many meet a fault. */
    static final double SHARE = 0.3;

    /** A request with this in its prompt may be refused for good. */
    static final String FORBIDDEN = "forbidden";

    private static final Duration SHORT = Duration.ofMillis(200);

    /** Longer than the component waits for an answer. */
    private static final Duration LONG = Storm.CALL_TIMEOUT.plusMillis(700);

    private static final String TEXT = "text/plain";

    /** The answer is late or in pieces, and good: nothing is asked again. */
    private static final List<Fault> HARMLESS =
            List.of(Fault.delay(SHORT), Fault.dripping(64, Duration.ofMillis(10)));

    /** Nobody knows what became of the call: it is made again. */
    private static final List<Fault> UNCLEAR =
            List.of(
                    Fault.answer(500, TEXT, "oops"),
                    Fault.answerAfterEffect(500, TEXT, "oops"),
                    Fault.redirect(302, "https://example.com/elsewhere"),
                    Fault.html(),
                    Fault.htmlError(502),
                    Fault.refuse("service_unavailable"),
                    Fault.loseAnswer(),
                    Fault.resetBeforeBody(),
                    Fault.resetAfterBody(),
                    Fault.hang(),
                    Fault.hangAfterEffect(),
                    Fault.delay(LONG),
                    Fault.truncate(10),
                    Fault.cutAt(10),
                    Fault.wrongLength(-5),
                    Fault.wrongLength(5));

    /** Provably nothing was done: the call is made again, when the service wants it. */
    private static final List<Fault> LATER =
            List.of(
                    Fault.rateLimited(Duration.ofSeconds(1)),
                    Fault.rateLimitedUntil(Duration.ofSeconds(1)));

    /** A create has its effect and no good answer: the same key asks for the first answer. */
    private static final List<Fault> HALF_CREATED =
            List.of(Fault.answerLate(SHORT), Fault.answerLate(LONG), Fault.withoutId());

    /**
     * A create is refused for the account's sake: the exchange fails, and the route redelivers it
     * under the same key. When an earlier attempt was unclear it stays unclear.
     */
    private static final List<Fault> NOT_NOW =
            List.of(
                    Fault.refuse("unauthorized"),
                    Fault.refuse("insufficient_user_quota"),
                    Fault.refuse("model_access_denied"));

    /** A read that says too little, or something odd: the task is read again and goes on. */
    private static final List<Fault> ODD_READS =
            List.of(
                    Fault.unknownStatus("dreaming"),
                    Fault.progressGoesBack(),
                    Fault.refuse("internal_error"));

    private static final List<Fault> CREATES =
            join(HARMLESS, UNCLEAR, LATER, HALF_CREATED, NOT_NOW);

    /** 404 too: only if it lasts for ten minutes it means that the task is lost. */
    private static final List<Fault> READS =
            join(HARMLESS, UNCLEAR, LATER, ODD_READS, List.of(Fault.refuse("task_not_found")));

    private static final List<Fault> BATCHES =
            join(HARMLESS, UNCLEAR, LATER, ODD_READS, List.of(Fault.partial(1), Fault.omit(0)));

    /** These ends are delivered like any other; none is tried anew under the same key. */
    private static final List<Fault> OUTCOMES =
            List.of(
                    Fault.failed("service_error"),
                    Fault.failed("content_policy_violation"),
                    Fault.cancelled(),
                    Fault.withoutResults());

    private static final double OUTCOME_SHARE = 0.1;

    private StormFaults() {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<Fault> join(List<Fault>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    /** Lets them happen. */
    static void raise(Faults faults, long seed) {
        faults.seed(seed);
        add(faults, Phase.CREATE, CREATES, SHARE);
        add(faults, Phase.STATUS, READS, SHARE);
        add(faults, Phase.BATCH, BATCHES, SHARE);
        add(faults, Phase.OUTCOME, OUTCOMES, OUTCOME_SHARE);
        // One account's tasks are read one by one from then on.
        faults.next(Phase.BATCH, Fault.refuse("task_not_found"));
        faults.when(Match.prompt(FORBIDDEN))
                .sometimes(0.5, Phase.CREATE, Fault.refuse("content_policy_violation"));
    }

    /**
     * What holds up the whole account for a minute, once each: a key that is not accepted for
     * reads, and a create that the service calls undecided. And tasks that never end: they expire.
     */
    static void raisePauses(Faults faults) {
        faults.next(Phase.STATUS, Fault.refuse("unauthorized"));
        faults.next(Phase.BATCH, Fault.refuse("unauthorized"));
        faults.next(Phase.CREATE, Fault.refuse("paid_outcome_unknown"));
        faults.times(3, Phase.OUTCOME, Fault.neverEnds());
    }

    /** Each fault has the same chance, and together they have the given one. */
    private static void add(Faults faults, Phase phase, List<Fault> some, double share) {
        double each = 1 - Math.pow(1 - share, 1.0 / some.size());
        some.forEach(fault -> faults.sometimes(each, phase, fault));
    }

    /** The kinds that the emulator has for a phase and that are not raised in it. */
    static Set<FaultKind> missing(Phase phase) {
        List<Fault> raised =
                switch (phase) {
                    case CREATE -> CREATES;
                    case STATUS -> READS;
                    case BATCH -> BATCHES;
                    default -> throw new IllegalArgumentException(phase + " has no storm");
                };
        Set<FaultKind> missing = EnumSet.copyOf(FaultKind.in(phase));
        missing.remove(FaultKind.NONE);
        missing.removeAll(raised.stream().map(Fault::kind).collect(Collectors.toSet()));
        return missing;
    }
}
