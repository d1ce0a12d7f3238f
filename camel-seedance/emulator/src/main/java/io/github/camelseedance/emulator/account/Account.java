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

import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.math.BigDecimal;

/** One customer of the service: a name for people, and the credits that all its keys share. */
public final class Account {

    private final String name;
    private final Ledger ledger;

    /**
     * @param name as people call it
     * @param credits what it begins with
     */
    Account(String name, double credits, EmulatorClock clock) {
        this.name = name;
        this.ledger = new Ledger(name, credits, clock);
    }

    public String name() {
        return name;
    }

    /** What the account has, holds and has paid. */
    public Ledger ledger() {
        return ledger;
    }

    /**
     * Makes sure of a new task's price.
     *
     * @throws io.github.camelseedance.emulator.api.ApiError 402 when the account has too little
     */
    public void require(BigDecimal credits) {
        ledger.require(credits);
    }

    /**
     * Holds a new task's price.
     *
     * @param idempotencyKey null when the create had none
     * @throws io.github.camelseedance.emulator.api.ApiError 402 when the account has too little
     */
    public void reserve(String taskId, String idempotencyKey, BigDecimal credits) {
        ledger.reserve(taskId, idempotencyKey, credits);
    }

    /** Turns a hold into a charge, when its task completed. */
    public void charge(String taskId, String idempotencyKey, BigDecimal credits) {
        ledger.charge(taskId, idempotencyKey, credits);
    }

    /** Gives a hold back, when its task failed or was cancelled. */
    public void refund(String taskId, String idempotencyKey, BigDecimal credits) {
        ledger.refund(taskId, idempotencyKey, credits);
    }

    /** Runs before each question to the ledger, so that what is due by then is settled in it. */
    public void settleWith(Runnable settle) {
        ledger.settleWith(settle);
    }

    void clear() {
        ledger.clear();
    }
}
