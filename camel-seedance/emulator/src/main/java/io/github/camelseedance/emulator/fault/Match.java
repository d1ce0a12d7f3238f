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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which calls a rule is for.
 *
 * @param of what is looked at
 * @param name the header's name; null for everything else
 * @param value what it must be, or for a prompt contain
 */
public record Match(Field of, String name, String value) {

    /** What can be looked at. */
    public enum Field {
        PROMPT,
        MODEL,
        HEADER,
        TASK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String usage() {
            return word() + (this == HEADER ? "(name,value)" : "(value)");
        }
    }

    private static final String USAGE =
            "prompt(value), model(value), header(name,value) or task(value)";

    public Match {
        Check.notBlank(of.word(), value);
        if (of == Field.HEADER) {
            Check.notBlank("header", name);
        }
    }

    /** Calls for a task whose prompt contains the text. */
    public static Match prompt(String marker) {
        return new Match(Field.PROMPT, null, marker);
    }

    /** Calls for a task of the model. */
    public static Match model(String id) {
        return new Match(Field.MODEL, null, id);
    }

    /** Calls with the header, or for a task whose create had it; the name is in any case. */
    public static Match header(String name, String value) {
        return new Match(Field.HEADER, name, value);
    }

    /** Calls for one task. */
    public static Match task(String id) {
        return new Match(Field.TASK, null, id);
    }

    /**
     * Reads {@code prompt(value)}, {@code model(value)}, {@code header(name,value)} or {@code
     * task(value)}.
     *
     * @throws IllegalArgumentException for anything else; its message says what is allowed
     */
    public static Match parse(String text) {
        try {
            return read(new ScriptReader(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no condition: " + e.getMessage() + "; write " + USAGE, e);
        }
    }

    private static Match read(ScriptReader reader) {
        String word = reader.word();
        Field field =
                Arrays.stream(Field.values())
                        .filter(known -> known.word().equals(word))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "there is no '" + word + "' to look at"));
        Arguments values = new Arguments(field.usage(), reader.values());
        String name = field == Field.HEADER ? values.text() : null;
        Match match = new Match(field, name, values.text());
        values.end();
        reader.end();
        return match;
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return Stream.of(name, value)
                .filter(part -> part != null)
                .map(Arguments::print)
                .collect(Collectors.joining(",", of.word() + "(", ")"));
    }

    /** Whether a call about this subject is one of them. */
    boolean test(Subject subject) {
        return switch (of) {
            case PROMPT -> subject.prompt() != null && subject.prompt().contains(value);
            case MODEL -> value.equals(subject.model());
            case TASK -> value.equals(subject.taskId());
            case HEADER -> has(subject.callHeaders()) || has(subject.createHeaders());
        };
    }

    private boolean has(Map<String, List<String>> headers) {
        return Subject.values(headers, name).contains(value);
    }
}
