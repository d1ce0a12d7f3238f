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
package io.github.camelseedance.endurance.kill;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures of a run.
 *
 * @param kills by the phase in which they have provably fallen
 * @param starts of processes
 * @param startNanos when it began
 */
record Result(
        String name,
        long seed,
        Map<Phase, Integer> kills,
        int starts,
        Verdict verdict,
        long startNanos) {

    /**
     * @throws IllegalStateException when a promise was broken
     */
    void requireKept() {
        if (!verdict.broken().isEmpty()) {
            throw new IllegalStateException("Broken promises: " + verdict.broken());
        }
    }

    @Override
    public String toString() {
        Duration time = Duration.ofNanos(System.nanoTime() - startNanos);
        String phases =
                kills.entrySet().stream()
                        .map(kill -> "%d %s".formatted(kill.getValue(), kill.getKey()))
                        .collect(Collectors.joining(", "));
        int total = kills.values().stream().mapToInt(Integer::intValue).sum();
        return """
                %s, seed %d, %d s
                kills                      %d: %s
                processes started          %d
                %s"""
                .formatted(name, seed, time.toSeconds(), total, phases, starts, verdict);
    }
}
