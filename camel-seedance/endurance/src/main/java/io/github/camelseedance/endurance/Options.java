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
package io.github.camelseedance.endurance;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The words after the name of a run: {@code --name value}, again and again. */
public final class Options {
    private final Map<String, String> values = new HashMap<>();

    /**
     * Reads them.
     *
     * @param known the names that this run knows
     * @throws IllegalArgumentException for any other
     */
    public Options(String[] words, Set<String> known) {
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!known.contains(name) || i + 1 == words.length) {
                throw new IllegalArgumentException(
                        "'%s' is not understood; say --NAME VALUE with one of the names %s"
                                .formatted(words[i], known));
            }
            values.put(name, words[i + 1]);
        }
    }

    /** A number, or what holds without it. */
    public int number(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
    }

    /** A word, or what holds without it. */
    public String word(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
