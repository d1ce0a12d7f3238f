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
package io.github.camelseedance.api;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * The length of a prompt as {@link Limits} means it. Ideographs, kana, hangul, and the punctuation
 * and full-width forms that go with them are counted one by one; of all other text a word is
 * whatever stands between white space, or next to one of those characters, and holds a letter or a
 * digit. A text of both kinds is too long once the shares of both limits add up to more than one.
 *
 * @param characters Chinese, Japanese and Korean characters
 * @param words all other words
 */
public record PromptLength(int characters, int words) {
    private static final Set<UnicodeScript> SCRIPTS =
            EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.HANGUL,
                    UnicodeScript.BOPOMOFO);
    private static final Set<UnicodeBlock> BLOCKS =
            Set.of(
                    UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION,
                    UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS);

    /** Measures a prompt. */
    public static PromptLength of(String prompt) {
        int characters = 0;
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < prompt.length(); ) {
            int c = prompt.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                inWord = false;
            } else if (isCounted(c)) {
                characters++;
                inWord = false;
            } else if (!inWord && Character.isLetterOrDigit(c)) {
                words++;
                inWord = true;
            }
        }
        return new PromptLength(characters, words);
    }

    /** Whether {@code characters / 500 + words / 1000} is more than 1. */
    public boolean tooLong() {
        return (long) characters * Limits.MAX_PROMPT_WORDS
                        + (long) words * Limits.MAX_PROMPT_CHARACTERS
                > (long) Limits.MAX_PROMPT_CHARACTERS * Limits.MAX_PROMPT_WORDS;
    }

    private static boolean isCounted(int c) {
        return SCRIPTS.contains(UnicodeScript.of(c)) || BLOCKS.contains(UnicodeBlock.of(c));
    }
}
