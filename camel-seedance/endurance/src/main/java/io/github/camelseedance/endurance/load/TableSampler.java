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

import io.github.camelseedance.repository.RowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the task table all the while, and keeps the extremes. */
final class TableSampler implements AutoCloseable {
    /** A tombstone may be seen so much later, on a machine that has other things to do. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final String QUERY =
            "SELECT state, COUNT(*), MIN(changed_at), CURRENT_TIMESTAMP FROM SEEDANCE_TASK"
                    + " GROUP BY state";

    /**
     * The extremes.
     *
     * @param mostOpen rows that are neither parked nor tombstones
     * @param oldestTombstone how long it had been one
     * @param longestGap between two looks: while this machine stands still it purges nothing either
     * @param largestFile in bytes
     */
    record Figures(
            int samples,
            long mostRows,
            long mostOpen,
            long mostParked,
            Duration oldestTombstone,
            Duration longestGap,
            long largestFile) {

        private Figures with(
                long open, long parked, long dead, Duration age, Duration gap, long file) {
            return new Figures(
                    samples + 1,
                    Math.max(mostRows, open + parked + dead),
                    Math.max(mostOpen, open),
                    Math.max(mostParked, parked),
                    longer(age, oldestTombstone),
                    longer(gap, longestGap),
                    Math.max(largestFile, file));
        }
    }

    private final Node node;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile Figures figures = new Figures(0, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0);
    private long looked = System.nanoTime();
    private volatile long rows;
    private volatile RuntimeException failure;

    TableSampler(Node node) {
        this.node = node;
        timer.scheduleWithFixedDelay(this::run, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            sample();
        } catch (SQLException e) {
            failure = new IllegalStateException(e);
        } catch (IOException e) {
            failure = new UncheckedIOException(e);
        }
    }

    private void sample() throws SQLException, IOException {
        long open = 0;
        long parked = 0;
        long dead = 0;
        Duration age = Duration.ZERO;
        try (Connection connection = node.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet states = statement.executeQuery(QUERY)) {
            while (states.next()) {
                RowState state = RowState.valueOf(states.getString(1));
                long count = states.getLong(2);
                if (state.isTombstone()) {
                    dead += count;
                    age = longer(age, age(states));
                } else if (state == RowState.PARKED) {
                    parked += count;
                } else {
                    open += count;
                }
            }
        }
        long now = System.nanoTime();
        Duration gap = Duration.ofNanos(now - looked);
        looked = now;
        figures = figures.with(open, parked, dead, age, gap, node.fileSize());
        rows = open + parked + dead;
    }

    private static Duration age(ResultSet states) throws SQLException {
        return Duration.between(
                states.getObject(3, OffsetDateTime.class),
                states.getObject(4, OffsetDateTime.class));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** As last seen. */
    long rows() {
        return rows;
    }

    /** The extremes until now; throws when the table could not be looked at. */
    Figures figures() {
        if (failure != null) {
            throw failure;
        }
        return figures;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
