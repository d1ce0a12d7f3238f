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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The account's credits. An accepted task reserves its price; completion turns the hold into a
 * charge, failure and cancellation give it back. Thread-safe.
 */
public final class Ledger {

    /** What an entry did. */
    public enum Kind {
        RESERVE,
        CHARGE,
        REFUND
    }

    /**
     * One movement of credits.
     *
     * @param idempotencyKey the key that the create was sent with, null when it had none
     */
    public record Entry(Kind kind, String taskId, String idempotencyKey, double credits) {}

    private final BigDecimal initial;
    private final List<Entry> entries = new ArrayList<>();
    private BigDecimal available;
    private BigDecimal reserved;
    private BigDecimal charged;
    private Runnable settle = () -> {};

    /**
     * @param credits what the account begins with
     */
    public Ledger(double credits) {
        initial = BigDecimal.valueOf(credits);
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

    synchronized void reserve(String taskId, String key, BigDecimal credits) {
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
        entries.add(new Entry(kind, taskId, key, credits.doubleValue()));
    }

    /** Back to the initial balance with no entries. */
    synchronized void clear() {
        available = initial;
        reserved = BigDecimal.ZERO;
        charged = BigDecimal.ZERO;
        entries.clear();
    }
}
