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
package io.github.camelseedance.benchmark;

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many reads of single tasks are answered in a second while 10,000 tasks are open, over eight
 * connections. The clients take their share of the processor too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(8)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class StatusReads {

    private static final int TASKS = 10_000;

    private final List<String> ids = new ArrayList<>();
    private SeedanceEmulator emulator;

    @Setup
    public void createTasks() throws IOException {
        emulator =
                SeedanceEmulator.builder()
                        .taskDuration(Duration.ofDays(1))
                        .lowCost(true)
                        .imageFetching(ImageFetching.LOOPBACK)
                        .build()
                        .start();
        try (Connection connection = new Connection(emulator.baseUrl(), emulator.apiKey())) {
            for (int i = 0; i < TASKS; i++) {
                ids.add(Calls.create(connection, ""));
            }
        }
    }

    @TearDown
    public void close() {
        emulator.close();
    }

    /** One client. */
    @State(Scope.Thread)
    public static class Client {

        private Connection connection;

        @Setup
        public void connect(StatusReads reads) throws IOException {
            connection = new Connection(reads.emulator.baseUrl(), reads.emulator.apiKey());
        }

        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    @Benchmark
    public String read(Client client) throws IOException {
        String id = ids.get(ThreadLocalRandom.current().nextInt(TASKS));
        return Calls.status(client.connection, id);
    }
}
