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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What has come out of a case.
 *
 * @param fromCallback nanoseconds from the first callback of each task to its exchange
 * @param fromEnd nanoseconds from the end of each task to its exchange
 * @param reads of the status of each task, those of many at once included
 * @param calls that read the status of one task or of many
 */
record LatencyFigures(LatencyCase of, long[] fromCallback, long[] fromEnd, int[] reads, int calls) {

    static final List<String> HEAD =
            List.of(
                    "| Case | Ends | Callback to exchange: p50 | p99 | max"
                            + " | End to exchange: p50 | p99 | max"
                            + " | Reads a task: mean | max | Calls |",
                    "|---|---|---|---|---|---|---|---|---|---|---|");

    /** A row of the table. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.2f | %d | %d |",
                of.callbacks(),
                of.rateText(),
                shown(fromCallback),
                shown(fromEnd),
                Arrays.stream(reads).average().orElse(0),
                Arrays.stream(reads).max().orElse(0),
                calls);
    }

    private static String shown(long[] nanos) {
        if (nanos.length == 0) {
            return "- | - | -";
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return millis(at(sorted, 0.5))
                + " | "
                + millis(at(sorted, 0.99))
                + " | "
                + millis(at(sorted, 1));
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
