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
package io.github.camelseedance.endurance.load;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link Million} has come to.
 *
 * @param time until the last task was delivered
 * @param heap bytes in use after each round, when the garbage was collected
 */
record MillionFigures(int tasks, Duration time, TableSampler.Figures table, List<Long> heap) {
    private static final long MIB = 1 << 20;

    /** What caches and compiled code may add, whatever the number of tasks. */
    private static final long HEAP_ALLOWANCE = 64 * MIB;

    /** Throws when a promise was broken. */
    void check() {
        require(
                table.mostOpen() <= Million.WINDOW + 4 * Million.MAX_IN_FLIGHT,
                "more rows are open than tasks are under way");
        require(table.mostParked() == Million.PARKED, "other rows are parked");
        require(
                table.oldestTombstone()
                                .compareTo(
                                        Million.KEY_RETENTION
                                                .plus(Million.PURGE_INTERVAL)
                                                .plus(TableSampler.GRACE)
                                                .plus(table.longestGap()))
                        <= 0,
                "tombstones outlive keyRetention");
        require(
                heap.get(heap.size() - 1) <= heap.get(0) + HEAP_ALLOWANCE,
                "the heap has grown with the tasks");
    }

    private void require(boolean so, String broken) {
        if (!so) {
            throw new IllegalStateException(broken + ": " + this);
        }
    }

    @Override
    public String toString() {
        return """
                %d tasks in %.1f s, %.0f a second
                rows: %d at most, %d open at most, %d parked; oldest tombstone %.1f s
                file: %d MiB at most; heap in use: %d MiB at first, %d MiB at last (%d samples)"""
                .formatted(
                        tasks,
                        time.toMillis() / 1000.0,
                        tasks * 1000.0 / time.toMillis(),
                        table.mostRows(),
                        table.mostOpen(),
                        table.mostParked(),
                        table.oldestTombstone().toMillis() / 1000.0,
                        table.largestFile() / MIB,
                        heap.get(0) / MIB,
                        heap.get(heap.size() - 1) / MIB,
                        table.samples());
    }
}
