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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void explainsItself() {
        assertThat(commandLine.execute("--help")).isZero();
        assertThat(out.toString()).contains("sk-emulator", "165s", "create:lose-answer");
    }

    @ParameterizedTest
    @MethodSource("options")
    void hasEveryOptionOfTheBuilder(String option) {
        assertThat(commandLine.getCommandSpec().optionsMap()).containsKey(option);
    }

    static Stream<String> options() {
        return Arrays.stream(EmulatorOptions.class.getMethods())
                .filter(method -> method.getDeclaringClass() == EmulatorOptions.class)
                .map(method -> method.getName().replaceAll("[A-Z]", "-$0"))
                .map(name -> "--" + name.toLowerCase(Locale.ROOT))
                .map(name -> name.replace("--batch", "--no-batch"))
                .distinct();
    }

    @ParameterizedTest
    @CsvSource({
        "--port, eighty, is not an int",
        "--port, 70000, port is 70000 but must be 0 to 65535",
        "--speed, -1, must be 0 (frozen) or above",
        "--task-duration, soon, write it as 500ms",
        "--balance, -1, must be 0 or more",
        "--api-key, 'a b', whitespace",
        "--fault, status:sulk, unknown-status(word)",
        "--account, team-b=5000, <name>=<key>:<credits>",
        "--account, default=sk-b:1, already",
        "--price, seedance-2.0-image-to-video=1, <model>:<quality>",
        "--price, dall-e:720p=1, There is no model 'dall-e'",
        "--image-fetching, some, expected one of [ALL",
        "--upload-slots, -1, must be 0 or more",
        "--colour, red, Unknown option",
    })
    void saysWhatIsWrongWithAnOption(String option, String value, String reason) {
        assertThat(commandLine.execute(option + "=" + value)).isEqualTo(2);
        assertThat(err.toString()).contains(reason).hasLineCount(1);
    }

    @Test
    void isEitherFrozenOrRuns() {
        assertThat(commandLine.execute("--frozen", "--speed=10")).isEqualTo(2);
        assertThat(err.toString()).contains("contradict each other").hasLineCount(1);
    }

    @Test
    void runsWithWhatItWasTold() throws Exception {
        PipedReader lines = new PipedReader();
        commandLine.setOut(new PrintWriter(new PipedWriter(lines), true));
        Thread program =
                new Thread(
                        () ->
                                commandLine.execute(
                                        "--port=0",
                                        "--frozen",
                                        "--account=team-b=sk-team-b:5000",
                                        "--price=seedance-2.0-image-to-video:720p=1",
                                        "--upload-slots=3",
                                        "--fault=credits:html-error(502)"));
        program.start();
        String url;
        try {
            String line = new BufferedReader(lines).readLine();
            assertThat(line).matches("Seedance emulator at (\\S+), its page at \\1/, stop it .*");
            url = line.replaceAll("Seedance emulator at (\\S+),.*", "$1");
            String state = get(url, "state");
            assertThat(state)
                    .contains("\"frozen\":true", "credits:html-error(502)", "team-b", "5000");
        } finally {
            program.interrupt();
            program.join();
        }
        assertThatThrownBy(() -> get(url, "state")).isInstanceOf(ConnectException.class);
    }

    private static String get(String url, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/_emulator/" + path)).build(),
                        BodyHandlers.ofString())
                .body();
    }

    @Test
    void saysThatThePortIsTaken() {
        try (SeedanceEmulator first = SeedanceEmulator.builder().build().start()) {
            int port = URI.create(first.baseUrl()).getPort();

            assertThat(commandLine.execute("--port=" + port)).isEqualTo(1);
            assertThat(err.toString())
                    .contains("127.0.0.1:" + port, "choose another --port or --host");
        }
    }
}
