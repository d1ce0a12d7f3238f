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
package io.github.camelseedance.lts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one task table, of which the leader alone runs {@code completion}. */
class MasterTest {
    private static final Processor NOTHING = exchange -> {};
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .apiKey("key-of-first", "key-of-second")
                    .taskDuration(Duration.ofSeconds(2))
                    .imageFetching(ImageFetching.LOOPBACK)
                    .lowCost(true)
                    .build();
    private final JdbcDataSource tasks = new JdbcDataSource();
    private final Election election = new Election();
    @TempDir private Path folder;
    private Node first;
    private Node second;

    @BeforeEach
    void start() {
        emulator.start();
        tasks.setURL(
                "jdbc:h2:file:"
                        + folder.resolve("tasks")
                        + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        second.close();
        emulator.close();
        try (Connection connection = tasks.getConnection();
                Statement shutdown = connection.createStatement()) {
            shutdown.execute("SHUTDOWN");
        }
    }

    @Test
    void onlyTheLeaderConsumesUntilTheOtherTakesOver() throws Exception {
        emulator.clock().freeze();
        first = node("key-of-first", fileLock(), NOTHING);
        List<String> ids = new ArrayList<>(submitEnding(first, 1));
        awaitDelivered(ids);
        second = node("key-of-second", fileLock(), NOTHING);
        ids.addAll(submitEnding(first, 5));
        ids.addAll(submitEnding(second, 5));
        awaitDelivered(ids);
        assertThat(second.delivered).isEmpty();
        assertThat(readsWith("key-2")).isZero();

        List<String> open = new ArrayList<>(first.submit(3));
        open.addAll(second.submit(3));
        await().atMost(PATIENCE)
                .until(() -> open.stream().noneMatch(id -> emulator.journal().polls(id).isEmpty()));
        first.close();
        open.forEach(emulator.tasks()::complete);
        ids.addAll(open);
        awaitDelivered(ids);
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(open);
        emulator.ledger().assertGenerations(ids.size());
    }

    @Test
    void aLeaderThatLosesItsPlaceStopsWatchingAndStartsAgain() throws Exception {
        first = node("key-of-first", election.candidate(), NOTHING);
        second = node("key-of-second", election.candidate(), NOTHING);
        emulator.clock().freeze();
        List<String> ids = new ArrayList<>(first.submit(2));
        ids.addAll(second.submit(2));
        // So near its end a task is read at every interval.
        emulator.clock().advance(Duration.ofMillis(1900));
        assertNothingHappens();

        for (Node leader : List.of(first, second, first)) {
            emulator.journal().clear();
            election.lead(leader.service());
            await().atMost(PATIENCE).until(() -> emulator.journal().polls(ids.get(3)).size() > 2);
            election.lead(null);
            emulator.journal().clear();
            assertNothingHappens();
        }

        ids.forEach(emulator.tasks()::complete);
        assertNothingHappens();
        election.lead(first.service());
        awaitDelivered(ids);
        assertThat(second.delivered).isEmpty();
        emulator.ledger().assertGenerations(ids.size());
    }

    @Test
    void whatALeaderIsWorkingOnGoesToTheNextWhenCamelEndsItsRoute() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch slow = new CountDownLatch(1);
        first =
                node(
                        "key-of-first",
                        election.candidate(),
                        exchange -> {
                            begun.countDown();
                            assertThat(slow.await(5, TimeUnit.MINUTES)).isTrue();
                        });
        second = node("key-of-second", election.candidate(), NOTHING);
        election.lead(first.service());
        List<String> held = first.submit(2);
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        election.lead(second.service());
        List<String> ids = new ArrayList<>(first.submit(2));
        awaitDelivered(ids);
        // The first node still holds what its route is working on.
        awaitRenewedLeases();
        assertThat(second.delivered).hasSize(2);
        slow.countDown();
        ids.addAll(held);
        awaitDelivered(ids);
        assertThat(second.delivered).hasSize(4);
        emulator.ledger().assertGenerations(ids.size());
    }

    private void awaitRenewedLeases() {
        JdbcTaskRepository table = new JdbcTaskRepository(tasks);
        RowQuery claimed = RowQuery.in(RowState.CLAIMED);
        List<TaskRow> before = table.list(claimed, null, 10);
        assertThat(before).hasSize(2);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(table.list(claimed, null, 10))
                                        .zipSatisfy(
                                                before,
                                                (now, then) ->
                                                        assertThat(now.leaseUntil())
                                                                .isAfter(then.leaseUntil())));
    }

    /** Tasks that have ended when they are read first: a second read follows much later. */
    private List<String> submitEnding(Node node, int tasks) {
        List<String> ids = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            ids.addAll(node.submit(1));
            emulator.tasks().complete(ids.get(task));
        }
        return ids;
    }

    private Node node(String apiKey, CamelClusterService service, Processor work) throws Exception {
        return new Node(emulator.baseUrl(), apiKey, tasks, service, work);
    }

    private CamelClusterService fileLock() {
        FileLockClusterService service = new FileLockClusterService();
        service.setRoot(folder.resolve("cluster").toString());
        service.setAcquireLockDelay(100, TimeUnit.MILLISECONDS);
        service.setAcquireLockInterval(500, TimeUnit.MILLISECONDS);
        // A leader that a busy machine holds up for some seconds is no dead one.
        service.setHeartbeatTimeoutMultiplier(20);
        return service;
    }

    /**
     * No task is delivered, nor read for longer than an interval; what was on its way may arrive
     * before.
     */
    private void assertNothingHappens() {
        int before = first.delivered.size() + second.delivered.size();
        AtomicInteger reads = new AtomicInteger();
        await().atMost(PATIENCE)
                .during(Duration.ofMillis(700))
                .until(
                        () -> {
                            int now = reads().size();
                            return reads.getAndSet(now) == now;
                        });
        assertThat(first.delivered.size() + second.delivered.size()).isEqualTo(before);
    }

    private List<RecordedRequest> reads() {
        List<RecordedRequest> reads = new ArrayList<>(emulator.journal().statusReads());
        reads.addAll(emulator.journal().batchReads());
        return reads;
    }

    private long readsWith(String key) {
        return reads().stream().filter(read -> read.credential().label().equals(key)).count();
    }

    /** Each task is delivered once, here or there. */
    private void awaitDelivered(List<String> ids) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            List<String> all = new ArrayList<>(first.delivered);
                            if (second != null) {
                                all.addAll(second.delivered);
                            }
                            assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
                        });
    }
}
