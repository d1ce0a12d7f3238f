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

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue of faults: what a script calls each, where it can occur, what it takes. */
public enum FaultKind {
    NONE(Phase.ALL, "", in -> Fault.none()),

    ANSWER(
            Phase.CALLS,
            "status,content-type,body[,header=value...]",
            in -> Fault.answer(in.integer(), in.text(), in.text(), in.headers())),
    ANSWER_AFTER_EFFECT(
            Phase.CALLS,
            "status,content-type,body[,header=value...]",
            in -> Fault.answerAfterEffect(in.integer(), in.text(), in.text(), in.headers())),
    REDIRECT(Phase.CALLS, "status,location", in -> Fault.redirect(in.integer(), in.text())),
    HTML(Phase.CALLS, "", in -> Fault.html()),
    HTML_ERROR(Phase.CALLS, "status", in -> Fault.htmlError(in.integer())),
    REFUSE(Phase.CALLS, "code", in -> Fault.refuse(in.text())),
    RATE_LIMITED(Phase.CALLS, "duration", in -> Fault.rateLimited(in.duration())),
    RATE_LIMITED_UNTIL(Phase.CALLS, "duration", in -> Fault.rateLimitedUntil(in.duration())),
    LOSE_ANSWER(Phase.CALLS, "", in -> Fault.loseAnswer()),
    RESET_BEFORE_BODY(Phase.CALLS, "", in -> Fault.resetBeforeBody()),
    RESET_AFTER_BODY(Phase.CALLS, "", in -> Fault.resetAfterBody()),
    HANG(Phase.CALLS, "", in -> Fault.hang()),
    HANG_AFTER_EFFECT(Phase.CALLS, "", in -> Fault.hangAfterEffect()),
    DELAY(
            Phase.CALLS,
            "duration[,fault]",
            in -> Fault.delay(in.duration(), in.hasMore() ? in.fault() : Fault.none())),
    TRUNCATE(Phase.CALLS, "bytes", in -> Fault.truncate(in.integer())),
    CUT_AT(Phase.CALLS, "bytes", in -> Fault.cutAt(in.number())),
    WRONG_LENGTH(Phase.CALLS, "delta", in -> Fault.wrongLength(in.number())),
    DRIPPING(Phase.CALLS, "bytes,pause", in -> Fault.dripping(in.integer(), in.duration())),

    ANSWER_LATE(
            EnumSet.of(Phase.CREATE, Phase.UPLOAD),
            "duration",
            in -> Fault.answerLate(in.duration())),
    WITHOUT_ID(EnumSet.of(Phase.CREATE), "", in -> Fault.withoutId()),

    UNKNOWN_STATUS(
            EnumSet.of(Phase.STATUS, Phase.BATCH), "word", in -> Fault.unknownStatus(in.text())),
    PROGRESS_GOES_BACK(EnumSet.of(Phase.STATUS, Phase.BATCH), "", in -> Fault.progressGoesBack()),
    PARTIAL(EnumSet.of(Phase.BATCH), "tasks", in -> Fault.partial(in.integer())),
    OMIT(EnumSet.of(Phase.BATCH), "index", in -> Fault.omit(in.integer())),

    IGNORE_RANGE(EnumSet.of(Phase.DOWNLOAD), "", in -> Fault.ignoreRange()),
    RANGE_WITHOUT_CONTENT_RANGE(
            EnumSet.of(Phase.DOWNLOAD), "", in -> Fault.rangeWithoutContentRange()),
    NOT_READY(EnumSet.of(Phase.DOWNLOAD), "", in -> Fault.notReady()),
    EXPIRED(EnumSet.of(Phase.DOWNLOAD), "", in -> Fault.expired()),

    QUOTA_FULL(EnumSet.of(Phase.UPLOAD), "", in -> Fault.quotaFull()),
    SUCCESS_FALSE(EnumSet.of(Phase.UPLOAD), "", in -> Fault.successFalse()),

    FAILED(
            EnumSet.of(Phase.OUTCOME),
            "code[,message]",
            in -> {
                String code = in.text();
                return in.hasMore() ? Fault.failed(code, in.text()) : Fault.failed(code);
            }),
    CANCELLED(EnumSet.of(Phase.OUTCOME), "", in -> Fault.cancelled()),
    WITHOUT_RESULTS(EnumSet.of(Phase.OUTCOME), "", in -> Fault.withoutResults()),
    NEVER_ENDS(EnumSet.of(Phase.OUTCOME), "", in -> Fault.neverEnds()),

    NOT_SENT(EnumSet.of(Phase.CALLBACK), "", in -> Fault.notSent()),
    LATE(EnumSet.of(Phase.CALLBACK), "duration", in -> Fault.late(in.duration())),
    BEFORE_ANSWER(EnumSet.of(Phase.CALLBACK), "", in -> Fault.beforeAnswer()),
    TWICE(EnumSet.of(Phase.CALLBACK), "", in -> Fault.twice()),
    OUT_OF_ORDER(EnumSet.of(Phase.CALLBACK), "", in -> Fault.outOfOrder()),
    FORGED(EnumSet.of(Phase.CALLBACK), "", in -> Fault.forged()),
    REDIRECTING(EnumSet.of(Phase.CALLBACK), "", in -> Fault.redirecting());

    private final Set<Phase> phases;
    private final String parameters;
    private final Function<Arguments, Fault> maker;

    FaultKind(Set<Phase> phases, String parameters, Function<Arguments, Fault> maker) {
        this.phases = phases;
        this.parameters = parameters;
        this.maker = maker;
    }

    /** Its name in a script, which is its factory's in {@link Fault}: {@code html-error}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where it can occur. */
    public Set<Phase> phases() {
        return Collections.unmodifiableSet(phases);
    }

    /** How it is written: {@code html-error(status)}, with brackets around what may be missing. */
    public String usage() {
        return parameters.isEmpty() ? word() : word() + "(" + parameters + ")";
    }

    /** Every kind that can occur in a phase. */
    public static List<FaultKind> in(Phase phase) {
        return Arrays.stream(values()).filter(kind -> kind.phases.contains(phase)).toList();
    }

    static Optional<FaultKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** What can occur in a phase, for messages. */
    static String usages(Phase phase) {
        return in(phase).stream().map(FaultKind::usage).collect(Collectors.joining(", "));
    }

    Fault make(Arguments arguments) {
        Fault fault = maker.apply(arguments);
        arguments.end();
        return fault;
    }
}
