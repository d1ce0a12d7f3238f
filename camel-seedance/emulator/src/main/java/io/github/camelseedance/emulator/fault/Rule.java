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

import java.util.Objects;

/**
 * A fault that is scripted: as it is now.
 *
 * @param id its number, for {@link Faults#remove}
 * @param often how often it still applies
 * @param match for which calls; null for all
 */
public record Rule(int id, Phase phase, Fault fault, Often often, Match match) {

    /** As a script writes it, such as {@code status:html-error(502)*2}; without its condition. */
    public String text() {
        return phase.word() + ":" + fault.text() + often.text();
    }

    /** As {@link #text()}, with its number and its condition. */
    @Override
    public String toString() {
        return id + ": " + text() + (match == null ? "" : " when " + match.text());
    }

    /** Whether it is for every call of the phase. */
    boolean isFor(Phase wanted) {
        return phase == wanted && match == null;
    }

    /** Whether it has a condition, and that holds for this call of the phase. */
    boolean isFor(Phase wanted, Subject subject) {
        return phase == wanted && match != null && match.test(subject);
    }

    /** Of what holds always under one condition there is one rule for each phase. */
    boolean replaces(Rule old) {
        return often.equals(Often.ALWAYS)
                && old.often.equals(Often.ALWAYS)
                && old.phase == phase
                && Objects.equals(old.match, match);
    }

    Rule onceLess() {
        return new Rule(id, phase, fault, often.less(), match);
    }

    /**
     * @throws IllegalArgumentException when the fault cannot occur in the phase
     */
    static void check(Phase phase, Fault fault) {
        if (!fault.phases().contains(phase)) {
            throw new IllegalArgumentException(
                    "'"
                            + fault.text()
                            + "' cannot occur in the phase "
                            + phase.word()
                            + "; there can be "
                            + FaultKind.usages(phase));
        }
    }
}
