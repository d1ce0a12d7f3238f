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
package io.github.camelseedance.tracking;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.FailingTaskTable;
import io.github.camelseedance.ImpatientTimer;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.api.http.ClientSettings;
import io.github.camelseedance.api.http.CreateOutcome;
import io.github.camelseedance.api.http.HttpClientFactory;
import io.github.camelseedance.api.http.HttpSeedanceClient;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Processes without routes that share one task table and one emulator. */
@Timeout(60)
abstract class TrackingTestSupport {
    static final Group GROUP = new Group("default", "group");
    static final String KEY = "task-service-00001";
    static final Duration TASK_DURATION = Duration.ofMillis(400);
    static final Duration WAIT = Duration.ofSeconds(20);
    static final Duration LONG = Duration.ofMinutes(5);
    static final Duration SHORT = Duration.ofMillis(1500);
    static final String JSON =
            """
            {"model":"seedance-2.0-image-to-video","prompt":"A cat",
            "image_urls":["https://images.example.com/cat.jpg"],"duration":5,
            "quality":"720p","aspect_ratio":"16:9","generate_audio":true}""";
    private static final Submission.Body JSON_BODY = () -> CompletableFuture.completedFuture(JSON);

    final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .taskDuration(TASK_DURATION)
                    .lowCost(true)
                    .imageFetching(ImageFetching.LOOPBACK)
                    .build();
    final ExecutorService pool = Executors.newFixedThreadPool(4);
    final ImpatientTimer timer = new ImpatientTimer();
    final FailingTaskTable table = new FailingTaskTable();
    final List<String> unknown = new CopyOnWriteArrayList<>();
    SeedanceClient client;
    Account account;

    @BeforeEach
    void start() {
        emulator.start();
        URI base = URI.create(emulator.baseUrl());
        account = new Account("default", emulator.apiKey(), base, base);
        ClientSettings settings =
                new ClientSettings(
                        WAIT, WAIT, WAIT, WAIT, 8, Set.of(base.getHost()), false, null, null);
        client =
                new HttpSeedanceClient(
                        HttpClientFactory.create(
                                settings, new AddressPolicy(settings.trustedHosts())),
                        true,
                        settings,
                        new ObjectMapper(),
                        timer);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        pool.shutdownNow();
        client.close();
        emulator.close();
    }

    static TrackingSettings settings(String node, Duration lease, Duration lostAfter) {
        return new TrackingSettings(
                node,
                Duration.ofSeconds(5),
                40,
                Duration.ofHours(24),
                Duration.ofHours(48),
                Duration.ofSeconds(30),
                lease,
                Duration.ofSeconds(5),
                lostAfter);
    }

    /** Whose leases hold, and whose tasks are read at this interval around their ends. */
    static TrackingSettings readingEach(Duration statusInterval) {
        TrackingSettings usual = settings("a", LONG, LONG);
        return new TrackingSettings(
                usual.node(),
                statusInterval,
                usual.statusReadsPerSecond(),
                usual.taskRetention(),
                usual.keyRetention(),
                usual.createTimeout(),
                usual.lease(),
                usual.scanInterval(),
                usual.lostAfter());
    }

    TaskService service(TrackingSettings settings) {
        TaskService service = withoutHousekeeping(settings);
        service.start();
        return service;
    }

    /** A process that does what it is asked for, and nothing by itself: its leases end. */
    TaskService withoutHousekeeping(TrackingSettings settings) {
        TaskService service =
                new TaskService(
                        settings,
                        table,
                        pool,
                        pool,
                        client,
                        new Timer(timer),
                        new UnknownsListener(unknown::add));
        service.register(account);
        return service;
    }

    /** A process of its own. */
    TaskService node(String name, Duration lease) {
        return service(settings(name, lease, Duration.ofMinutes(10)));
    }

    Submission submission() {
        return submission(KEY);
    }

    Submission submission(String key) {
        return submission(key, true, false, WAIT, JSON_BODY);
    }

    Submission submission(Submission.Body body) {
        return submission(KEY, true, false, WAIT, body);
    }

    /** With {@code ambiguousSubmit=retry}. */
    Submission retrying() {
        return retrying(WAIT);
    }

    /**
     * @param timeout how long the submission goes on before it gives up
     */
    Submission retrying(Duration timeout) {
        return submission(KEY, true, true, timeout, JSON_BODY);
    }

    /** For a consumer: no exchange waits for its end. */
    Submission unawaited() {
        return submission(KEY, false, false, WAIT, JSON_BODY);
    }

    private Submission submission(
            String key,
            boolean waits,
            boolean retryAmbiguous,
            Duration timeout,
            Submission.Body body) {
        return new Submission(
                "exchange-1",
                account,
                key,
                key,
                "print",
                "group",
                waits ? WAIT : Duration.ZERO,
                false,
                retryAmbiguous,
                timeout,
                body);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(WAIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    CompletableFuture<VideoTask> await(TaskService service, Submitted submitted) {
        return service.await(account, submitted, WAIT);
    }

    /** A task that the service renders for as long as its clock stands still. */
    String runningTask() {
        emulator.clock().freeze();
        return get(client.create(account, JSON.getBytes(StandardCharsets.UTF_8), KEY))
                        instanceof CreateOutcome.Accepted a
                ? a.task().id()
                : null;
    }

    static VideoTask task(String id, String status, String... links) {
        return new VideoTask(
                id, status, 0, null, null, null, null, List.of(links), null, null, null);
    }

    /** Puts the row of the key on record. */
    void insert(UnaryOperator<TaskRow.Change> change) {
        TaskRow row = TaskRow.prepared(KEY, "default", "group", "print", table.now());
        table.insertIfAbsent(change.apply(row.change()).row());
    }

    void insertEnded() {
        VideoTask failed = task("task-unified-1-a", TaskStatus.FAILED);
        insert(c -> c.state(RowState.ENDED).taskId(failed.id()).ended(failed, table.now()));
    }

    TaskRow row() {
        return table.find(KEY).orElseThrow();
    }

    void awaitState(RowState state) {
        Awaitility.await().until(() -> row().state() == state);
    }

    Instant in(Duration delay) {
        return table.now().plus(delay);
    }

    /** What a process that looks through the table now can claim. */
    static List<Delivery> claim(TaskService node) {
        node.rescan(GROUP);
        return node.deliveries().claim(GROUP, 10);
    }

    static TaskService consuming(TaskService node) {
        node.deliveries().register(GROUP, () -> {});
        return node;
    }
}
