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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final Fault A = Fault.htmlError(500);
    private static final Fault B = Fault.htmlError(501);
    private static final Fault C = Fault.htmlError(502);
    private static final Fault D = Fault.htmlError(503);

    private final Faults faults = new Faults();

    private static Subject task(String id, String prompt) {
        return new Subject(id, "seedance-2.0-image-to-video", prompt, Map.of(), Map.of());
    }

    private static Subject create(String prompt, Map<String, List<String>> headers) {
        return new Subject(null, "seedance-2.0-image-to-video", prompt, headers, Map.of());
    }

    private Stream<Fault> takes(int times, Phase phase, Subject subject) {
        return IntStream.range(0, times).mapToObj(i -> faults.take(phase, subject));
    }

    @Test
    void takesTheQueueFirstAndWhatHoldsLast() {
        faults.always(Phase.STATUS, A)
                .times(2, Phase.STATUS, B)
                .next(Phase.STATUS, Fault.none())
                .sometimes(1, Phase.STATUS, C)
                .next(Phase.CREATE, D);

        assertThat(takes(5, Phase.STATUS, Subject.UNKNOWN))
                .containsExactly(B, B, Fault.none(), C, C);
        assertThat(takes(2, Phase.CREATE, Subject.UNKNOWN)).containsExactly(D, Fault.none());
    }

    @Test
    void letsTheNewestOfWhatHoldsWin() {
        Match match = Match.task("1");
        faults.always(Phase.STATUS, A).always(Phase.STATUS, B);
        faults.when(match).always(Phase.STATUS, C);

        assertThat(faults.rules()).extracting(Rule::fault).containsExactly(B, C);
        assertThat(faults.rules().get(1)).hasToString("3: status:html-error(502)* when task(1)");
        assertThat(faults.take(Phase.STATUS)).isEqualTo(B);
        assertThat(faults.take(Phase.STATUS, task("1", null))).isEqualTo(C);
    }

    @Test
    void takesRulesWithAConditionBeforeThoseWithout() {
        faults.next(Phase.STATUS, A);
        faults.when(Match.prompt("#7")).next(Phase.STATUS, B);
        faults.when(Match.model("seedance-2.0-image-to-video")).script("status:html-error(502)");
        Subject seven = task("1", "Wind #7");

        assertThat(takes(1, Phase.STATUS, task("2", "Wind"))).containsExactly(C);
        assertThat(takes(3, Phase.STATUS, seven)).containsExactly(B, A, Fault.none());
    }

    @Test
    void findsHeadersOfTheCallAndOfItsCreate() {
        faults.when(Match.header("x-run", "a")).times(2, Phase.STATUS, A);
        Map<String, List<String>> headers = Map.of("X-Run", List.of("b", "a"));

        assertThat(faults.take(Phase.STATUS, new Subject("1", null, null, Map.of(), Map.of())))
                .isEqualTo(Fault.none());
        assertThat(faults.take(Phase.STATUS, new Subject("1", null, null, headers, null)))
                .isEqualTo(A);
        assertThat(faults.take(Phase.STATUS, new Subject("1", null, null, null, headers)))
                .isEqualTo(A);
    }

    @Test
    void leavesAFaultThatIsNotWantedItsTurn() {
        faults.next(Phase.CALLBACK, Fault.twice());

        assertThat(faults.takeIf(Phase.CALLBACK, Subject.UNKNOWN, Fault.forged()::equals))
                .isEmpty();
        assertThat(faults.takeIf(Phase.CALLBACK, Subject.UNKNOWN, Fault.twice()::equals))
                .contains(Fault.twice());
        assertThat(faults.rules()).isEmpty();
    }

    @Test
    void leavesRulesWithoutAConditionAloneWhereOnlyChosenOnesCount() {
        faults.next(Phase.STATUS, A);
        assertThat(faults.takeChosen(Phase.STATUS, task("1", "Wind"), fault -> true)).isEmpty();

        faults.when(Match.task("1")).next(Phase.STATUS, B);
        assertThat(faults.takeChosen(Phase.STATUS, task("1", "Wind"), fault -> true)).contains(B);
    }

    @Test
    void listsAndRemovesRules() {
        faults.script("status:hang*3 create:lose-answer");
        faults.when(Match.task("1")).sometimes(0.5, Phase.STATUS, A);
        faults.take(Phase.STATUS);

        assertThat(faults.rules())
                .extracting(Rule::text)
                .containsExactly(
                        "status:hang*2", "create:lose-answer", "status:html-error(500)%50");
        assertThat(faults.rules().get(2).match().text()).isEqualTo("task(1)");
        int id = faults.rules().get(0).id();
        assertThat(faults.remove(id)).isTrue();
        assertThat(faults.remove(id)).isFalse();
        assertThat(faults.take(Phase.STATUS)).isEqualTo(Fault.none());
        faults.clear();
        assertThat(faults.rules()).isEmpty();
    }

    @Test
    void throwsTheSameDiceInEachRun() {
        Faults other = new Faults().sometimes(0.2, Phase.STATUS, A).sometimes(0.5, Phase.BATCH, B);
        faults.sometimes(0.2, Phase.STATUS, A).sometimes(0.5, Phase.BATCH, B);
        List<Fault> first = takes(1000, Phase.STATUS, Subject.UNKNOWN).toList();

        IntStream.range(0, 100).forEach(i -> other.take(Phase.BATCH));
        assertThat(IntStream.range(0, 1000).mapToObj(i -> other.take(Phase.STATUS)))
                .as("whatever happens in other phases")
                .isEqualTo(first);
        assertThat(first.stream().filter(A::equals).count()).isBetween(150L, 250L);
        faults.seed(7);
        assertThat(takes(1000, Phase.STATUS, Subject.UNKNOWN)).isNotEqualTo(first);
        faults.reset();
        faults.sometimes(0.2, Phase.STATUS, A).sometimes(0.5, Phase.BATCH, B);
        assertThat(takes(1000, Phase.STATUS, Subject.UNKNOWN)).isEqualTo(first);
    }

    @Test
    void countsATasksOwnScriptForThisTaskAlone() {
        faults.next(Phase.STATUS, D);
        Subject one =
                task("1", "Wind [emulator status:html-error(500)*2] in [emulator\nbatch:hang]");
        Subject two = task("2", one.prompt());

        assertThat(takes(1, Phase.STATUS, one)).containsExactly(A);
        assertThat(takes(3, Phase.STATUS, two)).containsExactly(A, A, D);
        assertThat(takes(2, Phase.STATUS, one)).containsExactly(A, Fault.none());
        assertThat(takes(2, Phase.BATCH, one)).containsExactly(Fault.hang(), Fault.none());
        assertThat(faults.rules()).isEmpty();
    }

    @Test
    void keepsATasksOwnScriptWhenTheRulesAreCleared() {
        Subject one = task("1", "[emulator status:html-error(500) status:html-error(501)]");
        assertThat(faults.take(Phase.STATUS, one)).isEqualTo(A);

        faults.clear();
        assertThat(faults.take(Phase.STATUS, one)).isEqualTo(B);
        faults.reset();
        assertThat(faults.take(Phase.STATUS, one)).isEqualTo(A);
    }

    @Test
    void goesOnInTheScriptOfACreateWhenItIsRetried() {
        Map<String, List<String>> keyed =
                Map.of(
                        "idempotency-key",
                        List.of("a-key-of-16-chars"),
                        "x-emulator-scenario",
                        List.of("create:lose-answer create:reset-before-body"));
        Subject create = create("Wind", keyed);

        assertThat(takeCreate(create, "a")).isEqualTo(Fault.loseAnswer());
        assertThat(takeCreate(create, "b")).as("same key").isEqualTo(Fault.resetBeforeBody());
        assertThat(takeCreate(create, "c")).isEqualTo(Fault.none());

        Subject keyless = create("[emulator create:hang]", Map.of());
        assertThat(takeCreate(keyless, "a")).isEqualTo(Fault.hang());
        assertThat(takeCreate(keyless, "a")).as("same body").isEqualTo(Fault.none());
        assertThat(takeCreate(keyless, "b")).isEqualTo(Fault.hang());
    }

    private Fault takeCreate(Subject subject, String body) {
        return faults.takeCreate(
                "any", subject, body.getBytes(StandardCharsets.UTF_8), fault -> false);
    }

    @Test
    void takesTheHeaderOfAnotherCallForThisCallAlone() {
        faults.next(Phase.STATUS, B);
        Subject call =
                new Subject(
                        "1",
                        null,
                        null,
                        Map.of(),
                        Map.of("x-emulator-scenario", List.of("status:html-error(500)")));

        assertThat(takes(2, Phase.STATUS, call)).containsExactly(A, A);
        assertThat(takes(1, Phase.STATUS, task("1", null))).containsExactly(B);
    }

    @Test
    void saysWhereAScriptOfAPromptIsWrong() {
        assertThatThrownBy(() -> takeCreate(create("Wind [emulator create:hagn]", Map.of()), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "In the prompt: The script cannot be read at character 23, in"
                                + " 'create:hagn]': there is no fault 'hagn' for create");
        assertThatThrownBy(() -> takeCreate(create("Wind [emulator create:hang", Map.of()), ""))
                .hasMessage("In the prompt: The script at character 16 has no closing ']'");
        assertThat(takeCreate(create("Wind [emulators] [emulator]", Map.of()), ""))
                .as("no marker")
                .isEqualTo(Fault.none());
    }
}
