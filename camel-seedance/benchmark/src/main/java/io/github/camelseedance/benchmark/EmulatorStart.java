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
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a fresh JVM takes from nothing to the answer of the first request with a key. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(30)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class EmulatorStart {

    private SeedanceEmulator emulator;

    @Benchmark
    public String firstAnswer() throws IOException {
        emulator = SeedanceEmulator.builder().build().start();
        try (Connection connection = new Connection(emulator.baseUrl(), emulator.apiKey())) {
            return Calls.expect(200, connection.get("/v1/credits"));
        }
    }

    @TearDown
    public void close() {
        emulator.close();
    }
}
