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
package io.github.camelseedance.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.VideoTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every task table must do; a test class for each implementation extends this one. */
abstract class TaskRepositoryContract {
    private static final String ACCOUNT = "default";
    private static final int RACERS = 8;

    private TaskRepository table;

    /** An empty table. */
    abstract TaskRepository open() throws Exception;

    @BeforeEach
    void openTable() throws Exception {
        table = open();
    }

    private TaskRow prepared(String key) {
        return TaskRow.prepared(key, ACCOUNT, "group", "print of " + key, table.now());
    }

    private TaskRow insert(String key) {
        assertThat(table.insertIfAbsent(prepared(key))).isEmpty();
        return table.find(key).orElseThrow();
    }

    private TaskRow update(TaskRow.Change change) {
        return table.update(change.row()).orElseThrow();
    }

    private TaskRow insertAccepted(String key, String taskId) {
        TaskRow row = insert(key);
        return update(row.change().state(RowState.ACCEPTED).taskId(taskId));
    }

    @Test
    void unknownKeyHasNoRow() {
        assertThat(table.find("nobody")).isEmpty();
        assertThat(table.findByTaskId(ACCOUNT, "nobody")).isEmpty();
        assertThat(table.list(RowQuery.open(), null, 10)).isEmpty();
    }

    @Test
    void everyColumnComesBack() {
        Instant time = Instant.parse("2026-11-22T10:15:30.123456Z");
        VideoTask ended =
                new VideoTask(
                        "task-1",
                        "failed",
                        42,
                        165,
                        5,
                        "model",
                        Instant.parse("2026-11-22T10:00:00Z"),
                        List.of("https://media.example.com/1.mp4?sig=ü"),
                        new TaskError("code", "message", "type"),
                        67.5,
                        1.25);
        ApiError refusal =
                new ApiError(
                        400,
                        "invalid_request",
                        "invalid_request_error",
                        "duration",
                        "too long",
                        "request-1",
                        Duration.ofSeconds(3));
        TaskRow row = insert("all");
        TaskRow written =
                update(
                        row.change()
                                .state(RowState.CLAIMED)
                                .request("{\"prompt\":\"Grüße 你好\"}")
                                .taskId("task-1")
                                .sentAt(time)
                                .ambiguous()
                                .refusal(refusal)
                                .ended(ended, time.plusSeconds(1))
                                .heldBy("node/wait", time.plusSeconds(2))
                                .attempts(3, time.plusSeconds(3)));

        TaskRow found = table.find("all").orElseThrow();
        assertThat(found).isEqualTo(written);
        assertThat(found.version()).isEqualTo(row.version() + 1);
        assertThat(found.account()).isEqualTo(ACCOUNT);
        assertThat(found.group()).isEqualTo("group");
        assertThat(found.fingerprint()).isEqualTo("print of all");
        assertThat(found.createdAt()).isEqualTo(row.createdAt());
        assertThat(found.request()).isEqualTo("{\"prompt\":\"Grüße 你好\"}");
        assertThat(found.firstSent()).isEqualTo(time);
        assertThat(found.ambiguous()).isTrue();
        assertThat(found.refusal()).isEqualTo(refusal);
        assertThat(found.ended()).isEqualTo(ended);
        assertThat(found.endedAt()).isEqualTo(time.plusSeconds(1));
        assertThat(found.owner()).isEqualTo("node/wait");
        assertThat(found.leaseUntil()).isEqualTo(time.plusSeconds(2));
        assertThat(found.attempts()).isEqualTo(3);
        assertThat(found.nextAttemptAt()).isEqualTo(time.plusSeconds(3));
        assertThat(found.changedAt()).isAfterOrEqualTo(row.changedAt());
    }

    @Test
    void knownKeyIsNotInsertedAgain() {
        TaskRow row = insert("known");
        TaskRow other = TaskRow.prepared("known", "other", "other", "other print", table.now());

        assertThat(table.insertIfAbsent(other)).contains(row);
        assertThat(table.find("known")).contains(row);
    }

    @Test
    void tombstoneKeepsItsKey() {
        TaskRow row = insertAccepted("buried", "task-1");
        TaskRow tombstone = update(row.change().tombstone(RowState.DELIVERED));

        assertThat(tombstone.request()).isNull();
        assertThat(tombstone.ended()).isNull();
        assertThat(tombstone.fingerprint()).isEqualTo(row.fingerprint());
        assertThat(table.insertIfAbsent(prepared("buried"))).contains(tombstone);
        assertThat(table.findByTaskId(ACCOUNT, "task-1")).contains(tombstone);
    }

    @Test
    void oneOfManyInsertsWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "raced-" + round;
            List<Optional<TaskRow>> answers =
                    race(
                            racer ->
                                    () ->
                                            table.insertIfAbsent(
                                                    prepared(key).change().request(racer).row()));

            TaskRow winner = table.find(key).orElseThrow();
            assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
            assertThat(answers)
                    .filteredOn(Optional::isPresent)
                    .allSatisfy(known -> assertThat(known).contains(winner));
        }
    }

    @Test
    void oneOfManyUpdatesWins() throws Exception {
        TaskRow row = insert("claimed");
        for (int round = 0; round < 20; round++) {
            TaskRow read = row;
            List<Optional<TaskRow>> answers =
                    race(
                            racer ->
                                    () ->
                                            table.update(
                                                    read.change()
                                                            .heldBy(racer, Instant.EPOCH)
                                                            .row()));

            assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
            row = table.find("claimed").orElseThrow();
            assertThat(answers).contains(Optional.of(row));
        }
    }

    private interface Racer {
        Callable<Optional<TaskRow>> run(String name);
    }

    private static List<Optional<TaskRow>> race(Racer racer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            CyclicBarrier start = new CyclicBarrier(RACERS);
            List<Future<Optional<TaskRow>>> answers = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                Callable<Optional<TaskRow>> run = racer.run("racer-" + i);
                answers.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return run.call();
                                }));
            }
            List<Optional<TaskRow>> all = new ArrayList<>();
            for (Future<Optional<TaskRow>> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void updateOfAnotherVersionChangesNothing() {
        TaskRow first = insert("versioned");
        TaskRow second = update(first.change().request("2"));

        assertThat(table.update(first.change().request("3").row())).isEmpty();
        assertThat(table.find("versioned")).contains(second);
    }

    @Test
    void updateNeverInserts() {
        TaskRow row = prepared("never");

        assertThat(table.update(row)).isEmpty();
        assertThat(table.find("never")).isEmpty();
    }

    @Test
    void openRowsComeInPagesByKey() {
        for (int i : new int[] {7, 3, 9, 1, 5, 0, 8, 2, 6, 4}) {
            insert("page-" + i);
        }
        List<String> keys = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String after = null;
        List<TaskRow> page;
        do {
            page = table.list(RowQuery.open(), after, 4);
            page.forEach(row -> keys.add(row.key()));
            sizes.add(page.size());
            after = page.isEmpty() ? null : page.get(page.size() - 1).key();
        } while (after != null);

        assertThat(keys)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "page-" + i).toList());
        assertThat(sizes).containsExactly(4, 4, 2, 0);
    }

    @Test
    void allRowsButTombstonesAreOpen() {
        for (RowState state : RowState.values()) {
            TaskRow row = insert(state.name());
            update(row.change().state(state));
        }

        assertThat(table.list(RowQuery.open(), null, 100))
                .extracting(TaskRow::state)
                .containsExactlyInAnyOrder(
                        RowState.PREPARED,
                        RowState.SENDING,
                        RowState.ACCEPTED,
                        RowState.ENDED,
                        RowState.CLAIMED,
                        RowState.PARKED,
                        RowState.UNKNOWN);
    }

    @Test
    void taskIsFoundWithinItsAccount() {
        TaskRow row = insertAccepted("a", "task-1");
        insertAccepted("b", "task-2");

        assertThat(table.findByTaskId(ACCOUNT, "task-1")).contains(row);
        assertThat(table.findByTaskId("other", "task-1")).isEmpty();
    }

    @Test
    void purgeForgetsOldTombstonesOnly() {
        for (RowState state : RowState.values()) {
            TaskRow row = insertAccepted(state.name(), "task-" + state);
            update(row.change().state(state).heldBy("n", table.now().plusSeconds(60)));
        }

        assertThat(table.purge(table.now().minusSeconds(60))).isZero();
        assertThat(table.purge(table.now().plusSeconds(60))).isEqualTo(2);
        for (RowState state : RowState.values()) {
            boolean kept = !state.isTombstone();
            assertThat(table.find(state.name()).isPresent()).as(state.name()).isEqualTo(kept);
            assertThat(table.findByTaskId(ACCOUNT, "task-" + state).isPresent()).isEqualTo(kept);
        }
        assertThat(table.insertIfAbsent(prepared(RowState.DELIVERED.name()))).isEmpty();
    }

    @Test
    void purgeForgetsIntentsThatNobodyHoldsAndNothingCameOf() {
        Instant now = table.now();
        insert("free");
        TaskRow past = insert("lease over");
        update(past.change().heldBy("node/wait", now.minusSeconds(1)));
        TaskRow held = insert("held");
        update(held.change().heldBy("node/wait", now.plusSeconds(60)));
        TaskRow ambiguous = insert("ambiguous");
        update(ambiguous.change().ambiguous());

        assertThat(table.purge(now.minusSeconds(60))).isZero();
        assertThat(table.purge(table.now().plusSeconds(60))).isEqualTo(2);
        assertThat(table.list(RowQuery.open(), null, 10))
                .extracting(TaskRow::key)
                .containsExactly("ambiguous", "held");
    }
}
