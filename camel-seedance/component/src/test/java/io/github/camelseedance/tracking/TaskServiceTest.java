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

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.api.http.ClientSettings;
import io.github.camelseedance.api.http.HttpClientFactory;
import io.github.camelseedance.api.http.HttpSeedanceClient;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules whose times no route can set: when a task is lost, and how long rows are held. */
class TaskServiceTest {
    private static final Group GROUP = new Group("default", "group");
    private static final String KEY = "task-service-00001";
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .taskDuration(Duration.ofMillis(400))
                    .lowCost(true)
                    .imageFetching(ImageFetching.LOOPBACK)
                    .build();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TaskRepository repository = new MemoryTaskRepository();
    private SeedanceClient client;
    private Account account;

    @BeforeEach
    void start() {
        emulator.start();
        URI base = URI.create(emulator.baseUrl());
        account = new Account("default", emulator.apiKey(), base, base);
        Duration timeout = Duration.ofSeconds(5);
        ClientSettings settings =
                new ClientSettings(
                        timeout,
                        timeout,
                        timeout,
                        timeout,
                        8,
                        Set.of(base.getHost()),
                        false,
                        null,
                        null);
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

    private TaskService service(Duration lease, Duration lostAfter) {
        TrackingSettings settings =
                new TrackingSettings(
                        "node",
                        Duration.ofSeconds(5),
                        40,
                        Duration.ofHours(24),
                        Duration.ofHours(48),
                        Duration.ofSeconds(30),
                        lease,
                        lostAfter);
        TaskService service =
                new TaskService(
                        settings,
                        repository,
                        pool,
                        pool,
                        client,
                        new Timer(timer),
                        new NoListener());
        service.start();
        service.register(account);
        return service;
    }

    private static final class NoListener implements TrackingListener {
        @Override
        public void submitted(String account, String key, String exchangeId, VideoTask task) {}

        @Override
        public void progress(String account, VideoTask task) {}

        @Override
        public void ended(String account, VideoTask task) {}

        @Override
        public void outcomeUnknown(String account, String key) {}
    }

    private Submission submission() {
        String json =
                """
                {"model":"seedance-2.0-image-to-video","prompt":"A cat",
                "image_urls":["https://images.example.com/cat.jpg"],"duration":5,
                "quality":"720p","aspect_ratio":"16:9","generate_audio":true}""";
        return new Submission(
                "exchange-1",
                account,
                KEY,
                KEY,
                "print",
                "group",
                true,
                false,
                WAIT,
                () -> CompletableFuture.completedFuture(json));
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(WAIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private CompletableFuture<VideoTask> await(TaskService service, Submitted submitted) {
        return service.await(account, submitted, WAIT);
    }

    @Test
    void taskThatTheServiceKeepsNotKnowingIsLost() {
        Duration lostAfter = Duration.ofMillis(700);
        TaskService service = service(Duration.ofMinutes(5), lostAfter);
        Submitted submitted = get(service.submit(submission()));
        CompletableFuture<VideoTask> end = await(service, submitted);
        emulator.tasks().forget(submitted.task().id());
        VideoTask lost = get(end);

        assertThat(lost.id()).isEqualTo(submitted.task().id());
        assertThat(lost.status()).isEqualTo(TaskStatus.LOST);
        var reads = emulator.journal().statusReads();
        assertThat(reads).hasSizeGreaterThanOrEqualTo(4);
        assertThat(reads.get(reads.size() - 1).receivedNanos() - reads.get(0).receivedNanos())
                .isGreaterThan(lostAfter.minusMillis(100).toNanos());
        assertThat(repository.find(KEY).orElseThrow().state()).isEqualTo(RowState.ENDED);
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
    }

    @Test
    void taskThatIsFoundAgainIsNotLost() {
        TaskService service = service(Duration.ofMinutes(5), Duration.ofMillis(1));
        Fault notFound =
                Fault.answer(404, "application/json", "{\"error\":{\"code\":\"task_not_found\"}}");
        for (int i = 0; i < 3; i++) {
            emulator.faults().next(Phase.STATUS, notFound);
        }
        emulator.faults().next(Phase.STATUS, Fault.none());
        for (int i = 0; i < 3; i++) {
            emulator.faults().next(Phase.STATUS, notFound);
        }
        Submitted submitted = get(service.submit(submission()));
        CompletableFuture<VideoTask> end = await(service, submitted);

        assertThat(get(end)).matches(VideoTask::completed);
    }

    @Test
    void claimIsHeldForAsLongAsItsRouteTakes() {
        Duration lease = Duration.ofMillis(300);
        TaskService service = service(lease, Duration.ofMinutes(10));
        insertEnded();
        service.deliveries().register(GROUP, () -> {});
        service.rescan(GROUP);
        List<Delivery> claimed = service.deliveries().claim(GROUP, 10);
        assertThat(claimed).hasSize(1);

        Awaitility.await()
                .during(lease.multipliedBy(3))
                .until(
                        () -> {
                            service.rescan(GROUP);
                            return service.deliveries().claim(GROUP, 10).isEmpty();
                        });
        service.deliveries().confirm(claimed.get(0));
        Awaitility.await()
                .until(() -> repository.find(KEY).orElseThrow().state() == RowState.DELIVERED);
    }

    @Test
    void claimOfAProcessThatDiedIsTakenOver() {
        TaskService service = service(Duration.ofMinutes(5), Duration.ofMinutes(10));
        insertEnded();
        TaskRow row = repository.find(KEY).orElseThrow();
        repository.update(
                row.change()
                        .state(RowState.CLAIMED)
                        .heldBy("dead/completion", repository.now().plusMillis(300))
                        .row());
        service.deliveries().register(GROUP, () -> {});

        service.rescan(GROUP);
        assertThat(service.deliveries().claim(GROUP, 10)).isEmpty();
        Awaitility.await()
                .until(
                        () -> {
                            service.rescan(GROUP);
                            return service.deliveries().claim(GROUP, 10).size() == 1;
                        });
    }

    private void insertEnded() {
        VideoTask task =
                new VideoTask(
                        "task-unified-1-a",
                        TaskStatus.FAILED,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        repository.insertIfAbsent(
                TaskRow.prepared(KEY, "default", "group", "print", repository.now())
                        .change()
                        .state(RowState.ENDED)
                        .taskId(task.id())
                        .ended(task, repository.now())
                        .row());
    }
}
