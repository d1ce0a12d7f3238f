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
package io.github.camelseedance.emulator.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.LogOf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmulatorClockTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void standsStillWhileFrozen() {
        EmulatorClock clock = frozen();
        Instant begin = clock.now();
        clock.advance(HOUR);

        assertThat(clock.isFrozen()).isTrue();
        assertThat(clock.now()).isEqualTo(begin.plus(HOUR)).isEqualTo(clock.now());
        assertThat(clock.real(HOUR)).isZero();
    }

    @Test
    void runsAtItsSpeed() {
        EmulatorClock clock = running(3600);
        Instant begin = clock.now();
        long nanos = System.nanoTime();
        await().until(() -> clock.now().isAfter(begin.plus(MINUTE)));

        Duration real = Duration.ofNanos(System.nanoTime() - nanos);
        assertThat(Duration.between(begin, clock.now())).isGreaterThan(real.multipliedBy(1000));
        assertThat(clock.real(HOUR)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void canBeFrozenAndRunAgain() {
        EmulatorClock clock = running(1000);
        clock.freeze();
        Instant frozen = clock.now();
        note(clock, MINUTE, "on the way");
        assertThat(clock.now()).isEqualTo(frozen);

        clock.run(1000);

        await().untilAsserted(() -> assertThat(happened).containsExactly("on the way"));
        assertThat(clock.now()).isAfterOrEqualTo(frozen.plus(MINUTE));
        assertThat(clock.speed()).isEqualTo(1000);
    }

    @Test
    void refusesSpeedsAndAdvancesThatItCannotDo() {
        assertThatIllegalArgumentException().isThrownBy(() -> running(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> running(1_000_001))
                .withMessageContaining("1000001")
                .withMessageContaining("1000000");
        EmulatorClock clock = frozen();
        assertThatIllegalArgumentException().isThrownBy(() -> clock.run(0));
        assertThatIllegalArgumentException().isThrownBy(() -> clock.run(Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(MINUTE.negated()))
                .withMessageContaining("PT-1M");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageContaining("36500 days");
    }

    @Test
    void letsEventsHappenInOrderAndAtTheirOwnTimes() {
        EmulatorClock clock = frozen();
        Instant begin = clock.now();
        List<Duration> times = new ArrayList<>();
        for (int minutes : new int[] {3, 1, 2, 1}) {
            clock.after(
                    MINUTE.multipliedBy(minutes),
                    () -> times.add(Duration.between(begin, clock.now())));
        }
        note(clock, MINUTE.multipliedBy(2), "first");
        note(clock, MINUTE.multipliedBy(2), "second");
        note(clock, HOUR.plusNanos(1), "too late");

        clock.advance(HOUR);

        assertThat(times)
                .containsExactly(MINUTE, MINUTE, MINUTE.multipliedBy(2), MINUTE.multipliedBy(3));
        assertThat(happened).containsExactly("first", "second");
        assertThat(clock.now()).isEqualTo(begin.plus(HOUR));
    }

    @Test
    void letsHappenWhatAnEventSchedules() {
        EmulatorClock clock = frozen();
        Instant begin = clock.now();
        clock.after(MINUTE, () -> note(clock, MINUTE, "in time"));
        clock.after(MINUTE, () -> note(clock, HOUR, "later"));
        clock.after(MINUTE, () -> clock.at(begin, () -> happened.add("long due")));

        clock.advance(HOUR);
        assertThat(happened).containsExactly("long due", "in time");

        clock.advance(MINUTE);
        assertThat(happened).containsExactly("long due", "in time", "later");
    }

    @Test
    void doesNotLetHappenWhatIsCancelled() {
        EmulatorClock clock = frozen();
        EmulatorClock.Event cancelled = note(clock, MINUTE, "cancelled");
        note(clock, MINUTE, "kept");
        cancelled.cancel();

        clock.advance(HOUR);
        cancelled.cancel();

        assertThat(happened).containsExactly("kept");
    }

    @Test
    void letsHappenAtOnceWhatIsDueOnAFrozenClock() {
        EmulatorClock clock = frozen();
        note(clock, MINUTE, "in a minute");
        note(clock, Duration.ZERO, "now");
        note(clock, MINUTE.negated(), "a minute ago");

        await().untilAsserted(() -> assertThat(happened).contains("now", "a minute ago"));
        clock.advance(Duration.ZERO);
        assertThat(happened).doesNotContain("in a minute");
    }

    @Test
    void wakesForAnEventThatComesBeforeTheOneItWaitsFor() {
        List<RunnableScheduledFuture<?>> alarms = new ArrayList<>();
        ScheduledThreadPoolExecutor noting =
                new ScheduledThreadPoolExecutor(1) {
                    @Override
                    protected <V> RunnableScheduledFuture<V> decorateTask(
                            Runnable work, RunnableScheduledFuture<V> task) {
                        alarms.add(task);
                        return task;
                    }
                };
        try {
            // So slow that nothing happens by itself while this runs.
            EmulatorClock clock = new EmulatorClock(0.01, noting);
            note(clock, HOUR, "never");
            note(clock, MINUTE.multipliedBy(2), "second");
            EmulatorClock.Event cancelled = note(clock, MINUTE, "cancelled");
            note(clock, MINUTE.minusSeconds(1), "first");
            cancelled.cancel();

            assertThat(alarms)
                    .filteredOn(alarm -> !alarm.isCancelled())
                    .singleElement()
                    .satisfies(
                            alarm ->
                                    assertThat(alarm.getDelay(TimeUnit.SECONDS))
                                            .isBetween(5000L, 5900L));
            clock.advance(MINUTE.multipliedBy(3));
            assertThat(happened).containsExactly("first", "second");
        } finally {
            noting.shutdownNow();
        }
    }

    @Test
    void wakesForTheNextEventAfterOneThatCameFirst() {
        EmulatorClock clock = running(100);
        EmulatorClock.Event never = note(clock, HOUR, "never");
        clock.after(Duration.ofSeconds(1), () -> note(clock, Duration.ofSeconds(1), "second"));

        await().untilAsserted(() -> assertThat(happened).containsExactly("second"));
        never.cancel();
    }

    @Test
    void goesOnWhenAnEventFails() {
        EmulatorClock clock = frozen();
        clock.after(
                MINUTE,
                () -> {
                    throw new IllegalStateException("broken");
                });
        clock.after(
                MINUTE,
                () -> {
                    throw new AssertionError("broken as well");
                });
        note(clock, MINUTE, "the next");

        try (LogOf log = new LogOf(EmulatorClock.class)) {
            clock.advance(HOUR);
            assertThat(log.lines())
                    .containsOnly("ERROR An event of the emulator failed")
                    .hasSize(2);
        }

        assertThat(happened).containsExactly("the next");
        clock.run(1000);
        note(clock, MINUTE, "running");
        await().untilAsserted(() -> assertThat(happened).contains("running"));
    }

    @Test
    void canBeAdvancedByAnEvent() {
        EmulatorClock clock = frozen();
        Instant begin = clock.now();
        clock.after(MINUTE, () -> clock.advance(HOUR));
        note(clock, MINUTE.multipliedBy(2), "met by the inner one");

        clock.advance(MINUTE.multipliedBy(3));

        assertThat(happened).containsExactly("met by the inner one");
        assertThat(clock.now()).isEqualTo(begin.plus(MINUTE).plus(HOUR));
    }

    @Test
    void canBeAdvancedByAnEventOnItsOwnThread() {
        EmulatorClock clock = running(1000);
        clock.after(Duration.ofSeconds(1), () -> clock.advance(HOUR));
        note(clock, HOUR, "after an hour");

        await().untilAsserted(() -> assertThat(happened).containsExactly("after an hour"));
    }

    @Test
    void standsStillOnlyWhileItIsAdvanced() {
        EmulatorClock clock = running(100);
        Instant begin = clock.now();
        AtomicBoolean still = new AtomicBoolean();
        clock.after(
                HOUR,
                () -> {
                    Instant now = clock.now();
                    long until = System.nanoTime() + 1_000_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    still.set(now.equals(clock.now()));
                });

        clock.advance(HOUR.plus(MINUTE));

        assertThat(still).isTrue();
        assertThat(clock.speed()).isEqualTo(100);
        Instant after = clock.now();
        assertThat(after).isAfter(begin.plus(HOUR).plus(MINUTE));
        await().until(() -> clock.now().isAfter(after.plus(MINUTE)));
    }

    @Test
    void staysFrozenWhenAnEventFreezesIt() {
        EmulatorClock clock = running(10);
        clock.after(MINUTE, clock::freeze);
        Instant begin = clock.now();

        clock.advance(HOUR);

        assertThat(clock.isFrozen()).isTrue();
        assertThat(clock.now()).isBetween(begin.plus(HOUR), begin.plus(HOUR).plus(MINUTE));
    }

    @Test
    void endsAnAdvanceWhenItIsCleared() {
        EmulatorClock clock = frozen();
        clock.advance(HOUR);
        clock.after(MINUTE, clock::clear);
        note(clock, MINUTE, "forgotten");

        clock.advance(HOUR);

        assertThat(happened).isEmpty();
        assertThat(clock.now()).isBetween(Instant.now().minus(MINUTE), Instant.now());
        note(clock, MINUTE, "new");
        clock.advance(MINUTE);
        assertThat(happened).containsExactly("new");
    }

    @Test
    void isAsNewWhenCleared() {
        EmulatorClock clock = running(50);
        clock.freeze();
        clock.advance(HOUR);
        clock.busyWith(new CompletableFuture<>());

        clock.clear();

        assertThat(clock.speed()).isEqualTo(50);
        assertThat(clock.now())
                .isBetween(Instant.now().minus(HOUR), Instant.now().plus(HOUR.dividedBy(2)));
        note(clock, Duration.ofSeconds(1), "soon");
        await().untilAsserted(() -> assertThat(happened).containsExactly("soon"));
    }

    @Test
    void waitsForWhatIsUnderWayBeforeItGoesOn() {
        EmulatorClock clock = frozen();
        clock.after(
                MINUTE,
                () ->
                        clock.busyWith(
                                CompletableFuture.runAsync(
                                        () -> note(clock, MINUTE, "set off by work"), timer)));

        clock.advance(HOUR);

        assertThat(happened).containsExactly("set off by work");
    }

    @Test
    void armsOneAlarmForThousandsOfEvents() {
        AtomicInteger alarms = new AtomicInteger();
        ScheduledThreadPoolExecutor counting =
                new ScheduledThreadPoolExecutor(1) {
                    @Override
                    protected <V> RunnableScheduledFuture<V> decorateTask(
                            Runnable work, RunnableScheduledFuture<V> task) {
                        alarms.incrementAndGet();
                        return task;
                    }
                };
        try {
            EmulatorClock clock = new EmulatorClock(1, counting);
            List<EmulatorClock.Event> events =
                    IntStream.range(0, 10_000)
                            .mapToObj(i -> note(clock, HOUR.plusSeconds(i), "event"))
                            .toList();
            events.stream().skip(1).forEach(EmulatorClock.Event::cancel);

            assertThat(alarms).hasValue(1);
            clock.advance(HOUR.multipliedBy(4));
            assertThat(happened).containsExactly("event");
        } finally {
            counting.shutdownNow();
        }
    }

    @Test
    void letsOneEventHappenAtATimeWhoeverAdvances() {
        EmulatorClock clock = running(1000);
        int threads = 4;
        int each = 250;
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean together = new AtomicBoolean();
        AtomicInteger count = new AtomicInteger();
        Runnable event =
                () -> {
                    together.compareAndSet(false, inside.incrementAndGet() > 1);
                    count.incrementAndGet();
                    inside.decrementAndGet();
                };
        List<Thread> workers =
                IntStream.range(0, threads)
                        .mapToObj(
                                n ->
                                        new Thread(
                                                () -> {
                                                    for (int i = 0; i < each; i++) {
                                                        clock.after(Duration.ofMillis(i), event);
                                                        clock.advance(Duration.ofMillis(2));
                                                    }
                                                }))
                        .toList();
        workers.forEach(Thread::start);

        await().untilAsserted(() -> assertThat(count).hasValue(threads * each));
        assertThat(together).isFalse();
    }

    @Test
    void acceptsEventsAfterTheEndQuietly() {
        EmulatorClock clock = running(1);
        timer.shutdownNow();

        note(clock, Duration.ZERO, "never");

        assertThat(happened).isEmpty();
    }

    private EmulatorClock frozen() {
        return new EmulatorClock(0, timer);
    }

    private EmulatorClock running(double speed) {
        return new EmulatorClock(speed, timer);
    }

    private EmulatorClock.Event note(EmulatorClock clock, Duration delay, String what) {
        return clock.after(delay, () -> happened.add(what));
    }
}
