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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads scripts: rules with blanks between them, each {@code phase:fault} or {@code
 * phase:fault(value,value)}, with {@code *3} for three times, {@code *} for always, {@code %20} for
 * 20 % of the calls. A value with a comma or a parenthesis stands in single quotes.
 */
final class ScriptReader {

    /** What a rule says, before it has a number and a condition. */
    record Line(Phase phase, Fault fault, Often often) {}

    private static final int SHOWN = 60;

    private final String text;
    private int at;

    ScriptReader(String text) {
        this(text, 0);
    }

    /**
     * @param at where to begin
     */
    ScriptReader(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** Every rule to the end of the text. */
    List<Line> lines() {
        return lines('\0');
    }

    /** Every rule up to the closing character, which is read too. */
    List<Line> lines(char closing) {
        List<Line> lines = new ArrayList<>();
        int start = at;
        while (true) {
            skipBlanks();
            if (!more()) {
                if (closing == '\0') {
                    return lines;
                }
                throw new IllegalArgumentException(
                        "The script at character "
                                + (start + 1)
                                + " has no closing '"
                                + closing
                                + "'");
            }
            if (text.charAt(at) == closing) {
                at++;
                return lines;
            }
            lines.add(line(closing));
        }
    }

    /** Where reading has come to. */
    int position() {
        return at;
    }

    private Line line(char closing) {
        int start = at;
        try {
            String word = word();
            if (word.isEmpty()) {
                throw misplaced();
            }
            Phase phase =
                    Phase.of(word)
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "there is no phase '"
                                                            + word
                                                            + "'; allowed are "
                                                            + Phase.words()));
            expect(':', "a rule is written phase:fault");
            Fault fault = fault(phase);
            Often often = often();
            if (more() && !Character.isWhitespace(text.charAt(at)) && text.charAt(at) != closing) {
                throw misplaced();
            }
            return new Line(phase, fault, often);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The script cannot be read at character "
                            + (at + 1)
                            + ", in '"
                            + text.substring(start, Math.min(text.length(), start + SHOWN))
                            + "': "
                            + e.getMessage(),
                    e);
        }
    }

    private IllegalArgumentException misplaced() {
        return new IllegalArgumentException(
                "'"
                        + text.charAt(at)
                        + "' cannot stand here; a rule is written phase:fault, phase:fault*3 or"
                        + " phase:fault%20, and rules have blanks between");
    }

    private Fault fault(Phase phase) {
        int start = at;
        String word = word();
        FaultKind kind = FaultKind.of(word).filter(k -> k.phases().contains(phase)).orElse(null);
        if (kind == null) {
            at = start;
            throw new IllegalArgumentException(
                    "there is no fault '"
                            + word
                            + "' for "
                            + phase.word()
                            + "; allowed are "
                            + FaultKind.usages(phase));
        }
        List<String> values = values();
        int end = at;
        at = start;
        Fault fault = kind.make(new Arguments(kind.usage(), values));
        Rule.check(phase, fault);
        at = end;
        return fault;
    }

    /** One fault, and nothing else, for whatever phase. */
    Fault fault() {
        String word = word();
        FaultKind kind =
                FaultKind.of(word)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "there is no fault '" + word + "'"));
        if (kind == FaultKind.DELAY) {
            throw new IllegalArgumentException(
                    "a delay cannot be delayed; write one delay with their sum");
        }
        Fault fault = kind.make(new Arguments(kind.usage(), values()));
        end();
        return fault;
    }

    /** Nothing may follow. */
    void end() {
        if (more()) {
            throw new IllegalArgumentException("'" + text.substring(at) + "' is too much");
        }
    }

    /** The values in parentheses, if there are any, as they are written. */
    List<String> values() {
        List<String> values = new ArrayList<>();
        if (!more() || text.charAt(at) != '(') {
            return values;
        }
        do {
            at++;
            skipBlanks();
            values.add(value());
        } while (more() && text.charAt(at) == ',');
        expect(')', "the values end with a parenthesis");
        return values;
    }

    private String value() {
        int start = at;
        int depth = 0;
        boolean quoted = false;
        boolean beginning = true;
        for (; more(); at++) {
            char c = text.charAt(at);
            if (c == '\'' && (quoted || beginning)) {
                quoted = !quoted;
                // behind a closing quote another one opens again: that is a doubled quote
                beginning = !quoted;
            } else if (!quoted) {
                if (depth == 0 && (c == ',' || c == ')')) {
                    break;
                }
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                beginning = c == '(' || c == ',' || (beginning && Character.isWhitespace(c));
            }
        }
        return text.substring(start, at).strip();
    }

    private Often often() {
        if (!more()) {
            return Often.ONCE;
        }
        if (text.charAt(at) == '*') {
            at++;
            String times = digits();
            return times.isEmpty() ? Often.ALWAYS : Often.times(whole(times));
        }
        if (text.charAt(at) == '%') {
            at++;
            String percent = digits();
            if (!percent.matches("\\d{1,3}(\\.\\d+)?")
                    || new BigDecimal(percent).compareTo(BigDecimal.valueOf(100)) > 0) {
                throw new IllegalArgumentException(
                        "'" + percent + "' is not a percentage; write %20 for 20 % of the calls");
            }
            return Often.sometimes(new BigDecimal(percent).movePointLeft(2).doubleValue());
        }
        return Often.ONCE;
    }

    private static int whole(String digits) {
        if (!digits.matches("\\d{1,6}")) {
            throw new IllegalArgumentException(
                    "'" + digits + "' is no number of times; write *3, or * for always");
        }
        return Integer.parseInt(digits);
    }

    private String digits() {
        int start = at;
        while (more() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return text.substring(start, at);
    }

    String word() {
        int start = at;
        while (more() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        return text.substring(start, at);
    }

    private void expect(char wanted, String why) {
        if (!more() || text.charAt(at) != wanted) {
            throw new IllegalArgumentException("'" + wanted + "' is missing; " + why);
        }
        at++;
    }

    private void skipBlanks() {
        while (more() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean more() {
        return at < text.length();
    }
}
