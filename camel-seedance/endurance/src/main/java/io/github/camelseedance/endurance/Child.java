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
package io.github.camelseedance.endurance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Another JVM with this one's class path, to be killed. Its standard output is a conversation, line
 * by line; its log goes to a file. It never outlives this JVM, see {@link Parent} and the shutdown
 * hook here.
 */
public final class Child implements AutoCloseable {
    private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> LIVING.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Path log;
    private final Process process;
    private final Writer stdin;
    private final Thread reader;
    private final List<String> said = new ArrayList<>();
    private int next;
    private boolean ended;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        stdin = process.outputWriter(StandardCharsets.UTF_8);
        reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** As {@link #start(String, Class, List, List)}, with flags that make a start short. */
    public static Child start(String name, Class<?> main, List<String> arguments) {
        return start(
                name,
                main,
                arguments,
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m"));
    }

    /**
     * Starts a JVM.
     *
     * @param name of its log, target/endurance/NAME.log, which grows with each start
     * @param main its main class, which begins with {@link Parent#listen}
     */
    public static Child start(
            String name, Class<?> main, List<String> arguments, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(arguments);
        try {
            Path log =
                    Files.createDirectories(Path.of("target", "endurance")).resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            // Not an argument: a class path can be longer than one argument may be.
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Process process = builder.start();
            LIVING.add(process);
            return new Child(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command.get(0), e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process may break instead of ending.
        } finally {
            synchronized (said) {
                ended = true;
                said.notifyAll();
            }
        }
    }

    /**
     * Waits for a line that starts with {@code prefix}; it and all before it count as read.
     *
     * @return the rest of the line
     * @throws IllegalStateException when the time is over, or the child has ended before
     */
    public String await(String prefix, Duration limit) {
        return find(prefix, limit)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "%s said no '%s' %s; it said %s; see %s"
                                                .formatted(
                                                        name,
                                                        prefix,
                                                        ended
                                                                ? "before it ended"
                                                                : "within " + limit,
                                                        said(),
                                                        log)));
    }

    /** As {@link #await}, but empty when the time is over or the child has ended before. */
    public Optional<String> find(String prefix, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (said) {
            while (true) {
                while (next < said.size()) {
                    String line = said.get(next++);
                    if (line.startsWith(prefix)) {
                        return Optional.of(line.substring(prefix.length()).strip());
                    }
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (ended || left <= 0) {
                    return Optional.empty();
                }
                sleepUntilNews(left);
            }
        }
    }

    /** All that it has said so far; after {@link #kill}, all that it ever said. */
    public List<String> said() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    /** Its log, of this and of earlier starts under the same name. */
    public Path log() {
        return log;
    }

    private void sleepUntilNews(long millis) {
        try {
            said.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name, e);
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Gives it a line to read. */
    public void say(String line) {
        try {
            stdin.write(line + "\n");
            stdin.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not listen; see " + log, e);
        }
    }

    /** SIGKILL: nothing in it runs any more. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LIVING.remove(process);
    }

    @Override
    public void close() {
        kill();
    }
}
