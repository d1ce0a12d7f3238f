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
package io.github.camelseedance.examples.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A JVM that runs {@link Node}. It ends with this one, whichever way this one ends. */
final class NodeProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Thread hook;

    /**
     * @param settings its environment, beside ours
     * @param log where its log goes
     * @param heard takes each line that it prints, with its name
     */
    NodeProcess(
            String name, Map<String, String> settings, Path log, BiConsumer<String, String> heard) {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(log.toFile());
        builder.environment().putAll(settings);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hook = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
        Thread reader = new Thread(() -> read(heard), "read-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Small and soon there: several of them share a machine with everything else.
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dlog.level=INFO");
        command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        command.add(Node.class.getName());
        return command;
    }

    private void read(BiConsumer<String, String> heard) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.accept(name, line);
            }
        } catch (IOException e) {
            // What it has said before its end is all there is.
            return;
        }
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until it is dead: it gets no chance to tidy up. */
    void kill() {
        process.destroyForcibly();
        await(STOP_SECONDS);
    }

    /** Stops it as an operator would. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is dead already.
        }
        if (!await(STOP_SECONDS)) {
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private boolean await(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
