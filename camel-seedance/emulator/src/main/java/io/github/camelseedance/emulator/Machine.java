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

import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.account.Limits;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.control.ControlApi;
import io.github.camelseedance.emulator.control.Controls;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.http.Gate;
import io.github.camelseedance.emulator.http.HttpServer;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.outbound.Outbound;
import io.github.camelseedance.emulator.service.FaultChoice;
import io.github.camelseedance.emulator.service.Resets;
import io.github.camelseedance.emulator.service.Routes;
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
 * All that an emulator consists of until it is closed. Until it is started it holds no thread, file
 * or port, so one that never is needs no closing.
 */
final class Machine implements AutoCloseable {

    static final String DEFAULT_ACCOUNT = "default";
    private static final int WORKERS = 4;
    private static final long MEMORY_FOR_FILES = 128L * 1024 * 1024;

    static {
        // A first start is all class loading: half of it is done beside the other.
        Thread loader = new Thread(Json::load, "seedance-emulator-loader");
        loader.setDaemon(true);
        loader.start();
    }

    final String apiKey;
    final EmulatorClock clock;
    final Accounts accounts;
    final Journal journal;
    final Faults faults = new Faults();
    final Tasks tasks;
    final Callbacks callbacks;

    private final ExecutorService workers =
            Executors.newFixedThreadPool(WORKERS, threads("worker"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(threads("timer"));
    private final Resets resets = new Resets();
    private final String publicUrl;
    private final BlobStore blobs = new BlobStore(MEMORY_FOR_FILES);
    private final TaskStore store;
    private final Outbound outbound;
    private final IdempotencyKeys idempotencyKeys;
    private final Uploads uploads;
    private final VideoLibrary videos;
    private final HttpServer server;

    Machine(EmulatorOptions<?> options) {
        apiKey = options.apiKeys.iterator().next();
        clock = new EmulatorClock(options.speed, timer);
        Limits limits =
                new Limits(options.requestsPerSecond, options.concurrentTasks, options.uploadSlots);
        accounts = accounts(options, limits);
        journal = new Journal(options.journalCapacity);
        publicUrl = options.publicUrl;
        VideoLinks links = new VideoLinks(this::publicUrl);
        store =
                new TaskStore(
                        clock,
                        options.taskDuration,
                        options.oneStatePerRead,
                        options.prices,
                        links,
                        faults);
        accounts.all().forEach(account -> account.settleWith(store::settle));
        tasks = new Tasks(store);
        outbound = new Outbound(workers);
        callbacks = new Callbacks(clock, store, faults, outbound);
        idempotencyKeys = new IdempotencyKeys(clock);
        uploads = new Uploads(clock, limits, blobs);
        videos = new VideoLibrary(options.lowCost, blobs);
        server = new HttpServer(options.host, options.port, gate(options, links), timer);
    }

    private Gate gate(EmulatorOptions<?> options, VideoLinks links) {
        FaultChoice choice = new FaultChoice(faults, store);
        Routes.Parts parts =
                new Routes.Parts(
                        store,
                        idempotencyKeys,
                        links,
                        videos,
                        uploads,
                        new ImageFetcher(options.imageFetching, outbound, workers),
                        callbacks,
                        choice,
                        resets,
                        new ControlApi(controls(options)));
        Routes routes = new Routes(parts, options.batchEndpoint, this::publicUrl, workers);
        return new Gate(routes, accounts, clock, journal, choice, resets, workers, timer);
    }

    private Controls controls(EmulatorOptions<?> options) {
        return new Controls(
                clock,
                tasks,
                videos,
                accounts,
                options.prices,
                journal,
                callbacks,
                faults,
                this::reset);
    }

    private Accounts accounts(EmulatorOptions<?> options, Limits limits) {
        Accounts all = new Accounts(clock, limits);
        all.add(DEFAULT_ACCOUNT, options.balance, List.copyOf(options.apiKeys));
        options.otherAccounts.forEach((name, it) -> all.add(name, it.credits(), it.keys()));
        return all;
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

    void start() {
        server.start();
    }

    String url() {
        return server.url();
    }

    private String publicUrl() {
        return publicUrl == null ? url() : publicUrl;
    }

    boolean isClosed() {
        return workers.isShutdown();
    }

    void reset() {
        resets.run(this::clear);
    }

    private void clear() {
        faults.reset();
        clock.clear();
        store.clear();
        callbacks.clear();
        accounts.clear();
        idempotencyKeys.clear();
        uploads.clear();
        videos.clear();
        journal.clear();
    }

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
}
