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
package io.github.camelseedance.emulator.account;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The account's credits. An accepted task reserves its price; completion turns the hold into a
 * charge, failure and cancellation give it back. Thread-safe.
 */
public final class Ledger {

    /** What an entry did. */
    public enum Kind {
        /** A task was created; its price is held. */
        RESERVE,
        /** A task completed; what was held is paid. */
        CHARGE,
        /** A task failed or was cancelled; what was held is given back. */
        REFUND,
        /** Credits were added. */
        TOP_UP
    }

    /**
     * One movement of credits.
     *
     * @param at emulated time
     * @param taskId null for a top-up
     * @param idempotencyKey the key that the create was sent with, null when it had none
     */
    public record Entry(
            Kind kind, Instant at, String taskId, String idempotencyKey, double credits) {}

    /** Far below what a double, as which all credits are shown, can hold of whole credits. */
    private static final double MOST_AT_ONCE = 1e15;

    private final String account;
    private final BigDecimal initial;
    private final EmulatorClock clock;
    private final List<Entry> entries = new ArrayList<>();
    private BigDecimal available;
    private BigDecimal reserved;
    private BigDecimal charged;
    private Runnable settle = () -> {};

    /**
     * @param account whose credits these are
     * @param credits what it begins with
     */
    Ledger(String account, double credits, EmulatorClock clock) {
        this.account = account;
        this.initial = BigDecimal.valueOf(credits);
        this.clock = clock;
        clear();
    }

    /** Runs before each question, so that tasks which ended unseen are settled in the answer. */
    void settleWith(Runnable settle) {
        this.settle = settle;
    }

    /** Credits that are neither reserved nor charged. */
    public double balance() {
        settle.run();
        synchronized (this) {
            return available.doubleValue();
        }
    }

    /** Credits held for tasks that have not ended. */
    public double reserved() {
        settle.run();
        synchronized (this) {
            return reserved.doubleValue();
        }
    }

    /** Credits paid for completed tasks. */
    public double charged() {
        settle.run();
        synchronized (this) {
            return charged.doubleValue();
        }
    }

    /** Every movement so far, oldest first. */
    public List<Entry> entries() {
        settle.run();
        synchronized (this) {
            return List.copyOf(entries);
        }
    }

    /** How many tasks were really created: each is one generation that the account pays for. */
    public long paidGenerations() {
        return count(Kind.RESERVE);
    }

    /** How many tasks were created under one idempotency key; more than one is a double payment. */
    public long paidGenerations(String idempotencyKey) {
        return entries().stream()
                .filter(e -> e.kind() == Kind.RESERVE && idempotencyKey.equals(e.idempotencyKey()))
                .count();
    }

    /** How many tasks completed and were charged. */
    public long charges() {
        return count(Kind.CHARGE);
    }

    /** How many tasks failed or were cancelled and given back. */
    public long refunds() {
        return count(Kind.REFUND);
    }

    private long count(Kind kind) {
        return entries().stream().filter(e -> e.kind() == kind).count();
    }

    /**
     * Adds to the balance.
     *
     * @param credits above 0, at most 10<sup>15</sup>
     * @throws IllegalArgumentException for any other number
     */
    public synchronized void topUp(double credits) {
        if (!(credits > 0 && credits <= MOST_AT_ONCE)) {
            throw new IllegalArgumentException(
                    "A top-up of "
                            + credits
                            + " credits makes no sense; give more than 0, at most "
                            + MOST_AT_ONCE);
        }
        BigDecimal more = BigDecimal.valueOf(credits);
        available = available.add(more);
        add(Kind.TOP_UP, null, null, more);
    }

    /**
     * Asserts how many tasks were created, each of them paid for or reserved.
     *
     * @throws AssertionError with all entries in its text
     */
    public void assertGenerations(long expected) {
        long actual = paidGenerations();
        if (actual != expected) {
            throw failed(expected + " generations", "there were " + actual);
        }
    }

    /**
     * Asserts that exactly one task was created under an idempotency key: neither none nor a second
     * payment.
     *
     * @throws AssertionError with all entries in its text
     */
    public void assertOneGeneration(String idempotencyKey) {
        long actual = paidGenerations(idempotencyKey);
        if (actual != 1) {
            throw failed(
                    "one generation under the key '" + idempotencyKey + "'",
                    "there were " + actual);
        }
    }

    /**
     * Asserts that no task has cost anything, nor will: none was charged, and none that is still
     * open holds credits.
     *
     * @throws AssertionError with all entries in its text
     */
    public void assertNothingCharged() {
        double paid = charged();
        double held = reserved();
        if (paid != 0 || held != 0) {
            throw failed(
                    "nothing charged",
                    paid + " credits were charged and " + held + " are reserved");
        }
    }

    /**
     * Asserts how many credits the completed tasks have cost together.
     *
     * @throws AssertionError with all entries in its text
     */
    public void assertCharged(double expected) {
        double actual = charged();
        if (actual != expected) {
            throw failed(expected + " credits charged", "they were " + actual);
        }
    }

    private AssertionError failed(String expected, String actual) {
        StringBuilder text = new StringBuilder("Expected ").append(expected);
        text.append(" in account '").append(account).append("' but ").append(actual).append('.');
        List<Entry> all = entries();
        text.append(all.isEmpty() ? " It has no entries." : " Its entries:");
        for (Entry entry : all) {
            text.append("\n  ").append(entry.at()).append(' ').append(entry.kind());
            text.append(' ').append(entry.credits()).append(" credits");
            if (entry.taskId() != null) {
                text.append(", ").append(entry.taskId());
                text.append(", key ").append(entry.idempotencyKey());
            }
        }
        return new AssertionError(text.toString());
    }

    synchronized void require(BigDecimal credits) {
        if (available.compareTo(credits) < 0) {
            throw new ApiError(
                    402,
                    "insufficient_user_quota",
                    "insufficient_quota",
                    null,
                    "The task needs "
                            + Json.plain(credits).toPlainString()
                            + " credits but the account has "
                            + Json.plain(available).toPlainString());
        }
    }

    synchronized void reserve(String taskId, String key, BigDecimal credits) {
        require(credits);
        available = available.subtract(credits);
        reserved = reserved.add(credits);
        add(Kind.RESERVE, taskId, key, credits);
    }

    synchronized void charge(String taskId, String key, BigDecimal credits) {
        reserved = reserved.subtract(credits);
        charged = charged.add(credits);
        add(Kind.CHARGE, taskId, key, credits);
    }

    synchronized void refund(String taskId, String key, BigDecimal credits) {
        reserved = reserved.subtract(credits);
        available = available.add(credits);
        add(Kind.REFUND, taskId, key, credits);
    }

    private void add(Kind kind, String taskId, String key, BigDecimal credits) {
        entries.add(new Entry(kind, clock.now(), taskId, key, credits.doubleValue()));
    }

    /** Back to the initial balance with no entries. */
    synchronized void clear() {
        available = initial;
        reserved = BigDecimal.ZERO;
        charged = BigDecimal.ZERO;
        entries.clear();
    }
}
