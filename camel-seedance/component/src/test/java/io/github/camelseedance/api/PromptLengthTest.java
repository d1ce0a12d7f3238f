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

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptLengthTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    The camera slowly pushes in.        | 0  | 5
                    wind-blown grass -- at 5 o'clock …  | 0  | 5
                    镜头缓缓推进                          | 6  | 0
                    镜头缓缓推进，草地在风中摆动。           | 15 | 0
                    镜头zoom in镜头                      | 4  | 2
                    カメラがゆっくり                      | 8  | 0
                    카메라 이동                          | 5  | 0
                    𠀀𠀁                                 | 2  | 0
                    Ｆｕｌｌ width                        | 4  | 1
                    🎬 🎥                                | 0  | 0
                    """)
    void countsCharactersAndWords(String prompt, int characters, int words) {
        assertThat(PromptLength.of(prompt)).isEqualTo(new PromptLength(characters, words));
    }

    @ParameterizedTest
    @CsvSource({
        "500,0,false",
        "501,0,true",
        "0,1000,false",
        "0,1001,true",
        "250,500,false",
        "250,501,true",
        "251,500,true",
        "499,2,false",
        "499,3,true"
    })
    void addsUpTheSharesOfBothLimits(int characters, int words, boolean tooLong) {
        String prompt = "草".repeat(characters) + " grass".repeat(words);

        assertThat(PromptLength.of(prompt)).isEqualTo(new PromptLength(characters, words));
        assertThat(PromptLength.of(prompt).tooLong()).isEqualTo(tooLong);
    }

    @Test
    void countsNothingInNothing() {
        assertThat(PromptLength.of("")).isEqualTo(new PromptLength(0, 0));
    }
}
