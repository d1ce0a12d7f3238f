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
import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.http.HttpServer;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.outbound.Outbound;
import io.github.camelseedance.emulator.storage.BlobStore;
import io.github.camelseedance.emulator.task.IdempotencyKeys;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.Tasks;
import io.github.camelseedance.emulator.task.VideoLinks;
import io.github.camelseedance.emulator.upload.Uploads;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.util.List;
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
    private final Outbound outbound;
    private final Callbacks callbacks;
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
        outbound = new Outbound(workers);
        callbacks = new Callbacks(clock, store, faults, outbound);
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
                                new ImageFetcher(options.imageFetching, outbound, workers),
                                callbacks,
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

    /** The callbacks that were sent or wait to be, and a way to send one again. */
    public Callbacks callbacks() {
        return callbacks;
    }

    /** What is to go wrong. */
    public Faults faults() {
        return faults;
    }

    /**
     * As new: no tasks, uploads, keys, requests, callbacks or faults, and the balance of the
     * beginning.
     */
    public void reset() {
        faults.reset();
        clock.clear();
        store.clear();
        callbacks.clear();
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
        callbacks.clear();
        outbound.close();
        workers.shutdownNow();
        videos.close();
        blobs.close();
    }

    /** The options of an emulator. */
    public static final class Builder extends EmulatorOptions<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        public SeedanceEmulator build() {
            return new SeedanceEmulator(this);
        }
    }
}
