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
package io.github.camelseedance.emulator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

    private static List<Multipart.Part> parts(String body) throws ParseException {
        return Multipart.parts(body.getBytes(StandardCharsets.UTF_8), "b");
    }

    @Test
    void takesABodyApart() throws ParseException {
        List<Multipart.Part> parts =
                parts(
                        "before\r\n--b \t\r\nA: 1\r\nB: ä\r\n\r\nx\r\n-b\r\n"
                                + "\r\n--b\r\n\r\n\r\n--b--\r\nafter");

        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).head()).containsExactly("A: 1", "B: ä");
        assertThat(parts.get(0).content()).asString().isEqualTo("x\r\n-b\r\n");
        assertThat(parts.get(1).head()).isEmpty();
        assertThat(parts.get(1).content()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--c--",
                "--b",
                "--b\r\nA: 1\r\n",
                "--b\r\nA: 1\r\n\r\nx",
                "--b\r\nA: 1\r\n\r\nx\r\n--b",
                "--bc\r\nA: 1\r\n\r\nx\r\n--b--",
            })
    void refusesWhatIsIncomplete(String body) {
        assertThatThrownBy(() -> parts(body)).isInstanceOf(ParseException.class);
    }
}
