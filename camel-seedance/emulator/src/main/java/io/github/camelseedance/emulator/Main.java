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

import io.github.camelseedance.emulator.image.ImageFetching;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The emulator as a program: listens until it is stopped. */
@Command(
        name = "java -jar camel-seedance-emulator-standalone.jar",
        description = "A stand-in for the Seedance 2.0 image-to-video API, for tests and demos.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Main implements Callable<Integer> {

    private static final Pattern OPENING = Pattern.compile("(.+):(\\d+(?:\\.\\d+)?)");

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
            description =
                    "How many times faster than real time tasks run and links expire."
                            + " Default: 1.")
    private Double speed;

    @Option(names = "--frozen", description = "The clock stands still until it is advanced.")
    private boolean frozen;

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
            names = "--one-state-per-read",
            description =
                    "Not the clock but reads move a task: the first finds it processing, the"
                            + " second ended.")
    private boolean oneStatePerRead;

    @Option(
            names = "--fault",
            paramLabel = "<script>",
            description =
                    "What is to go wrong, as create:lose-answer or 'status:html-error(502)*2'."
                            + " Can be given several times.")
    private List<String> faults = List.of();

    @Option(
            names = "--api-key",
            paramLabel = "<key>",
            defaultValue = "sk-emulator",
            description =
                    "A key of the default account. Can be given several times."
                            + " Default: ${DEFAULT-VALUE}.")
    private List<String> apiKeys;

    @Option(
            names = "--balance",
            paramLabel = "<credits>",
            defaultValue = "10000000",
            description = "Credits that the account begins with. Default: ${DEFAULT-VALUE}.")
    private double balance;

    @Option(
            names = "--account",
            paramLabel = "<name>=<key>:<credits>",
            description =
                    "Another account, with its key and its credits, as team-b=sk-team-b:5000."
                            + " Can be given several times.")
    private Map<String, String> accounts = Map.of();

    @Option(
            names = "--price",
            paramLabel = "<model>:<quality>=<credits>",
            description =
                    "What a second of video costs, as seedance-2.0-image-to-video:720p=13.5."
                            + " Can be given several times.")
    private Map<String, Double> prices = Map.of();

    @Option(
            names = "--requests-per-second",
            paramLabel = "<n>",
            defaultValue = "0",
            description = "How many each key may send; 0 is no limit. Default: ${DEFAULT-VALUE}.")
    private int requestsPerSecond;

    @Option(
            names = "--concurrent-tasks",
            paramLabel = "<n>",
            defaultValue = "0",
            description =
                    "How many tasks of each key may be unfinished; 0 is no limit."
                            + " Default: ${DEFAULT-VALUE}.")
    private int concurrentTasks;

    @Option(
            names = "--upload-slots",
            paramLabel = "<n>",
            defaultValue = "2000",
            description = "How many uploaded files an account may hold. Default: ${DEFAULT-VALUE}.")
    private int uploadSlots;

    @Option(
            names = "--public-url",
            paramLabel = "<url>",
            description =
                    "Where clients reach the emulator, for its links, as http://emulator:8080."
                            + " Default: where it listens.")
    private String publicUrl;

    @Option(
            names = "--image-fetching",
            paramLabel = "<urls>",
            defaultValue = "ALL",
            description =
                    "Which image URLs are really fetched: ${COMPLETION-CANDIDATES}; for the others"
                            + " there is a stand-in. Default: ${DEFAULT-VALUE}.")
    private ImageFetching imageFetching;

    @Option(
            names = "--no-batch-endpoint",
            description = "Without the undocumented POST /v1/tasks/batch.")
    private boolean noBatchEndpoint;

    @Option(
            names = "--low-cost",
            description = "Render cheaply, and only the videos that are asked for.")
    private boolean lowCost;

    @Option(
            names = "--journal-capacity",
            paramLabel = "<n>",
            defaultValue = "1000",
            description = "How many requests are kept to look at. Default: ${DEFAULT-VALUE}.")
    private int journalCapacity;

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

    /** As the program's manifest has it; there is none where it runs from its classes. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "camel-seedance-emulator" + (version == null ? "" : " " + version)
            };
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        SeedanceEmulator emulator = emulator();
        try {
            emulator.start();
        } catch (IllegalStateException e) {
            emulator.close();
            spec.commandLine()
                    .getErr()
                    .println(e.getMessage() + "; choose another --port or --host");
            return ExitCode.SOFTWARE;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
        spec.commandLine()
                .getOut()
                .println(
                        "Seedance emulator at "
                                + emulator.baseUrl()
                                + ", its page at "
                                + emulator.baseUrl()
                                + "/, stop it with Ctrl-C");
        try {
            new CountDownLatch(1).await();
        } finally {
            emulator.close(); // where its thread was interrupted, and the process goes on
        }
        return ExitCode.OK;
    }

    private SeedanceEmulator emulator() {
        try {
            SeedanceEmulator.Builder builder =
                    SeedanceEmulator.builder()
                            .port(port)
                            .host(host)
                            .speed(speed())
                            .taskDuration(taskDuration)
                            .oneStatePerRead(oneStatePerRead)
                            .apiKey(apiKeys.get(0), others(apiKeys))
                            .balance(balance)
                            .requestsPerSecond(requestsPerSecond)
                            .concurrentTasks(concurrentTasks)
                            .uploadSlots(uploadSlots)
                            .imageFetching(imageFetching)
                            .batchEndpoint(!noBatchEndpoint)
                            .lowCost(lowCost)
                            .journalCapacity(journalCapacity);
            if (publicUrl != null) {
                builder.publicUrl(publicUrl);
            }
            accounts.forEach((name, opening) -> open(builder, name, opening));
            prices.forEach((what, credits) -> price(builder, what, credits));
            SeedanceEmulator emulator = builder.build();
            faults.forEach(emulator.faults()::script);
            return emulator;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private double speed() {
        if (frozen && speed != null) {
            throw new IllegalArgumentException(
                    "--frozen and --speed contradict each other; give one of them");
        }
        return frozen ? 0 : speed == null ? 1 : speed;
    }

    private static String[] others(List<String> keys) {
        return keys.subList(1, keys.size()).toArray(String[]::new);
    }

    private static void open(SeedanceEmulator.Builder builder, String name, String opening) {
        Matcher form = OPENING.matcher(opening);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "--account " + name + " must be <name>=<key>:<credits>, as team-b=sk-b:5000");
        }
        builder.account(name, Double.parseDouble(form.group(2)), form.group(1));
    }

    private static void price(SeedanceEmulator.Builder builder, String what, double credits) {
        String[] parts = what.split(":", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "--price "
                            + what
                            + " must be <model>:<quality>=<credits>, as"
                            + " seedance-2.0-image-to-video:720p=13.5");
        }
        builder.price(parts[0], parts[1], credits);
    }
}
