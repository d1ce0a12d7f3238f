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
package io.github.camelseedance.examples.quickstart;

import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.emulator.SeedanceEmulator;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.main.Main;

/**
 * A folder of images becomes a folder of videos. The work is done by a Camel route: {@code
 * routes/quickstart.camel.yaml}, or the same in {@link QuickstartRoutes}. {@link
 * QuickstartSettings} tells what can be set.
 */
public final class Quickstart {

    /** How much faster than the service the emulator is: a video takes about 8 s. */
    private static final double EMULATOR_SPEED = 20;

    /** How long a download waits for the emulator, which may have many videos to render. */
    private static final Duration RENDERING = Duration.ofMinutes(10);

    private static final int FAILED = 1;
    private static final int NOT_STARTED = 2;

    private final QuickstartSettings settings;
    private final PrintStream out;

    /**
     * @param out where progress and summary go
     */
    Quickstart(QuickstartSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Makes the videos, then ends the JVM: with 0 when all were made, 1 when some were not, 2 when
     * none was begun.
     */
    public static void main(String[] args) {
        int exitCode;
        try {
            exitCode =
                    new Quickstart(
                                    QuickstartSettings.read(System::getProperty, System::getenv),
                                    System.out)
                            .run(() -> SeedanceEmulator.builder().speed(EMULATOR_SPEED).build());
        } catch (QuickstartException e) {
            System.err.println(e.getMessage());
            exitCode = NOT_STARTED;
        }
        // Also under Maven, where main() runs in Maven's own JVM.
        System.exit(exitCode);
    }

    /**
     * Makes the videos.
     *
     * @param emulator stands in for the service where there is no key; started and closed here
     * @return the exit code
     * @throws QuickstartException if there is nothing to make videos of, or the route cannot run
     */
    int run(Supplier<SeedanceEmulator> emulator) {
        List<Scene> scenes = Scene.in(settings.images());
        SeedanceComponent seedance = new SeedanceComponent();
        Optional<String> key = settings.apiKey();
        if (key.isPresent()) {
            out.printf(
                    "Using the real service: %d video%s of %d s will be paid.%n",
                    scenes.size(), scenes.size() == 1 ? "" : "s", settings.duration());
            seedance.getConfiguration().setApiKey(key.get());
            return run(scenes, seedance);
        }
        out.println("No SEEDANCE_API_KEY: using the built-in emulator; nothing is paid.");
        try (SeedanceEmulator service = emulator.get().start()) {
            seedance.getConfiguration().setApiKey(service.apiKey());
            seedance.getConfiguration().setBaseUrl(service.baseUrl());
            seedance.setReadTimeout(RENDERING.toMillis());
            return run(scenes, seedance);
        }
    }

    private int run(List<Scene> scenes, SeedanceComponent seedance) {
        long begin = System.nanoTime();
        Summary summary = new Summary();
        List<String> names = scenes.stream().map(Scene::name).toList();
        Main main = new Main();
        try (ProgressDisplay display = ProgressDisplay.of(names, out)) {
            main.bind("seedance", seedance);
            main.bind("frames", new Frames(scenes));
            main.bind(
                    "videoEvents",
                    new VideoEvents(
                            names.size(), settings.duration(), display, summary, main::completed));
            settings.routeProperties().forEach(main::addInitialProperty);
            switch (settings.routes()) {
                case YAML ->
                        main.configure()
                                .withRoutesIncludePattern("classpath:routes/quickstart.camel.yaml");
                case JAVA -> main.configure().addRoutesBuilder(new QuickstartRoutes());
            }
            runRoute(main);
        }
        out.println(summary.text(settings.videos(), Duration.ofNanos(System.nanoTime() - begin)));
        return summary.hasFailures() ? FAILED : main.getExitCode();
    }

    /** Runs until the last video has ended. */
    private static void runRoute(Main main) {
        try {
            main.run();
        } catch (Exception e) {
            throw new QuickstartException("The route cannot run: " + e.getMessage());
        }
    }
}
