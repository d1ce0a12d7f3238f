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

import io.github.camelseedance.emulator.fault.FaultKind;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.Answer;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The calls of a run by phase, and the faults that they met. */
final class Traffic {
    /** With these the create has its effect, as it has without a fault. */
    private static final Set<FaultKind> EFFECTIVE =
            EnumSet.of(
                    FaultKind.ANSWER_AFTER_EFFECT,
                    FaultKind.LOSE_ANSWER,
                    FaultKind.HANG_AFTER_EFFECT,
                    FaultKind.DELAY,
                    FaultKind.TRUNCATE,
                    FaultKind.CUT_AT,
                    FaultKind.WRONG_LENGTH,
                    FaultKind.DRIPPING,
                    FaultKind.ANSWER_LATE,
                    FaultKind.WITHOUT_ID);

    private final Map<Phase, Integer> calls = new EnumMap<>(Phase.class);
    private final Map<Phase, Map<String, Integer>> faults = new EnumMap<>(Phase.class);
    private int effective;

    Traffic(List<RecordedRequest> requests) {
        requests.forEach(this::add);
    }

    private void add(RecordedRequest request) {
        Phase phase = phase(request);
        calls.merge(phase, 1, Integer::sum);
        String fault = fault(request.answer());
        if (!fault.isEmpty()) {
            faults.computeIfAbsent(phase, p -> new TreeMap<>()).merge(fault, 1, Integer::sum);
        }
        if (phase == Phase.CREATE && isEffective(request.answer(), fault)) {
            effective++;
        }
    }

    private static Phase phase(RecordedRequest request) {
        return switch (request.path()) {
            case "/v1/videos/generations" -> Phase.CREATE;
            case "/v1/tasks/batch" -> Phase.BATCH;
            default -> Phase.STATUS;
        };
    }

    /** The kind alone, since the text of a fault holds its values too. */
    private static String fault(Answer answer) {
        return answer == null ? "" : answer.fault().replaceFirst("\\(.*", "");
    }

    private static boolean isEffective(Answer answer, String fault) {
        if (fault.isEmpty()) {
            return answer != null && answer.status() == 200;
        }
        return EFFECTIVE.contains(
                FaultKind.valueOf(fault.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    int calls(Phase phase) {
        return calls.getOrDefault(phase, 0);
    }

    /** How many creates the service has taken up, the first ones and the replays. */
    int effectiveCreates() {
        return effective;
    }

    /** The share of a phase's calls that met a fault. */
    double faultShare(Phase phase) {
        return (double) faults(phase) / calls(phase);
    }

    private int faults(Phase phase) {
        return faults.getOrDefault(phase, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** A line of one phase. */
    String describe(Phase phase) {
        return "%6d %s, %d of them with a fault (%.0f %%): %s"
                .formatted(
                        calls(phase),
                        phase.word(),
                        faults(phase),
                        100 * faultShare(phase),
                        faults.getOrDefault(phase, Map.of()).entrySet().stream()
                                .map(fault -> fault.getKey() + " " + fault.getValue())
                                .collect(Collectors.joining(", ")));
    }
}
