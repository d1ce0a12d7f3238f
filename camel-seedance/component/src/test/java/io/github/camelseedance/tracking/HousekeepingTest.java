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
package io.github.camelseedance.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.CapturedLog;
import io.github.camelseedance.FailingTaskTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the table is looked after, and how often it is tried to write what it did not take. */
class HousekeepingTest {
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** A timer that rings when it is told to. */
    private static final class HandTimer extends ScheduledThreadPoolExecutor {
        private record Bell(long millis, Runnable action) {}

        private final List<Bell> bells = new ArrayList<>();

        HandTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
            bells.add(new Bell(Math.round(unit.toNanos(delay) / 1e6), action));
            return null;
        }

        private Bell next() {
            return bells.remove(0);
        }
    }

    private final HandTimer hand = new HandTimer();
    private final Timer timer = new Timer(hand);
    private final TableOutage outage = new TableOutage();
    private final FailingTaskTable table = new FailingTaskTable();
    private final RepositoryAccess access = new RepositoryAccess(table, Runnable::run);
    private final CapturedLog log = CapturedLog.withInfo(TableOutage.class);

    @AfterEach
    void stop() {
        log.close();
        hand.shutdownNow();
    }

    private Housekeeping housekeeping(List<CompletableFuture<Boolean>> renewals) {
        return housekeeping(LEASE, renewals);
    }

    private Housekeeping housekeeping(Duration lease, List<CompletableFuture<Boolean>> renewals) {
        TrackingSettings settings =
                TrackingTestSupport.settings("node", lease, Duration.ofMinutes(10));
        UnknownOutcomes unknowns = new UnknownOutcomes(settings, null);
        TableScan scan =
                new TableScan(access, null, null, (row, now) -> {}, unknowns, key -> false);
        Housekeeping housekeeping = new Housekeeping(settings, access, timer, outage);
        housekeeping.start(
                () -> {
                    CompletableFuture<Boolean> renewal = new CompletableFuture<>();
                    renewals.add(renewal);
                    return renewal;
                },
                () -> CompletableFuture.completedFuture(false),
                scan);
        return housekeeping;
    }

    @Test
    void leasesAreRenewedEachThirdOfThemAndSoonerAfterAFailure() {
        List<CompletableFuture<Boolean>> renewals = new ArrayList<>();
        housekeeping(renewals);
        HandTimer.Bell renewal = hand.next();
        hand.bells.clear();
        assertThat(renewal.millis()).isEqualTo(20_000);
        renewal.action().run();
        assertThat(hand.bells).as("a renewal that goes on is not begun again").isEmpty();

        for (int failures = 0; failures < 3; failures++) {
            renewals.get(failures).completeExceptionally(new IllegalStateException("down"));
            renewal = hand.next();
            assertThat(renewal.millis()).isEqualTo(1000);
            renewal.action().run();
        }
        renewals.get(3).complete(true);
        assertThat(hand.next().millis()).isBetween(1001L, 20_000L);
        assertThat(log.lines()).hasSize(2).last().isEqualTo("The task table works again");
    }

    @Test
    void shortLeasesAreRenewedEachThirdOfThemThoughItFails() {
        List<CompletableFuture<Boolean>> renewals = new ArrayList<>();
        housekeeping(Duration.ofMillis(900), renewals);
        HandTimer.Bell renewal = hand.next();
        hand.bells.clear();
        assertThat(renewal.millis()).isEqualTo(300);
        renewal.action().run();
        renewals.get(0).completeExceptionally(new IllegalStateException("down"));
        assertThat(hand.next().millis()).isEqualTo(300);
    }

    @Test
    void abandonedRequestsAreLookedForAtOnceAndThenWithTheLeases() {
        housekeeping(new ArrayList<>());
        HandTimer.Bell look = hand.bells.get(1);
        assertThat(look.millis()).isZero();
        hand.bells.clear();
        look.action().run();
        assertThat(hand.next().millis()).isBetween(10_000L, 20_000L);
    }

    @Test
    void nothingIsDoneAfterTheStop() {
        List<CompletableFuture<Boolean>> renewals = new ArrayList<>();
        Housekeeping housekeeping = housekeeping(renewals);
        housekeeping.stop();
        List<HandTimer.Bell> bells = List.copyOf(hand.bells);
        hand.bells.clear();
        bells.forEach(bell -> bell.action().run());

        assertThat(bells).hasSize(4);
        assertThat(hand.bells).isEmpty();
        assertThat(renewals).isEmpty();
    }

    @Test
    void rowsAreDeletedWhenTheyHaveNotChangedForTheirTime() {
        housekeeping(new ArrayList<>());
        HandTimer.Bell purge = hand.bells.get(2);
        assertThat(purge.millis()).isEqualTo(Duration.ofHours(1).toMillis());
        Instant from = table.now().minus(Duration.ofHours(48));
        purge.action().run();
        assertThat(table.purges()).singleElement().matches(at -> !at.isBefore(from));
        assertThat(table.purges().get(0)).isBefore(from.plus(Duration.ofMinutes(1)));
    }

    @Test
    void oldRowsAreDeletedEach48thOfTheirTime() {
        assertThat(Housekeeping.purgeInterval(Duration.ofHours(24)))
                .isEqualTo(Duration.ofMinutes(30));
        assertThat(Housekeeping.purgeInterval(Duration.ofDays(30))).isEqualTo(Duration.ofHours(1));
        assertThat(Housekeeping.purgeInterval(Duration.ofSeconds(5)))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void oneOfAllThatWaitsIsTriedWhileTheTableIsDown() {
        LastingWrites writes = new LastingWrites(access, timer, outage);
        List<Integer> tried = new ArrayList<>();
        boolean[] down = {true};
        List<CompletableFuture<Integer>> written = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            written.add(
                    writes.write(
                            "row " + i,
                            repo -> {
                                tried.add(number);
                                if (down[0]) {
                                    throw new IllegalStateException("down");
                                }
                                return number;
                            }));
        }
        assertThat(tried).hasSize(10);
        tried.clear();
        for (long expected : new long[] {500, 1000, 2000, 4000, 8000, 10_000, 10_000}) {
            HandTimer.Bell bell = hand.next();
            assertThat(bell.millis()).isBetween(expected * 8 / 10, expected * 12 / 10);
            bell.action().run();
        }
        assertThat(tried).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(log.lines()).hasSize(1);
        assertThat(written).noneMatch(CompletableFuture::isDone);

        down[0] = false;
        hand.next().action().run();
        assertThat(written).allMatch(CompletableFuture::isDone);
        assertThat(hand.bells).isEmpty();
    }

    @Test
    void writeThatTheTableNeverTakesHoldsNoOtherUp() {
        LastingWrites writes = new LastingWrites(access, timer, outage);
        boolean[] down = {true};
        List<CompletableFuture<Object>> written = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean poison = i == 0;
            written.add(
                    writes.write(
                            "row " + i,
                            repo -> {
                                if (down[0] || poison) {
                                    throw new IllegalStateException("does not fit");
                                }
                                return repo;
                            }));
        }
        down[0] = false;
        hand.next().action().run();
        hand.next().action().run();

        assertThat(written.get(0)).isNotDone();
        assertThat(written.subList(1, 4)).allMatch(CompletableFuture::isDone);
        assertThat(hand.bells).as("it is tried again").hasSize(1);
    }

    @Test
    void whatAStoppedTableDoesNotTakeIsGivenUp() {
        LastingWrites writes = new LastingWrites(access, timer, outage);
        try (CapturedLog given = CapturedLog.of(LastingWrites.class)) {
            List<Integer> tried = new ArrayList<>();
            CompletableFuture<Object> written =
                    writes.write(
                            "the row",
                            repo -> {
                                tried.add(1);
                                throw new IllegalStateException("down");
                            });
            assertThat(written).isNotDone();
            writes.stop();
            assertThat(written).isCompletedExceptionally();
            assertThat(tried).hasSize(2);
            assertThat(given.lines()).singleElement().asString().contains("the row");
        }
    }
}
