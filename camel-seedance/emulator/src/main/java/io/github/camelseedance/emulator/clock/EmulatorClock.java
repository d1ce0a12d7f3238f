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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The emulator's only time: progress of tasks, callbacks and their retries, expiry of links,
 * uploads and idempotency keys, and rate-limit windows all follow it. It begins at the wall clock's
 * time and then runs at a speed, or stands still until it is advanced. Thread-safe.
 */
public final class EmulatorClock {

    /** The highest speed: a day in less than a tenth of a second. */
    public static final double MAX_SPEED = 1_000_000;

    /** How long an advance waits, in real time, for work that is under way in the real world. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final double NANOS_PER_SECOND = 1e9;

    private final double initialSpeed;
    private final ScheduledExecutorService timer;
    private final ReentrantLock advancing = new ReentrantLock();
    private final List<CompletableFuture<?>> busy = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparing((Event event) -> event.due)
                            .thenComparingLong(event -> event.number));
    private Instant origin;
    private long originNanos;
    private double speed;
    private long count;
    private ScheduledFuture<?> alarm;

    /**
     * @param speed how many emulated seconds pass in a real one, at most {@link #MAX_SPEED}; 0 is a
     *     frozen clock
     * @param timer wakes the clock for what is due while it runs
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
        if (speed == 0) {
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

    public boolean isFrozen() {
        return speed() == 0;
    }

    /** Stops the time where it is; from now on only {@link #advance} moves it. */
    public void freeze() {
        setSpeed(0);
    }

    /**
     * Lets the time run from where it is.
     *
     * @param speed how many emulated seconds pass in a real one, above 0, at most {@link
     *     #MAX_SPEED}
     */
    public void run(double speed) {
        if (speed == 0) {
            throw new IllegalArgumentException("speed is 0 but must be above 0; freeze() stops");
        }
        setSpeed(speed);
    }

    private synchronized void setSpeed(double speed) {
        checked(speed);
        origin = now();
        originNanos = System.nanoTime();
        this.speed = speed;
        wake();
    }

    /**
     * Moves the time on, running or frozen. Whatever is due on the way happens in its order and at
     * its own time, before this returns. What that sets off in the real world, as the HTTP request
     * of a callback, is waited for, two real seconds at most; then the time goes on, and a silent
     * receiver meets its emulated time-out.
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "The clock can only go forward, not by " + by + "; give 0 or more");
        }
        advancing.lock();
        try {
            double before = speed();
            setSpeed(0);
            Instant target = now().plus(by);
            awaitBusy();
            for (Event next = next(target); next != null; next = next(target)) {
                next.what.run();
                awaitBusy();
            }
            moveTo(target);
            setSpeed(before);
        } finally {
            advancing.unlock();
        }
    }

    private synchronized Event next(Instant target) {
        Event next = events.peek();
        if (next == null || next.due.isAfter(target)) {
            return null;
        }
        moveTo(next.due);
        return events.poll();
    }

    private synchronized void moveTo(Instant time) {
        if (time.isAfter(origin)) {
            origin = time;
        }
    }

    private void awaitBusy() {
        for (CompletableFuture<?> work = firstBusy(); work != null; work = firstBusy()) {
            try {
                work.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (TimeoutException e) {
                forget(work);
            } catch (Exception e) {
                // its failure is its owner's matter: here only its end counts
            }
        }
    }

    private synchronized void forget(CompletableFuture<?> work) {
        busy.removeIf(known -> known == work);
    }

    private synchronized CompletableFuture<?> firstBusy() {
        busy.removeIf(CompletableFuture::isDone);
        return busy.isEmpty() ? null : busy.get(0);
    }

    /** Lets an {@link #advance} wait until the given work in the real world has ended. */
    public synchronized void busyWith(CompletableFuture<?> work) {
        busy.removeIf(CompletableFuture::isDone);
        busy.add(work);
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
     * Lets something happen at the given time, or as soon as possible if that has passed. It runs
     * on the clock's thread, or on the one that advances the clock, and must not block.
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

    /** Sets the alarm for the first event, if the clock runs. */
    private synchronized void wake() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        Event first = events.peek();
        if (first != null && speed > 0 && !timer.isShutdown()) {
            long nanos = Math.max(0, real(Duration.between(now(), first.due)).toNanos());
            alarm = timer.schedule(this::runDue, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void runDue() {
        for (Event due = due(); due != null; due = due()) {
            due.what.run();
        }
        wake();
    }

    private synchronized Event due() {
        Event first = events.peek();
        return speed == 0 || first == null || first.due.isAfter(now()) ? null : events.poll();
    }

    /**
     * How long a client, which lives in real time, waits for the given emulated time to pass; none
     * on a frozen clock, whose time passes at once.
     */
    public synchronized Duration real(Duration emulated) {
        return speed == 0 ? Duration.ZERO : Duration.ofNanos((long) (emulated.toNanos() / speed));
    }

    /** As new: nothing is due, the wall clock's time, and the speed of the beginning. */
    public synchronized void clear() {
        events.clear();
        busy.clear();
        origin = Instant.now();
        originNanos = System.nanoTime();
        speed = initialSpeed;
        wake();
    }
}
