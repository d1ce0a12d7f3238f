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

import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.account.Ledger;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.http.HttpServer;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.storage.BlobStore;
import io.github.camelseedance.emulator.task.IdempotencyKeys;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.Tasks;
import io.github.camelseedance.emulator.task.VideoLinks;
import io.github.camelseedance.emulator.upload.Uploads;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

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

    private static final String DEFAULT_ACCOUNT = "default";
    private static final int WORKERS = 4;
    private static final long MEMORY_FOR_FILES = 128L * 1024 * 1024;

    private final String apiKey;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final BlobStore blobs = new BlobStore(MEMORY_FOR_FILES);
    private final EmulatorClock clock;
    private final Accounts accounts;
    private final Journal journal;
    private final Faults faults = new Faults();
    private final TaskStore store;
    private final Tasks tasks;
    private final IdempotencyKeys idempotencyKeys;
    private final Uploads uploads;
    private final VideoLibrary videos;
    private final HttpServer server;

    /** For what is an emulator and more, as the JUnit extension. */
    protected SeedanceEmulator(Builder options) {
        apiKey = options.apiKeys.iterator().next();
        workers = Executors.newFixedThreadPool(WORKERS, threads("worker"));
        // A first start is all class loading: half of it is done beside the other.
        workers.execute(Json::load);
        timer = Executors.newSingleThreadScheduledExecutor(threads("timer"));
        clock = new EmulatorClock(options.speed, timer);
        accounts =
                new Accounts().add(DEFAULT_ACCOUNT, options.balance, List.copyOf(options.apiKeys));
        journal = new Journal(options.journalCapacity);
        VideoLinks links = new VideoLinks(this::baseUrl);
        store = new TaskStore(clock, options.taskDuration, options.oneStatePerRead, links, faults);
        accounts.all().forEach(account -> account.settleWith(store::settle));
        tasks = new Tasks(store);
        idempotencyKeys = new IdempotencyKeys(clock);
        uploads = new Uploads(clock, options.uploadSlots, blobs);
        videos = new VideoLibrary(options.lowCost, blobs);
        server =
                new HttpServer(
                        options.host,
                        options.port,
                        options.batchEndpoint,
                        new HttpServer.Parts(
                                store,
                                accounts,
                                clock,
                                idempotencyKeys,
                                links,
                                videos,
                                uploads,
                                new ImageFetcher(options.imageFetching, workers),
                                journal,
                                faults),
                        workers,
                        timer);
    }

    private static ThreadFactory threads(String role) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread =
                    new Thread(work, "seedance-emulator-" + role + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens the port.
     *
     * @return this
     * @throws IllegalStateException when that fails, as for a port that is taken
     */
    public SeedanceEmulator start() {
        server.start();
        return this;
    }

    /** Where API, file API and videos are, as {@code http://127.0.0.1:34567}; once started. */
    public String baseUrl() {
        return server.url();
    }

    /** A key that is accepted. */
    public String apiKey() {
        return apiKey;
    }

    /** The time that everything follows. */
    public EmulatorClock clock() {
        return clock;
    }

    /** The account's credits, and what was paid for. */
    public Ledger ledger() {
        return accounts.get(DEFAULT_ACCOUNT).ledger();
    }

    /** Every request that arrived. */
    public Journal journal() {
        return journal;
    }

    /** The tasks, to look at and to steer. */
    public Tasks tasks() {
        return tasks;
    }

    /** What is to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** As new: no tasks, uploads, keys, requests or faults, and the balance of the beginning. */
    public void reset() {
        faults.reset();
        clock.clear();
        store.clear();
        accounts.all().forEach(Account::clear);
        idempotencyKeys.clear();
        uploads.clear();
        videos.clear();
        journal.clear();
    }

    /** Closes the port and every connection, ends all threads, deletes all files. */
    @Override
    public void close() {
        server.close();
        timer.shutdownNow();
        workers.shutdownNow();
        videos.close();
        blobs.close();
    }

    /** The options of an emulator. */
    public static final class Builder {

        private String host = "127.0.0.1";
        private int port;
        private Set<String> apiKeys = Set.of("sk-emulator");
        private double speed = 1;
        private Duration taskDuration = Duration.ofSeconds(165);
        private boolean oneStatePerRead;
        private double balance = 10_000_000;
        private boolean batchEndpoint = true;
        private boolean lowCost;
        private ImageFetching imageFetching = ImageFetching.ALL;
        private int uploadSlots = 2000;
        private int journalCapacity = 200_000;

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

        /** The time stands still and moves only by {@link EmulatorClock#advance}. */
        public Builder frozen() {
            this.speed = 0;
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

        /**
         * Lets the reads of its status move a task, and not the clock: the create says pending, the
         * first read processing, the second finds it ended. Single reads and entries of a batch
         * count alike. Off by default.
         */
        public Builder oneStatePerRead(boolean oneStatePerRead) {
            this.oneStatePerRead = oneStatePerRead;
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
         * starts in the background as soon as a task is created, and a task whose time has come
         * stays at 99 % until its video is rendered, unless the clock is frozen.
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
