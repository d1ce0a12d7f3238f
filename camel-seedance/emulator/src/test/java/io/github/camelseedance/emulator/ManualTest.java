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
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.camelseedance.emulator.fault.FaultKind;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.fault.Rule;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the module's README true. */
class ManualTest {

    private static final String MANUAL = read();

    /** What stands between backticks. */
    private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

    private static final Pattern ENDPOINT =
            Pattern.compile("(?m)^\\| `([A-Z]+) (/_emulator/\\S+)` \\| .* \\| `(curl .+)` \\|$");
    private static final Pattern CURL =
            Pattern.compile(
                    "curl (?:-o \\S+ )?(?:-X ([A-Z]+) )?(?:-d '(.+)' )?"
                            + "(['\"]?)localhost:8080(/\\S+)\\3");

    private static final String IMPORTS =
            """
            import io.github.camelseedance.emulator.*;
            import io.github.camelseedance.emulator.fault.*;
            import io.github.camelseedance.emulator.junit5.*;
            import java.time.Duration;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.extension.*;
            """;

    @TempDir Path folder;

    private static String read() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> quoted() {
        return QUOTED.matcher(MANUAL).results().map(found -> found.group(1));
    }

    static Stream<String> scripts() {
        String phases = String.join("|", Arrays.stream(Phase.values()).map(Phase::word).toList());
        return quoted().filter(text -> text.matches("(" + phases + "):.+"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void showsScriptsThatCanBeRead(String script) {
        Faults faults = new Faults();

        faults.script(script);

        assertThat(String.join(" ", faults.rules().stream().map(Rule::text).toList()))
                .isEqualTo(script);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelseedance.emulator.fault.FaultKind#values")
    void hasARowForEachFault(FaultKind kind) {
        String example =
                "\\| `%s` \\| `[a-z]+:%s(\\(.+\\))?` \\| .+ \\|"
                        .formatted(kind.word(), kind.word());

        assertThat(MANUAL.lines().filter(line -> line.matches(example))).hasSize(1);
    }

    @Test
    void hasEveryOptionOfTheProgram() {
        assertThat(quoted())
                .containsAll(
                        Main.commandLine().getCommandSpec().optionsMap().keySet().stream()
                                .filter(name -> name.matches("--(?!help|version).+"))
                                .toList());
    }

    @Test
    void hasEveryCallOfTheControlApi() {
        List<String> described =
                ENDPOINT.matcher(MANUAL)
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2))
                        .toList();

        try (SeedanceEmulator emulator = SeedanceEmulator.builder().build().start()) {
            assertThat(described)
                    .containsExactlyInAnyOrderElementsOf(new TreeSet<>(calls(emulator)));
        }
    }

    /** What there is, as the answer to a wrong call lists it. */
    private static List<String> calls(SeedanceEmulator emulator) {
        try {
            Client client = new Client(emulator);
            HttpResponse<byte[]> lost = client.send(client.anonymous("/_emulator/lost"));
            String message = Client.json(lost).at("/error/message").textValue();
            return List.of(message.substring(message.indexOf("there is: ") + 10).split(", "));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<MatchResult> endpoints() {
        return ENDPOINT.matcher(MANUAL).results();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void showsCallsThatWork(MatchResult row) throws Exception {
        Matcher curl = CURL.matcher(row.group(3));
        assertThat(curl.matches()).as(row.group(3)).isTrue();
        try (SeedanceEmulator emulator = frozen()) {
            Client client = new Client(emulator);
            String id = task(emulator, client);
            if (row.group(2).matches(".*/(video|redeliver|expire)")) {
                emulator.tasks().complete(id);
            }
            emulator.faults().script("status:hang");
            String fault = String.valueOf(emulator.faults().rules().get(0).id());
            String body = curl.group(2);
            String method = curl.group(1) == null ? body == null ? "GET" : "POST" : curl.group(1);
            String path = curl.group(4).replace("$ID", id).replace("$FAULT", fault);
            HttpRequest.Builder request =
                    client.anonymous(path)
                            .method(method, BodyPublishers.ofString(body == null ? "" : body));

            HttpResponse<byte[]> response = client.send(request);

            assertThat(response.statusCode())
                    .as(new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            assertThat(method).isEqualTo(row.group(1));
            assertThat(curl.group(4).replaceAll("\\?.*", ""))
                    .matches(row.group(2).replaceAll("\\{\\w+}", "[^/]+"));
        }
    }

    @Test
    void showsACreateThatWorks() throws Exception {
        Matcher curl =
                Pattern.compile(
                                "curl localhost:8080(/v1/\\S+) -H '(.+?): (.+?)' -H '(.+?): (.+?)'"
                                        + " \\\\\n  -d '(.+)'")
                        .matcher(MANUAL);
        assertThat(curl.find()).isTrue();
        try (SeedanceEmulator emulator = frozen()) {
            Client client = new Client(emulator);
            HttpRequest.Builder request =
                    client.anonymous(curl.group(1))
                            .headers(curl.group(2), curl.group(3), curl.group(4), curl.group(5))
                            .POST(BodyPublishers.ofString(curl.group(6)));

            assertThat(client.send(request).statusCode()).isEqualTo(200);
            emulator.ledger().assertGenerations(1);
        }
    }

    private static SeedanceEmulator frozen() {
        return SeedanceEmulator.builder()
                .frozen()
                .lowCost(true)
                .imageFetching(ImageFetching.LOOPBACK)
                .build()
                .start();
    }

    private static String task(SeedanceEmulator emulator, Client client) throws Exception {
        String body =
                Client.body("https://example.com/lake.jpg")
                        .replace("{", "{\"callback_url\":\"http://127.0.0.1:9/none\",");
        HttpResponse<byte[]> created = client.create(body, "order-number-4711");
        assertThat(emulator.tasks().list()).hasSize(1);
        return Client.json(created).get("id").textValue();
    }

    static Stream<String> snippets() {
        return Pattern.compile("(?s)```java\n(.*?)```")
                .matcher(MANUAL)
                .results()
                .map(m -> m.group(1));
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void showsJavaThatRuns(String code) throws Exception {
        if (code.startsWith("class ")) {
            assertThat(compiled("LakeTest", IMPORTS + code).getDeclaredMethods()).isNotEmpty();
            return;
        }
        String source =
                IMPORTS
                        + "public class Snippet {"
                        + " public static void run(SeedanceEmulator emulator, String taskId)"
                        + " throws Exception { "
                        + code
                        + " } }";
        Method run =
                compiled("Snippet", source).getMethod("run", SeedanceEmulator.class, String.class);
        try (SeedanceEmulator emulator = frozen()) {
            String id = task(emulator, new Client(emulator));
            if (code.contains("redeliver")) {
                emulator.tasks().complete(id);
            }

            assertThatCode(() -> run.invoke(null, emulator, id)).doesNotThrowAnyException();
        }
    }

    private Class<?> compiled(String name, String source) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        StringWriter errors = new StringWriter();
        boolean compiles =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(
                                errors,
                                null,
                                null,
                                List.of("-proc:none", "-d", folder.toString()),
                                null,
                                ToolProvider.getSystemJavaCompiler()
                                        .getStandardFileManager(null, null, null)
                                        .getJavaFileObjects(file))
                        .call();
        assertThat(compiles).as(errors + "\n" + source).isTrue();
        return Class.forName(
                name,
                true,
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, ManualTest.class.getClassLoader()));
    }
}
