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

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emulator's only time: progress of tasks, callbacks and their retries, expiry of links,
 * uploads and idempotency keys, and rate-limit windows all follow it. It begins at the wall clock's
 * time and then runs at a speed, or stands still until it is advanced.
 *
 * <p>Thread-safe. Events happen one after the other, never two at a time, in the order of their
 * times and, at the same time, in that of their arrival.
 */
public final class EmulatorClock {

    /** The highest speed: a day in less than a tenth of a second. */
    public static final double MAX_SPEED = 1_000_000;

    /** How far an advance goes at most: a hundred years. */
    public static final Duration MAX_ADVANCE = Duration.ofDays(36_500);

    /** How long an advance waits, in real time, for work that is under way in the real world. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(EmulatorClock.class);

    private static final double NANOS_PER_SECOND = 1e9;

    private final double initialSpeed;
    private final ScheduledExecutorService timer;

    /** Whoever lets events happen holds this; all else is guarded by the clock's monitor. */
    private final ReentrantLock turn = new ReentrantLock();

    private final UnderWay underWay = new UnderWay(PATIENCE);
    private final NavigableSet<Event> events =
            new TreeSet<>(
                    Comparator.comparing((Event event) -> event.due)
                            .thenComparingLong(event -> event.number));
    private final List<Runnable> onFreeze = new CopyOnWriteArrayList<>();
    private Instant origin;
    private long originNanos;
    private double speed;
    private int advances;
    private int clears;
    private long count;
    private Event awaited;
    private ScheduledFuture<?> alarm;

    /**
     * @param speed how many emulated seconds pass in a real one, at most {@link #MAX_SPEED}; 0 is a
     *     frozen clock
     * @param timer wakes the clock for what is due
     */
    public EmulatorClock(double speed, ScheduledExecutorService timer) {
        this.initialSpeed = checked(speed);
        this.timer = timer;
        this.origin = Instant.now();
        this.originNanos = System.nanoTime();
        this.speed = speed;
    }

    private static double checked(double speed) {
        if (!(speed >= 0 && speed <= MAX_SPEED)) {
            throw new IllegalArgumentException(
                    "speed is " + speed + " but must be 0 (frozen) to " + (long) MAX_SPEED);
        }
        return speed;
    }

    /** The emulated time. */
    public synchronized Instant now() {
        if (speed == 0 || advances > 0) {
            return origin;
        }
        double seconds = (System.nanoTime() - originNanos) / NANOS_PER_SECOND * speed;
        long whole = (long) seconds;
        return origin.plusSeconds(whole).plusNanos((long) ((seconds - whole) * NANOS_PER_SECOND));
    }

    /** How many emulated seconds pass in a real one; 0 while the clock is frozen. */
    public synchronized double speed() {
        return speed;
    }

    /** Whether only {@link #advance} moves the time. */
    public boolean isFrozen() {
        return speed() == 0;
    }

    /** Stops the time where it is; from now on only {@link #advance} moves it. */
    public void freeze() {
        setSpeed(0);
        onFreeze.forEach(what -> at(now(), what));
    }

    /** Lets this happen too, as an event at that time, whenever the clock is frozen. */
    public void onFreeze(Runnable what) {
        onFreeze.add(what);
    }

    /**
     * Lets the time run from where it is.
     *
     * @param speed how many emulated seconds pass in a real one, above 0, at most {@link
     *     #MAX_SPEED}
     * @throws IllegalArgumentException for any other speed
     */
    public void run(double speed) {
        if (speed == 0) {
            throw new IllegalArgumentException("speed is 0 but must be above 0; freeze() stops");
        }
        setSpeed(speed);
    }

    private synchronized void setSpeed(double speed) {
        checked(speed);
        rebase(now());
        this.speed = speed;
        wake();
    }

    /** Counts from this time and this moment on, so that the alarm must be set anew. */
    private synchronized void rebase(Instant time) {
        origin = time;
        originNanos = System.nanoTime();
        awaited = null;
    }

    /**
     * Moves the time on, running or frozen; while it does, the time does not run by itself.
     * Whatever is due on the way happens in its order and at its own time, before this returns.
     * What that sets off in the real world, as the HTTP request of a callback, is waited for until
     * nothing of it has begun or ended for two real seconds; then the time goes on, and silent
     * receivers meet their emulated time-out. A {@link #clear} meanwhile ends it where it is.
     *
     * @param by 0 or more, at most {@link #MAX_ADVANCE}; 0 lets happen what is due already
     * @throws IllegalArgumentException for any other time
     */
    public void advance(Duration by) {
        if (by.isNegative() || by.compareTo(MAX_ADVANCE) > 0) {
            throw new IllegalArgumentException(
                    "The clock cannot go on by "
                            + by
                            + "; it goes forward only, by 0 to "
                            + MAX_ADVANCE.toDays()
                            + " days at once");
        }
        turn.lock();
        try {
            int cleared = hold();
            try {
                Instant target = now().plus(by);
                underWay.await();
                goOn(target, cleared);
            } finally {
                release();
            }
        } finally {
            turn.unlock();
            wake();
        }
    }

    private void goOn(Instant target, int cleared) {
        boolean patient = true;
        for (Event next = next(target, cleared); next != null; next = next(target, cleared)) {
            happen(next);
            // of all that are silent at one time only the first has others wait for it
            boolean last = !isMoreDue();
            if (patient || last) {
                patient = underWay.await() || last;
            }
        }
    }

    private synchronized boolean isMoreDue() {
        return !events.isEmpty() && !events.first().due.isAfter(origin);
    }

    private synchronized int hold() {
        rebase(now());
        advances++;
        return clears;
    }

    private synchronized void release() {
        rebase(origin);
        advances--;
    }

    /** The next event until the target, at whose time it is now; if none is left, the target is. */
    private synchronized Event next(Instant target, int cleared) {
        if (clears != cleared) {
            return null;
        }
        boolean more = !events.isEmpty() && !events.first().due.isAfter(target);
        Instant time = more ? events.first().due : target;
        if (time.isAfter(origin)) {
            origin = time;
        }
        return more ? events.pollFirst() : null;
    }

    private static void happen(Event event) {
        try {
            event.what.run();
        } catch (RuntimeException | Error e) {
            // it must not take with it what else is due, which has nothing to do with it
            LOG.error("An event of the emulator failed", e);
        }
    }

    /**
     * Lets an {@link #advance} wait until the given work in the real world has ended. Whatever it
     * schedules on this clock must be scheduled by then.
     */
    public void busyWith(CompletableFuture<?> work) {
        underWay.add(work);
    }

    /** Something that is to happen at its time. */
    public final class Event {

        private final Instant due;
        private final long number;
        private final Runnable what;

        private Event(Instant due, long number, Runnable what) {
            this.due = due;
            this.number = number;
            this.what = what;
        }

        /** Lets it not happen, unless it has already. */
        public void cancel() {
            synchronized (EmulatorClock.this) {
                events.remove(this);
            }
        }
    }

    /**
     * Lets something happen at the given time, or as soon as possible if that has come, on a frozen
     * clock as well. It runs on the clock's thread, or on the one that advances the clock, and must
     * not block. If it fails that is logged, no more.
     */
    public synchronized Event at(Instant due, Runnable what) {
        Event event = new Event(due, count++, what);
        events.add(event);
        wake();
        return event;
    }

    /** {@link #at}, so much later than now. */
    public synchronized Event after(Duration delay, Runnable what) {
        return at(now().plus(delay), what);
    }

    /** Sets the alarm for the first event, unless it is set for that already. */
    private synchronized void wake() {
        Event first = events.isEmpty() ? null : events.first();
        if (first == null || first == awaited || advances > 0) {
            return;
        }
        Duration wait = Duration.between(now(), first.due);
        boolean due = wait.isNegative() || wait.isZero();
        if (alarm != null) {
            alarm.cancel(false);
        }
        awaited = due || speed > 0 ? first : null;
        if (awaited != null) {
            alarm = schedule(due ? 0 : real(wait).toNanos());
        }
    }

    private ScheduledFuture<?> schedule(long nanos) {
        try {
            return timer.schedule(this::runDue, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the emulator is closed: nothing happens any more
            return null;
        }
    }

    private void runDue() {
        disarm();
        // whoever has the turn wakes the clock at its end
        if (turn.tryLock()) {
            try {
                for (Event due = due(); due != null; due = due()) {
                    happen(due);
                }
            } finally {
                turn.unlock();
                wake();
            }
        }
    }

    private synchronized void disarm() {
        awaited = null;
    }

    private synchronized Event due() {
        return events.isEmpty() || events.first().due.isAfter(now()) ? null : events.pollFirst();
    }

    /**
     * How long a client, which lives in real time, waits for the given emulated time to pass; none
     * on a frozen clock, whose time passes at once.
     */
    public synchronized Duration real(Duration emulated) {
        double nanos = emulated.getSeconds() * NANOS_PER_SECOND + emulated.getNano();
        return speed == 0 ? Duration.ZERO : Duration.ofNanos((long) (nanos / speed));
    }

    /** As new: nothing is due, the wall clock's time, and the speed of the beginning. */
    public synchronized void clear() {
        clears++;
        events.clear();
        underWay.clear();
        speed = initialSpeed;
        rebase(Instant.now());
    }
}
