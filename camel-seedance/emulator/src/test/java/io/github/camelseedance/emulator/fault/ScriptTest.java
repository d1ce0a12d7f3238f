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

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    private final Faults faults = new Faults();

    /** Every factory of {@link Fault}, as a script writes what it makes. */
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(Phase.CREATE, "none", Fault.none()),
                Arguments.of(
                        Phase.CREATE,
                        "answer(500,text/plain,'a, (b) isn''t c')",
                        Fault.answer(500, "text/plain", "a, (b) isn't c")),
                Arguments.of(
                        Phase.CREATE,
                        "answer(429,text/plain,'',Retry-After=7,X-A=b c)",
                        Fault.answer(
                                429, "text/plain", "", Map.of("X-A", "b c", "Retry-After", "7"))),
                Arguments.of(
                        Phase.DOWNLOAD,
                        "answer(206,video/mp4,base64:AIAB,Content-Length=9)",
                        Fault.answer(
                                206,
                                "video/mp4",
                                new byte[] {0, -128, 1},
                                Map.of("Content-Length", "9"))),
                Arguments.of(
                        Phase.CREATE,
                        "answer-after-effect(503,text/plain,no luck)",
                        Fault.answerAfterEffect(503, "text/plain", "no luck")),
                Arguments.of(
                        Phase.STATUS,
                        "redirect(307,http://localhost/x?a=b)",
                        Fault.redirect(307, "http://localhost/x?a=b")),
                Arguments.of(Phase.DOWNLOAD, "html", Fault.html()),
                Arguments.of(Phase.STATUS, "html-error(502)", Fault.htmlError(502)),
                Arguments.of(Phase.CREATE, "refuse(ip_restricted)", Fault.refuse("ip_restricted")),
                Arguments.of(
                        Phase.BATCH, "rate-limited(2m)", Fault.rateLimited(Duration.ofMinutes(2))),
                Arguments.of(
                        Phase.STATUS,
                        "rate-limited-until(90s)",
                        Fault.rateLimitedUntil(Duration.ofSeconds(90))),
                Arguments.of(Phase.CREATE, "lose-answer", Fault.loseAnswer()),
                Arguments.of(Phase.UPLOAD, "reset-before-body", Fault.resetBeforeBody()),
                Arguments.of(Phase.CREDITS, "reset-after-body", Fault.resetAfterBody()),
                Arguments.of(Phase.STATUS, "hang", Fault.hang()),
                Arguments.of(Phase.CREATE, "hang-after-effect", Fault.hangAfterEffect()),
                Arguments.of(Phase.STATUS, "delay(1500ms)", Fault.delay(Duration.ofMillis(1500))),
                Arguments.of(
                        Phase.STATUS,
                        "delay(0s,answer(500,text/plain,'a)'))",
                        Fault.delay(Duration.ZERO, Fault.answer(500, "text/plain", "a)"))),
                Arguments.of(Phase.STATUS, "truncate(20)", Fault.truncate(20)),
                Arguments.of(Phase.DOWNLOAD, "cut-at(5000000000)", Fault.cutAt(5_000_000_000L)),
                Arguments.of(Phase.DOWNLOAD, "wrong-length(-3)", Fault.wrongLength(-3)),
                Arguments.of(Phase.STATUS, "dripping(1,PT0.0005S)", Fault.dripping(1, micros(500))),
                Arguments.of(
                        Phase.CREATE, "answer-late(3h)", Fault.answerLate(Duration.ofHours(3))),
                Arguments.of(Phase.CREATE, "without-id", Fault.withoutId()),
                Arguments.of(Phase.STATUS, "unknown-status(queued)", Fault.unknownStatus("queued")),
                Arguments.of(Phase.BATCH, "progress-goes-back", Fault.progressGoesBack()),
                Arguments.of(Phase.BATCH, "partial(2)", Fault.partial(2)),
                Arguments.of(Phase.BATCH, "omit(0)", Fault.omit(0)),
                Arguments.of(Phase.DOWNLOAD, "ignore-range", Fault.ignoreRange()),
                Arguments.of(
                        Phase.DOWNLOAD,
                        "range-without-content-range",
                        Fault.rangeWithoutContentRange()),
                Arguments.of(Phase.DOWNLOAD, "not-ready", Fault.notReady()),
                Arguments.of(Phase.DOWNLOAD, "expired", Fault.expired()),
                Arguments.of(Phase.UPLOAD, "quota-full", Fault.quotaFull()),
                Arguments.of(Phase.UPLOAD, "success-false", Fault.successFalse()),
                Arguments.of(
                        Phase.OUTCOME,
                        "failed(content_policy_violation)",
                        Fault.failed("content_policy_violation")),
                Arguments.of(
                        Phase.OUTCOME,
                        "failed(my_code,it cannot be)",
                        Fault.failed("my_code", "it cannot be")),
                Arguments.of(Phase.OUTCOME, "cancelled", Fault.cancelled()),
                Arguments.of(Phase.OUTCOME, "without-results", Fault.withoutResults()),
                Arguments.of(Phase.OUTCOME, "never-ends", Fault.neverEnds()),
                Arguments.of(Phase.CALLBACK, "not-sent", Fault.notSent()),
                Arguments.of(Phase.CALLBACK, "late(5s)", Fault.late(Duration.ofSeconds(5))),
                Arguments.of(Phase.CALLBACK, "before-answer", Fault.beforeAnswer()),
                Arguments.of(Phase.CALLBACK, "twice", Fault.twice()),
                Arguments.of(Phase.CALLBACK, "out-of-order", Fault.outOfOrder()),
                Arguments.of(Phase.CALLBACK, "forged", Fault.forged()),
                Arguments.of(Phase.CALLBACK, "redirecting", Fault.redirecting()));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1000);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsAndWritesEachFault(Phase phase, String text, Fault fault) {
        faults.script(phase.word() + ":" + text);

        assertThat(fault.text()).isEqualTo(text);
        assertThat(faults.rules().get(0).text()).isEqualTo(phase.word() + ":" + text);
        assertThat(faults.take(phase)).isEqualTo(fault);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void knowsEachFaultByItsFactory(FaultKind kind) {
        assertThat(texts().map(text -> ((Fault) text.get()[2]).kind())).contains(kind);
        assertThat(Arrays.stream(Fault.class.getMethods()).map(Method::getName).map(this::kebab))
                .contains(kind.word());
    }

    private String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void readsHowOften() {
        faults.script(" create:hang*2 status:html*\n batch:omit( 1 )%12.5\tcredits:none ");

        assertThat(faults.rules())
                .extracting(Rule::text)
                .containsExactly(
                        "create:hang*2", "status:html*", "batch:omit(1)%12.5", "credits:none");
        assertThat(faults.rules())
                .extracting(rule -> rule.often().times())
                .containsExactly(2, Integer.MAX_VALUE, Integer.MAX_VALUE, 1);
        assertThat(faults.rules().get(2).often().probability()).isEqualTo(0.125);
    }

    @Test
    void saysWhatIsAllowedInThePhase() {
        assertThatThrownBy(() -> faults.script("create:hang status:htlm-error(502)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "The script cannot be read at character 20, in 'status:htlm-error(502)':"
                                + " there is no fault 'htlm-error' for status; allowed are none,"
                                + " answer(")
                .hasMessageContaining("html-error(status)")
                .hasMessageContaining("unknown-status(word)")
                .hasMessageNotContaining("omit");
        assertThat(faults.rules()).as("all or nothing").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "staus:hang|there is no phase 'staus'; allowed are create, status, batch, credits,"
                        + " upload, download, outcome, callback",
                "hang|there is no phase 'hang'",
                "status|':' is missing; a rule is written phase:fault",
                "create:omit(1)|there is no fault 'omit' for create",
                "outcome:hang|allowed are none, failed(code[,message]), cancelled, without-results,"
                        + " never-ends",
                "status:html-error|a value is missing: it is written html-error(status)",
                "status:html-error(502|')' is missing; the values end with a parenthesis",
                "status:html-error(502,1)|'1' is one value too many: it is written"
                        + " html-error(status)",
                "status:html-error(x)|'x' is not a whole number: it is written html-error(status)",
                "status:html-error(200)|status is 200 but must be 400 to 599",
                "status:truncate(5000000000)|5000000000 is too large",
                "status:delay(2 s)|'2 s' is not a duration; write it as 500ms, 90s, 3m or 1h",
                "status:delay(1s,hagn)|there is no fault 'hagn'",
                "status:delay(1s,omit(1))|'delay(1s,omit(1))' cannot occur in the phase status",
                "status:delay(1s,twice)|'twice' is no fault of a call, so it cannot be delayed",
                "status:delay(1s,delay(1s))|a delay cannot be delayed; write one delay with their sum",
                "status:delay(999999999h)|days",
                "status:answer(500,text/plain,x,y)|'y' is not name=value",
                "status:answer(500,text/plain,'x)|')' is missing",
                "status:answer(500,text/plain,base64:=)|what stands behind 'base64:' is no Base64",
                "status:answer(500,a/b,x,Content-Length=-1)|Content-Length is '-1' but must be 0",
                "create:refuse(no_such)|there is no error code 'no_such'; allowed are"
                        + " invalid_request, ",
                "outcome:failed(no_such)|there is no task error code 'no_such'; give a message"
                        + " with a code of your own, or use one of content_policy_violation, ",
                "status:hang;batch:hang|';' cannot stand here; a rule is written phase:fault,"
                        + " phase:fault*3 or phase:fault%20, and rules have blanks between",
                "*3|'*' cannot stand here; a rule is written phase:fault",
                "status:hang*0|times is 0 but must be 1 or more",
                "status:hang*1.5|'1.5' is no number of times; write *3, or * for always",
                "status:hang%120|'120' is not a percentage; write %20 for 20 % of the calls",
                "status:hang%|'' is not a percentage",
            })
    void saysWhatIsWrong(String scriptAndWhy) {
        String[] parts = scriptAndWhy.split("\\|", 2);

        assertThatThrownBy(() -> faults.script(parts[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(parts[1])
                .hasMessageContaining("in '" + parts[0] + "'");
    }

    @Test
    void readsTextOfAnyLength() {
        String page = "<p>it''s (late), #7 of a, b</p>".repeat(10_000);

        faults.script("status:answer(500,text/html,'" + page + "')");

        assertThat(faults.take(Phase.STATUS))
                .isEqualTo(Fault.answer(500, "text/html", page.replace("''", "'")));
    }

    @Test
    void refusesADelayWithinManyDelays() {
        String nested = "delay(1s,".repeat(10_000) + "hang" + ")".repeat(10_000);

        assertThatThrownBy(() -> faults.script("status:" + nested))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a delay cannot be delayed");
    }

    @Test
    void refusesAFaultInAForeignPhase() {
        assertThatThrownBy(() -> faults.next(Phase.CALLBACK, Fault.htmlError(502)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'html-error(502)' cannot occur in the phase callback; there can be none,"
                                + " not-sent, late(duration), before-answer, twice, out-of-order,"
                                + " forged, redirecting");
        assertThatThrownBy(() -> faults.times(0, Phase.CREATE, Fault.hang()))
                .hasMessage("times is 0 but must be 1 or more");
        assertThatThrownBy(() -> faults.sometimes(1.2, Phase.CREATE, Fault.hang()))
                .hasMessage("probability is 1.2 but must be 0 to 1, as 0.2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prompt(#7 of a, b)|prompt('#7 of a, b')",
                "model(seedance-2.0-image-to-video)|model(seedance-2.0-image-to-video)",
                "header(X-Run, a)|header(X-Run,a)",
                " task(task-unified-1) |task(task-unified-1)"
            })
    void readsAndWritesConditions(String textAndPrinted) {
        String[] parts = textAndPrinted.split("\\|");
        String text = parts[0].replace("#7 of a, b", "'#7 of a, b'");

        assertThat(Match.parse(text).text()).isEqualTo(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "prompt",
                "user(1)",
                "header(X-Run)",
                "task()",
                "model(a) b",
                "model(a,b)"
            })
    void refusesOtherConditions(String text) {
        assertThatThrownBy(() -> Match.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "prompt(value), model(value), header(name,value) or task(value)");
    }
}
