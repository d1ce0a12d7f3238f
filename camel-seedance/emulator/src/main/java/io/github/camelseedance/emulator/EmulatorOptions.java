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

import io.github.camelseedance.emulator.api.Hosts;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.task.Prices;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an emulator can be told before it starts; {@link SeedanceEmulator#builder()} gives one.
 *
 * @param <B> the builder itself, which each option returns
 */
public abstract class EmulatorOptions<B extends EmulatorOptions<B>> {

    String host = "127.0.0.1";
    int port;
    Set<String> apiKeys = Set.of("sk-emulator");
    final Map<String, OtherAccount> otherAccounts = new LinkedHashMap<>();
    Prices prices = new Prices();
    String publicUrl;
    int requestsPerSecond;
    int concurrentTasks;
    double speed = 1;
    Duration taskDuration = Duration.ofSeconds(165);
    boolean oneStatePerRead;
    double balance = 10_000_000;
    boolean batchEndpoint = true;
    boolean lowCost;
    ImageFetching imageFetching = ImageFetching.ALL;
    int uploadSlots = 2000;
    int journalCapacity = 200_000;

    EmulatorOptions() {}

    /** An account beside the one that there always is. */
    record OtherAccount(double credits, List<String> keys) {}

    abstract B self();

    /** The address to listen on; 127.0.0.1 unless given. */
    public B host(String host) {
        this.host = host;
        return self();
    }

    /** The port; 0, which is the default, takes any free one. */
    public B port(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + " but must be 0 to 65535");
        }
        this.port = port;
        return self();
    }

    /**
     * The keys of the default account; {@code sk-emulator} unless given.
     *
     * @throws IllegalArgumentException for a key that is empty or contains whitespace
     */
    public B apiKey(String key, String... others) {
        this.apiKeys = keys(key, others);
        return self();
    }

    /**
     * Another account beside the default one, with credits, tasks, uploads and idempotency keys of
     * its own.
     *
     * @param name as {@link SeedanceEmulator#ledger(String)} is asked for it
     * @param credits what it begins with
     * @param key opens it, as each of the others does
     * @throws IllegalArgumentException when the name is blank or taken, the credits are negative,
     *     or a key is empty or contains whitespace
     */
    public B account(String name, double credits, String key, String... others) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An account needs a name");
        }
        OtherAccount account =
                new OtherAccount(credits("credits", credits), List.copyOf(keys(key, others)));
        if (name.equals(Machine.DEFAULT_ACCOUNT)
                || otherAccounts.putIfAbsent(name, account) != null) {
            throw new IllegalArgumentException(
                    "There is an account '" + name + "' already; give this one another name");
        }
        return self();
    }

    private static Set<String> keys(String key, String... others) {
        Set<String> keys = new LinkedHashSet<>();
        keys.add(key);
        keys.addAll(List.of(others));
        for (String each : keys) {
            if (each.isEmpty() || each.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException(
                        "an API key must be neither empty nor contain whitespace");
            }
        }
        return keys;
    }

    private static double credits(String name, double credits) {
        if (!(credits >= 0 && credits < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    name + " is " + credits + " but must be 0 or more credits");
        }
        return credits;
    }

    /**
     * What a second of video costs. Unless given, the prices are those that the service publishes.
     *
     * @param model as {@code seedance-2.0-image-to-video}
     * @param quality as {@code 720p}
     * @param creditsPerSecond 0 or more
     * @throws IllegalArgumentException for a model or a quality that there is not
     */
    public B price(String model, String quality, double creditsPerSecond) {
        this.prices = prices.with(model, quality, creditsPerSecond);
        return self();
    }

    /**
     * How many requests each key may send in any second of emulated time, before it is answered
     * 429; no limit unless given, or 0.
     *
     * @see SeedanceEmulator#limits()
     */
    public B requestsPerSecond(int requests) {
        this.requestsPerSecond = requests;
        return self();
    }

    /**
     * How many tasks of each key may be unfinished, before its creates are answered 429; no limit
     * unless given, or 0.
     *
     * @see SeedanceEmulator#limits()
     */
    public B concurrentTasks(int tasks) {
        this.concurrentTasks = tasks;
        return self();
    }

    /**
     * How many times faster than real time everything runs: tasks, and the expiry of links (24 h),
     * uploads (72 h) and idempotency keys (24 h). 1 unless given, at most 1,000,000; 0 is {@link
     * #frozen()}.
     */
    public B speed(double speed) {
        if (!(speed >= 0 && speed <= EmulatorClock.MAX_SPEED)) {
            throw new IllegalArgumentException(
                    "speed is "
                            + speed
                            + " but must be 0 (frozen) or above, at most "
                            + (long) EmulatorClock.MAX_SPEED);
        }
        this.speed = speed;
        return self();
    }

    /** The time stands still and moves only by {@link EmulatorClock#advance}. */
    public B frozen() {
        return speed(0);
    }

    /** How long a task takes at speed 1, more than 0; 165 s unless given. */
    public B taskDuration(Duration taskDuration) {
        if (taskDuration.isNegative() || taskDuration.isZero()) {
            throw new IllegalArgumentException(
                    "taskDuration is " + taskDuration + " but must be above 0");
        }
        this.taskDuration = taskDuration;
        return self();
    }

    /**
     * Lets the reads of its status move a task, and not the clock: the create says pending, the
     * first read processing, the second finds it ended. Single reads and entries of a batch count
     * alike. Off by default.
     */
    public B oneStatePerRead(boolean oneStatePerRead) {
        this.oneStatePerRead = oneStatePerRead;
        return self();
    }

    /** Credits that the default account begins with; 10,000,000 unless given. */
    public B balance(double credits) {
        this.balance = credits("balance", credits);
        return self();
    }

    /** Whether the undocumented {@code POST /v1/tasks/batch} exists; it does unless false. */
    public B batchEndpoint(boolean batchEndpoint) {
        this.batchEndpoint = batchEndpoint;
        return self();
    }

    /**
     * Renders cheaply, and only when a video is asked for; off by default, when rendering starts in
     * the background as soon as a task is created, and a task whose time has come stays at 99 %
     * until its video is rendered, unless the clock is frozen.
     */
    public B lowCost(boolean lowCost) {
        this.lowCost = lowCost;
        return self();
    }

    /**
     * Where clients reach the emulator, if that is not where it listens, as behind a mapped port or
     * in a container: what its links to videos and uploaded files begin with.
     *
     * @param url as {@code http://emulator:8080}, without a path
     * @throws IllegalArgumentException when it is no http(s) URL of a host alone
     */
    public B publicUrl(String url) {
        this.publicUrl = Hosts.baseUrl(url);
        return self();
    }

    /**
     * Which image URLs are really fetched; all unless given, so that a create with an image on the
     * Internet needs a network.
     */
    public B imageFetching(ImageFetching imageFetching) {
        this.imageFetching = imageFetching;
        return self();
    }

    /**
     * How many uploaded files each account may hold at once; 2000 unless given.
     *
     * @see SeedanceEmulator#limits()
     */
    public B uploadSlots(int uploadSlots) {
        this.uploadSlots = uploadSlots;
        return self();
    }

    /** How many requests the journal keeps, the newest ones, 1 or more; 200,000 unless given. */
    public B journalCapacity(int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException(
                    "journalCapacity is " + requests + " but must be 1 or more");
        }
        this.journalCapacity = requests;
        return self();
    }
}
