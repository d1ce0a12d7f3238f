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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void explainsItself() {
        assertThat(commandLine.execute("--help")).isZero();
        assertThat(out.toString())
                .contains("--port", "--host", "--speed", "--api-key", "--task-duration")
                .contains("--balance", "--low-cost", "sk-emulator", "165s");
    }

    @ParameterizedTest
    @CsvSource({
        "--port, eighty, is not an int",
        "--port, 70000, port is 70000 but must be 0 to 65535",
        "--speed, -1, must be 0 (frozen) or above",
        "--task-duration, soon, write it as 500ms",
        "--balance, -1, must be 0 or more",
        "--api-key, 'a b', whitespace",
        "--colour, red, Unknown option",
    })
    void saysWhatIsWrongWithAnOption(String option, String value, String reason) {
        assertThat(commandLine.execute(option + "=" + value)).isEqualTo(2);
        assertThat(err.toString()).contains(reason).hasLineCount(1);
    }

    @Test
    void saysThatThePortIsTaken() {
        try (SeedanceEmulator first = SeedanceEmulator.builder().build().start()) {
            int port = URI.create(first.baseUrl()).getPort();

            assertThat(commandLine.execute("--port=" + port)).isEqualTo(1);
            assertThat(err.toString()).contains("127.0.0.1:" + port, "choose another --port");
        }
    }
}
