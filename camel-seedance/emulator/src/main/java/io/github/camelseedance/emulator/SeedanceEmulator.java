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
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.task.Tasks;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /** A key that is accepted. */
    public String apiKey() {
        return machine.apiKey;
    }

    /** The time that everything follows. */
    public EmulatorClock clock() {
        return machine.clock;
    }

    /** The account's credits, and what was paid for. */
    public Ledger ledger() {
        return machine.accounts.get(Machine.DEFAULT_ACCOUNT).ledger();
    }

    /** Every request that arrived. */
    public Journal journal() {
        return machine.journal;
    }

    /** The tasks, to look at and to steer. */
    public Tasks tasks() {
        return machine.tasks;
    }

    /** What is to go wrong. */
    public Faults faults() {
        return machine.faults;
    }

    /** As new: no tasks, uploads, keys, requests or faults, and the balance of the beginning. */
    public void reset() {
        machine.reset();
    }

    /** Closes the port and every connection, ends all threads, deletes all files. */
    @Override
    public synchronized void close() {
        machine.close();
    }

    /** The options of an emulator. */
    public static final class Builder {

        String host = "127.0.0.1";
        int port;
        Set<String> apiKeys = Set.of("sk-emulator");
        double speed = 1;
        Duration taskDuration = Duration.ofSeconds(165);
        double balance = 10_000_000;
        boolean batchEndpoint = true;
        boolean lowCost;
        ImageFetching imageFetching = ImageFetching.ALL;
        int uploadSlots = 2000;
        int journalCapacity = 200_000;

        private Builder() {}

        /** The address to listen on; 127.0.0.1 unless given. */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /** The port; 0, which is the default, takes any free one. */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port is " + port + " but must be 0 to 65535");
            }
            this.port = port;
            return this;
        }

        /** The keys that are accepted; {@code sk-emulator} unless given. All share one account. */
        public Builder apiKey(String key, String... others) {
            Set<String> keys = new LinkedHashSet<>();
            keys.add(key);
            keys.addAll(List.of(others));
            for (String each : keys) {
                if (each.isEmpty() || each.chars().anyMatch(Character::isWhitespace)) {
                    throw new IllegalArgumentException(
                            "an API key must be neither empty nor contain whitespace");
                }
            }
            this.apiKeys = keys;
            return this;
        }

        /**
         * How many times faster than real time everything runs: tasks, and the expiry of links (24
         * h), uploads (72 h) and idempotency keys (24 h). 1 unless given, at most 1,000,000.
         */
        public Builder speed(double speed) {
            if (!(speed > 0 && speed <= 1_000_000)) {
                throw new IllegalArgumentException(
                        "speed is " + speed + " but must be above 0 and at most 1000000");
            }
            this.speed = speed;
            return this;
        }

        /** How long a task takes at speed 1; 165 s unless given. */
        public Builder taskDuration(Duration taskDuration) {
            if (taskDuration.isNegative() || taskDuration.isZero()) {
                throw new IllegalArgumentException(
                        "taskDuration is " + taskDuration + " but must be above 0");
            }
            this.taskDuration = taskDuration;
            return this;
        }

        /** Credits that the account begins with; 10,000,000 unless given. */
        public Builder balance(double credits) {
            if (!(credits >= 0 && credits < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "balance is " + credits + " but must be 0 or more credits");
            }
            this.balance = credits;
            return this;
        }

        /** Whether the undocumented {@code POST /v1/tasks/batch} exists; it does unless false. */
        public Builder batchEndpoint(boolean batchEndpoint) {
            this.batchEndpoint = batchEndpoint;
            return this;
        }

        /**
         * Renders cheaply, and only when a video is asked for; off by default, when rendering
         * starts in the background as soon as a task is created.
         */
        public Builder lowCost(boolean lowCost) {
            this.lowCost = lowCost;
            return this;
        }

        /** Which image URLs are really fetched; all unless given. */
        public Builder imageFetching(ImageFetching imageFetching) {
            this.imageFetching = imageFetching;
            return this;
        }

        /** How many uploaded files the account may hold at once; 2000 unless given. */
        public Builder uploadSlots(int uploadSlots) {
            if (uploadSlots < 0) {
                throw new IllegalArgumentException(
                        "uploadSlots is " + uploadSlots + " but must be 0 or more");
            }
            this.uploadSlots = uploadSlots;
            return this;
        }

        /** How many requests the journal keeps; 200,000 unless given. */
        public Builder journalCapacity(int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException(
                        "journalCapacity is " + requests + " but must be 1 or more");
            }
            this.journalCapacity = requests;
            return this;
        }

        public SeedanceEmulator build() {
            return new SeedanceEmulator(this);
        }
    }
}
