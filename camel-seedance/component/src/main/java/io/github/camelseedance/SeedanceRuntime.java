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
package io.github.camelseedance;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.api.http.ClientSettings;
import io.github.camelseedance.api.http.HttpClientFactory;
import io.github.camelseedance.api.http.HttpSeedanceClient;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.callback.CallbackReceivers;
import io.github.camelseedance.callback.CallbackSettings;
import io.github.camelseedance.management.SeedanceEvents;
import io.github.camelseedance.media.DownloadSettings;
import io.github.camelseedance.media.VideoDownloader;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import io.github.camelseedance.tracking.TaskService;
import io.github.camelseedance.tracking.Timer;
import io.github.camelseedance.tracking.TrackingSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives between the component's start and stop: threads, the HTTP client, and the tasks of
 * each task table. Endpoints and producers come and go; waits live here.
 */
final class SeedanceRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(SeedanceRuntime.class);
    private static final Duration LOST_AFTER = Duration.ofMinutes(10);
    private static final int WORKER_QUEUE = 10_000;
    private static final int MEDIA_THREADS = 4;
    private static final Duration RESUME_RETRY = Duration.ofMillis(50);

    private final SeedanceComponent component;
    private final ExecutorServiceManager executors;
    private final ScheduledExecutorService timerThread;
    private final Timer timer;
    private final ExecutorService workers;
    private final ExecutorService media;
    private final ExecutorService repositoryPool;
    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();
    private final AddressPolicy policy;
    private final CloseableHttpAsyncClient http;
    private final SeedanceClient client;
    private final SeedanceEvents events;
    private final Map<TaskRepository, TaskService> services = new ConcurrentHashMap<>();
    private final Map<DataSource, TaskRepository> databases = new ConcurrentHashMap<>();
    private final Map<DownloadSettings, VideoDownloader> downloaders = new ConcurrentHashMap<>();
    private final AtomicInteger tables = new AtomicInteger();
    private final TransactionWarning transactionWarning = new TransactionWarning();
    private final CallbackReceivers callbacks;
    private final Set<String> calledBack = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    SeedanceRuntime(SeedanceComponent component) throws Exception {
        this.component = component;
        CamelContext context = component.getCamelContext();
        // First what wrong settings can fail, so that no thread is left behind then.
        ClientSettings settings = ClientSettingsFactory.of(component);
        ObjectMapper mapper = mapper(context);
        policy = new AddressPolicy(settings.trustedHosts());
        boolean owned = component.getHttpClient() == null;
        http = owned ? HttpClientFactory.create(settings, policy) : component.getHttpClient();
        if (http.getStatus() == IOReactorStatus.INACTIVE) {
            http.start();
        }
        executors = context.getExecutorServiceManager();
        timerThread =
                executors.newScheduledThreadPool(
                        component, "SeedanceTimer", profile(1, Integer.MAX_VALUE));
        timer = new Timer(timerThread);
        workers =
                component.getWorkerPool() == null
                        ? pool("SeedanceWorker", component.getWorkerPoolSize(), WORKER_QUEUE)
                        : component.getWorkerPool();
        media = pool("SeedanceMedia", MEDIA_THREADS, Integer.MAX_VALUE);
        repositoryPool =
                pool("SeedanceRepository", component.getRepositoryPoolSize(), Integer.MAX_VALUE);
        client = new HttpSeedanceClient(http, owned, settings, mapper, timerThread);
        events = new SeedanceEvents(context);
        callbacks =
                new CallbackReceivers(
                        context,
                        hint -> services.values().forEach(service -> service.received(hint)));
    }

    private ExecutorService pool(String name, int threads, int queue) {
        return executors.newThreadPool(component, name, profile(threads, queue));
    }

    private static ThreadPoolProfile profile(int threads, int queue) {
        ThreadPoolProfile profile = new ThreadPoolProfile();
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(queue);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    private static ObjectMapper mapper(CamelContext context) {
        ObjectMapper single = context.getRegistry().findSingleByType(ObjectMapper.class);
        return single == null ? new ObjectMapper() : single;
    }

    /** Lets calls go to an account's addresses, and rows of that account be read. */
    void register(Account account) {
        if (accounts.add(account) && "http".equalsIgnoreCase(account.baseUrl().getScheme())) {
            LOG.info(
                    "Account {}: baseUrl={} is plain http, so the API key is sent unencrypted; that"
                            + " is for emulators and gateways of your own",
                    account.label(),
                    account.baseUrl());
        }
        policy.trust(account.baseUrl());
        policy.trust(account.filesBaseUrl());
        services.values().forEach(service -> service.register(account));
    }

    /**
     * The tasks of the task table that an endpoint names.
     *
     * @throws io.github.camelseedance.api.SeedanceException when the table cannot be used
     */
    TaskService tasks(SeedanceConfiguration options) {
        TaskService service = services.computeIfAbsent(repository(options), this::newService);
        if (stopping) {
            service.stopping();
        }
        return service;
    }

    /** Receives callbacks, which the tasks of an account are expected to get. */
    void receive(Account account, CallbackSettings settings) throws Exception {
        callbacks.receive(settings);
        calledBack.add(account.label());
        services.values().forEach(service -> service.expectCallbacks(account.label()));
    }

    private TaskRepository repository(SeedanceConfiguration options) {
        if (options.getDataSource() != null) {
            return databases.computeIfAbsent(options.getDataSource(), JdbcTaskRepository::new);
        }
        return options.getTaskRepository() == null
                ? component.memoryRepository()
                : options.getTaskRepository();
    }

    private TaskService newService(TaskRepository repository) {
        TrackingSettings settings =
                new TrackingSettings(
                        node(),
                        Duration.ofMillis(component.getStatusInterval()),
                        component.getStatusReadsPerSecond(),
                        Duration.ofMillis(component.getTaskRetention()),
                        Duration.ofMillis(component.getKeyRetention()),
                        Duration.ofMillis(component.getCreateTimeout()),
                        Duration.ofMillis(component.getLeaseTime()),
                        Duration.ofMillis(component.getConfiguration().getRepositoryScanInterval()),
                        LOST_AFTER);
        TaskService service =
                new TaskService(settings, repository, repositoryPool, media, client, timer, events);
        service.start();
        accounts.forEach(service::register);
        calledBack.forEach(service::expectCallbacks);
        return service;
    }

    /** Two task tables may be one and the same by two data sources: each is used as by a node. */
    private String node() {
        int number = tables.getAndIncrement();
        return number == 0 ? component.node() : component.node() + '.' + number;
    }

    SeedanceClient client() {
        return client;
    }

    TransactionWarning transactionWarning() {
        return transactionWarning;
    }

    AddressPolicy policy() {
        return policy;
    }

    VideoDownloader downloader(DownloadSettings settings) {
        return downloaders.computeIfAbsent(
                settings, s -> new VideoDownloader(http, policy, s, timerThread, media));
    }

    /** Runs on the media pool what may block, such as a user's own publisher. */
    <T> CompletableFuture<T> onMediaPool(Supplier<CompletionStage<T>> work) {
        return CompletableFuture.supplyAsync(work, media).thenCompose(stage -> stage);
    }

    /**
     * Goes on with an exchange, on the worker pool alone: the rest of the user's route runs there.
     * A full pool is asked again, nothing is dropped.
     */
    void resume(Runnable exchange) {
        try {
            workers.execute(exchange);
        } catch (RejectedExecutionException e) {
            if (workers.isShutdown()) {
                exchange.run();
            } else {
                timer.schedule(RESUME_RETRY.toNanos(), () -> resume(exchange));
            }
        }
    }

    boolean isStopping() {
        return stopping;
    }

    /** Ends every wait; called before the context stops its routes. */
    void stopping() {
        stopping = true;
        callbacks.stopping();
        services.values().forEach(TaskService::stopping);
    }

    void stop() {
        stopping();
        callbacks.stop();
        downloaders.values().forEach(VideoDownloader::close);
        // First, because the outcomes of its last calls go through all that is stopped after it.
        client.close();
        services.values().forEach(TaskService::stop);
        if (workers != component.getWorkerPool()) {
            executors.shutdownGraceful(workers);
        }
        executors.shutdownGraceful(repositoryPool);
        executors.shutdownGraceful(media);
        executors.shutdownNow(timerThread);
    }
}
