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
package io.github.camelseedance.emulator;

import io.github.camelseedance.emulator.account.Ledger;
import io.github.camelseedance.emulator.account.Limits;
import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.task.Tasks;

/**
 * A stand-in for the Seedance 2.0 image-to-video service: create, read, download, upload, with the
 * service's checks, prices and errors, in this JVM and on a port of its own.
 *
 * <pre>{@code
 * try (SeedanceEmulator emulator = SeedanceEmulator.builder().speed(100).build().start()) {
 *     // point a client at emulator.baseUrl() with emulator.apiKey()
 * }
 * }</pre>
 */
public class SeedanceEmulator implements AutoCloseable {

    private final Builder options;
    private volatile Machine machine;

    /** For what is an emulator and more, as the JUnit extension. */
    protected SeedanceEmulator(Builder options) {
        this.options = options;
        machine = new Machine(options);
    }

    /** Options to begin with; unless changed, everything goes as at the service, in real time. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens the port. One that is open stays as it is, one that was closed starts as new.
     *
     * @return this
     * @throws IllegalStateException when that fails, as for a port that is taken
     */
    public synchronized SeedanceEmulator start() {
        if (machine.isClosed()) {
            machine = new Machine(options);
        }
        machine.start();
        return this;
    }

    /**
     * Where API, file API and videos are, as {@code http://127.0.0.1:34567}.
     *
     * @throws IllegalStateException before the start, when there is no port yet
     */
    public String baseUrl() {
        return machine.url();
    }

    /** A key of the default account. */
    public String apiKey() {
        return machine.apiKey;
    }

    /** The time that everything follows. */
    public EmulatorClock clock() {
        return machine.clock;
    }

    /** The default account's credits, and what was paid for. */
    public Ledger ledger() {
        return ledger(Machine.DEFAULT_ACCOUNT);
    }

    /**
     * An account's credits, and what was paid for.
     *
     * @param account the name that the builder gave it
     * @throws IllegalArgumentException when there is no such account
     */
    public Ledger ledger(String account) {
        return machine.accounts.get(account).ledger();
    }

    /** What the service lets a key and an account do; to be changed at any time. */
    public Limits limits() {
        return machine.accounts.limits();
    }

    /** Every request that arrived. */
    public Journal journal() {
        return machine.journal;
    }

    /** The tasks, to look at and to steer. */
    public Tasks tasks() {
        return machine.tasks;
    }

    /** The callbacks that were sent or wait to be, and a way to send one again. */
    public Callbacks callbacks() {
        return machine.callbacks;
    }

    /** What is to go wrong. */
    public Faults faults() {
        return machine.faults;
    }

    /**
     * As new: no tasks, uploads, keys, requests, callbacks or faults, and the balances and limits
     * of the beginning.
     */
    public void reset() {
        machine.reset();
    }

    /** Closes the port and every connection, ends all threads, deletes all files. */
    @Override
    public synchronized void close() {
        machine.close();
    }

    /** The options of an emulator. */
    public static final class Builder extends EmulatorOptions<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * An emulator with these options, which {@link SeedanceEmulator#start()} opens.
         *
         * @throws IllegalArgumentException when a limit is negative, or a key is that of two
         *     accounts
         */
        public SeedanceEmulator build() {
            return new SeedanceEmulator(this);
        }
    }
}
