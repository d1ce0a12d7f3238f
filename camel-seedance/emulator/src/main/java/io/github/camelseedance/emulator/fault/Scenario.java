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
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The script that a request carries for itself: in its prompt, or in a header. */
final class Scenario {

    static final String HEADER = "X-Emulator-Scenario";

    private static final Pattern MARKER = Pattern.compile("\\[emulator\\s");

    private Scenario() {}

    /**
     * What the header and the prompt's markers say, in this order.
     *
     * @param prompt null when there is none
     * @throws IllegalArgumentException when it cannot be read; its message says where and why
     */
    static List<ScriptReader.Line> read(String prompt, Map<String, List<String>> headers) {
        List<ScriptReader.Line> lines = new ArrayList<>(read(headers));
        if (prompt != null) {
            Matcher marker = MARKER.matcher(prompt);
            for (int at = 0; marker.find(at); ) {
                ScriptReader reader = new ScriptReader(prompt, marker.end());
                lines.addAll(in("the prompt", () -> reader.lines(']')));
                at = reader.position();
            }
        }
        return lines;
    }

    /** What the header says. */
    static List<ScriptReader.Line> read(Map<String, List<String>> headers) {
        List<ScriptReader.Line> lines = new ArrayList<>();
        for (String script : Subject.values(headers, HEADER)) {
            lines.addAll(in("the header " + HEADER, () -> new ScriptReader(script).lines()));
        }
        return lines;
    }

    private interface Reading {
        List<ScriptReader.Line> lines();
    }

    private static List<ScriptReader.Line> in(String place, Reading reading) {
        try {
            return reading.lines();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("In " + place + ": " + e.getMessage(), e);
        }
    }
}
