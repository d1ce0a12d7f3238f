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

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The emulator as a program: listens until it is stopped. */
@Command(
        name = "java -jar camel-seedance-emulator-standalone.jar",
        description = "A stand-in for the Seedance 2.0 image-to-video API, for tests and demos.",
        mixinStandardHelpOptions = true,
        version = "camel-seedance-emulator",
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Main implements Callable<Integer> {

    /** What a person may want to look at; a test in the same JVM has its own, larger journal. */
    private static final int JOURNAL_CAPACITY = 1000;

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "8080",
            description = "Port to listen on; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "<address>",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--speed",
            paramLabel = "<factor>",
            defaultValue = "1",
            description =
                    "How many times faster than real time tasks run and links expire."
                            + " Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--api-key",
            paramLabel = "<key>",
            defaultValue = "sk-emulator",
            description = "The key that is accepted. Default: ${DEFAULT-VALUE}.")
    private String apiKey;

    @Option(
            names = "--task-duration",
            paramLabel = "<duration>",
            defaultValue = "165s",
            converter = DurationConverter.class,
            description =
                    "How long a task takes at speed 1, as 500ms, 90s or 3m."
                            + " Default: ${DEFAULT-VALUE}.")
    private Duration taskDuration;

    @Option(
            names = "--balance",
            paramLabel = "<credits>",
            defaultValue = "10000000",
            description = "Credits that the account begins with. Default: ${DEFAULT-VALUE}.")
    private double balance;

    @Option(
            names = "--low-cost",
            description = "Render cheaply, and only the videos that are asked for.")
    private boolean lowCost;

    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "warn");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setParameterExceptionHandler(Main::explain);
    }

    /** One line that says what is wrong; the whole help would push it off the screen. */
    private static int explain(ParameterException e, String[] arguments) {
        e.getCommandLine().getErr().println(e.getMessage() + " (--help shows all options)");
        return ExitCode.USAGE;
    }

    @Override
    public Integer call() throws InterruptedException {
        SeedanceEmulator emulator = emulator();
        try {
            emulator.start();
        } catch (IllegalStateException e) {
            emulator.close();
            spec.commandLine().getErr().println(e.getMessage() + "; choose another --port");
            return ExitCode.SOFTWARE;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
        spec.commandLine()
                .getOut()
                .println("Seedance emulator at " + emulator.baseUrl() + ", stop it with Ctrl-C");
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private SeedanceEmulator emulator() {
        try {
            return SeedanceEmulator.builder()
                    .port(port)
                    .host(host)
                    .speed(speed)
                    .apiKey(apiKey)
                    .taskDuration(taskDuration)
                    .balance(balance)
                    .lowCost(lowCost)
                    .journalCapacity(JOURNAL_CAPACITY)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
