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

import io.github.camelseedance.benchmark.LatencyCase.Callbacks;
import java.time.Duration;

/**
 * How long the end of a task is on its way to the route of a {@code completion} consumer, with
 * callbacks and without, and how often its status is read. Prints one table.
 */
public final class CallbackLatency {
    private static final int[] RATES = {20, 50, 100, 0};

    private CallbackLatency() {}

    /**
     * @param words how many tasks in each case, and how many seconds each of them takes: 1000 and
     *     20 without
     */
    public static void main(String[] words) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        int tasks = words.length > 0 ? Integer.parseInt(words[0]) : 1000;
        Duration duration = Duration.ofSeconds(words.length > 1 ? Long.parseLong(words[1]) : 20);
        // The first case in a JVM mostly measures the loading of classes and the compiler.
        for (Callbacks callbacks : Callbacks.values()) {
            measure(new LatencyCase(callbacks, 300, 100, Duration.ofSeconds(2)));
        }
        LatencyFigures.HEAD.forEach(System.out::println);
        for (Callbacks callbacks : Callbacks.values()) {
            for (int rate : RATES) {
                System.out.println(
                        measure(new LatencyCase(callbacks, tasks, rate, duration)).row());
            }
        }
    }

    private static LatencyFigures measure(LatencyCase of) throws Exception {
        try (LatencyRun run = new LatencyRun(of)) {
            return run.run();
        }
    }
}
