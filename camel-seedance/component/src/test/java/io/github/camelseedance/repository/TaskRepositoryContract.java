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
import java.util.Map;
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

    /** The same table once more, as another node has it. */
    abstract TaskRepository openSame() throws Exception;

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
    void keysThatLookAlikeAreDifferentKeys() {
        List<String> alike =
                List.of("order-ä", "order-Ä", "Order-ä", "order-ä ", " order-ä", "order-a\u0308");
        alike.forEach(this::insert);

        assertThat(alike)
                .allSatisfy(key -> assertThat(table.find(key).orElseThrow().key()).isEqualTo(key));
        assertThat(table.list(RowQuery.open(), null, 10)).hasSize(alike.size());
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
                            (racer, node) ->
                                    () ->
                                            node.insertIfAbsent(
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
                            (racer, node) ->
                                    () ->
                                            node.update(
                                                    read.change()
                                                            .heldBy(racer, Instant.EPOCH)
                                                            .row()));

            assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
            row = table.find("claimed").orElseThrow();
            assertThat(answers).contains(Optional.of(row));
        }
    }

    private interface Racer {
        Callable<Optional<TaskRow>> run(String name, TaskRepository node);
    }

    /** Half of the racers on this node, half on another. */
    private List<Optional<TaskRow>> race(Racer racer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            List<TaskRepository> nodes = List.of(table, openSame());
            CyclicBarrier start = new CyclicBarrier(RACERS);
            List<Future<Optional<TaskRow>>> answers = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                Callable<Optional<TaskRow>> run = racer.run("racer-" + i, nodes.get(i % 2));
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

    @Test
    void startsTwice() {
        TaskRow row = insert("kept");

        table.start();
        table.start();

        assertThat(table.find("kept")).contains(row);
    }

    @Test
    void pagesOfAGroupHoldWhatIsFreeAndDue() {
        Instant now = table.now();
        for (RowState state : RowState.values()) {
            TaskRow row = insert("free " + state);
            update(row.change().state(state));
        }
        TaskRow over = insert("lease over");
        update(over.change().state(RowState.CLAIMED).heldBy("dead/wait", now.minusSeconds(1)));
        TaskRow held = insert("held");
        update(held.change().state(RowState.CLAIMED).heldBy("node/wait", now.plusSeconds(60)));
        TaskRow due = insert("due");
        update(due.change().state(RowState.ENDED).attempts(1, now.minusSeconds(1)));
        TaskRow later = insert("later");
        update(later.change().state(RowState.ENDED).attempts(1, now.plusSeconds(60)));
        insertOf("other account", "other", "group");
        insertOf("other group", ACCOUNT, "other");
        insertOf("no group", ACCOUNT, null);

        RowQuery all =
                RowQuery.in(RowState.PREPARED, RowState.ENDED, RowState.CLAIMED)
                        .of(ACCOUNT, "group");
        assertThat(pages(all.onlyFree(), 2))
                .containsExactlyInAnyOrder(
                        "free PREPARED", "free ENDED", "free CLAIMED", "lease over", "due");
        assertThat(pages(all, 2)).hasSize(7).contains("held", "later");
        assertThat(pages(RowQuery.in(RowState.PREPARED).of(ACCOUNT, null), 2))
                .containsExactlyInAnyOrder("free PREPARED", "other group", "no group");
        assertThat(pages(RowQuery.in(RowState.PREPARED).of(null, "group"), 2))
                .containsExactlyInAnyOrder("free PREPARED", "other account");
        assertThat(pages(RowQuery.in(RowState.DELIVERED, RowState.REFUSED, RowState.UNKNOWN), 2))
                .containsExactlyInAnyOrder("free DELIVERED", "free REFUSED", "free UNKNOWN");
    }

    @Test
    void pagesOfAnOwnerHoldWhatIsItsOwn() {
        Instant now = table.now();
        for (int i = 0; i < 5; i++) {
            TaskRow row = insertAccepted("mine-" + i, "mine-" + i);
            Instant until = now.plusSeconds(i == 0 ? -1 : 60);
            update(row.change().state(RowState.ENDED).heldBy("node/wait", until));
        }
        TaskRow open = insertAccepted("open", "task-1");
        update(open.change().heldBy("node/wait", now.plusSeconds(60)));
        TaskRow others = insertAccepted("others", "task-2");
        update(others.change().state(RowState.ENDED).heldBy("other/wait", now.plusSeconds(60)));
        update(insertAccepted("free", "task-3").change().state(RowState.ENDED));

        RowQuery ended = RowQuery.in(RowState.ENDED).heldBy("node/wait");
        assertThat(pages(ended, 2))
                .containsExactly("mine-0", "mine-1", "mine-2", "mine-3", "mine-4");
        assertThat(pages(ended.of("other", null), 2)).isEmpty();
        assertThat(pages(RowQuery.in(RowState.ACCEPTED, RowState.ENDED).heldBy("other/wait"), 2))
                .containsExactly("others");
    }

    private void insertOf(String key, String account, String group) {
        assertThat(table.insertIfAbsent(TaskRow.prepared(key, account, group, "p", table.now())))
                .isEmpty();
    }

    private List<String> pages(RowQuery query, int size) {
        List<String> keys = new ArrayList<>();
        List<TaskRow> page;
        do {
            String after = keys.isEmpty() ? null : keys.get(keys.size() - 1);
            page = table.list(query, after, size);
            page.forEach(row -> keys.add(row.key()));
            assertThat(page).hasSizeLessThanOrEqualTo(size);
        } while (page.size() == size);
        return keys;
    }

    /** However the database sorts them, no key is left out and none comes twice. */
    @Test
    void keysOfEveryKindAreToldApartAndListed() {
        List<String> keys =
                List.of(
                        "a",
                        "A",
                        "a ",
                        " a",
                        "a-b",
                        "ab",
                        "a_b",
                        "aB",
                        "ä",
                        "a\u0308",
                        "ß",
                        "ss",
                        "it's",
                        "\"quoted\"",
                        "100%",
                        "back\\slash",
                        "; DROP TABLE SEEDANCE_TASK; --",
                        "?",
                        "你好",
                        "🎬",
                        "\uFFFD",
                        "\uFB01",
                        "0",
                        "10",
                        "9",
                        "é".repeat(255));
        keys.forEach(key -> insertOf(key, ACCOUNT, "group"));

        assertThat(keys)
                .allSatisfy(key -> assertThat(table.find(key)).map(TaskRow::key).contains(key));
        assertThat(pages(RowQuery.open(), 3)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(pages(RowQuery.in(RowState.PREPARED).of(ACCOUNT, "group"), 3))
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void countsTheRowsOfEachState() {
        assertThat(table.count().values()).allMatch(count -> count == 0);
        insert("1");
        insert("2");
        insertAccepted("3", "task-3");
        update(insertAccepted("4", "task-4").change().tombstone(RowState.DELIVERED));

        Map<RowState, Long> counts = table.count();
        assertThat(counts)
                .containsEntry(RowState.PREPARED, 2L)
                .containsEntry(RowState.ACCEPTED, 1L)
                .containsEntry(RowState.DELIVERED, 1L);
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
    }

    @Test
    void renewsTheLeasesOfTasksThatTheOwnerHolds() {
        Instant now = table.now();
        TaskRow mine = insertAccepted("mine", "task-1");
        mine = update(mine.change().heldBy("node/wait", now.plusSeconds(1)));
        TaskRow others = insertAccepted("others", "task-2");
        others = update(others.change().heldBy("other/wait", now.plusSeconds(1)));
        TaskRow sending = insert("sending");
        sending =
                update(
                        sending.change()
                                .state(RowState.SENDING)
                                .heldBy("node/wait", now.plusSeconds(1)));
        TaskRow unknown = insert("unknown");
        TaskRow.Change doubt = unknown.change().state(RowState.UNKNOWN).ambiguous();
        unknown = update(doubt.heldBy("node/wait", now.plusSeconds(1)));
        TaskRow unnamed = insertAccepted("unnamed", "task-3");
        unnamed = update(unnamed.change().heldBy("node/wait", now.plusSeconds(1)));

        List<String> keys =
                new ArrayList<>(List.of("mine", "others", "sending", "unknown", "nobody"));
        IntStream.range(0, 1200).forEach(i -> keys.add("nobody-" + i));
        assertThat(table.renew(keys, "node/wait", Duration.ofMinutes(1))).isEqualTo(2);

        TaskRow renewed = table.find("mine").orElseThrow();
        assertThat(renewed.leaseUntil())
                .isBetween(now.plusSeconds(60), table.now().plusSeconds(60));
        assertThat(renewed.version()).isEqualTo(mine.version() + 1);
        assertThat(renewed.state()).isEqualTo(RowState.ACCEPTED);
        assertThat(table.update(mine.change().released().row())).isEmpty();
        assertThat(table.find("others")).contains(others);
        assertThat(table.find("sending")).contains(sending);
        TaskRow awaited = table.find("unknown").orElseThrow();
        assertThat(awaited.leaseUntil()).isEqualTo(renewed.leaseUntil());
        assertThat(awaited.state()).isEqualTo(RowState.UNKNOWN);
        assertThat(awaited.version()).isEqualTo(unknown.version() + 1);
        assertThat(table.find("unnamed")).contains(unnamed);
        assertThat(table.renew(List.of(), "node/wait", Duration.ofMinutes(1))).isZero();
    }

    @Test
    void endOfAnyLengthIsKept() {
        String longText = "ä\u0000\uD83C\uDFAC\uD83C ".repeat(20_000);
        String video = "https://media.example.com/1.mp4?sig=" + "x".repeat(2_000);
        List<String> links = new ArrayList<>(List.of(video));
        IntStream.range(0, 3_000).forEach(i -> links.add("https://media.example.com/" + i));
        VideoTask ended =
                new VideoTask(
                        "task-1",
                        longText,
                        100,
                        null,
                        null,
                        longText,
                        null,
                        links,
                        new TaskError(longText, longText, longText),
                        null,
                        null);
        ApiError refusal =
                new ApiError(400, longText, longText, longText, longText, longText, null);
        TaskRow row = insertAccepted("long", "task-1");

        update(row.change().state(RowState.ENDED).refusal(refusal).ended(ended, table.now()));

        TaskRow found = table.find("long").orElseThrow();
        assertThat(found.state()).isEqualTo(RowState.ENDED);
        assertThat(found.ended().videoUrl()).isEqualTo(video);
        assertThat(found.ended().error().message()).startsWith("ä\u0000\uD83C\uDFAC");
        assertThat(found.refusal().message()).startsWith("ä\u0000\uD83C\uDFAC");
        assertThat(found.refusal().httpStatus()).isEqualTo(400);
    }

    @Test
    void largeRequestComesBackAsItWas() {
        String request = "{\"prompt\":\"" + "你好 🎬 ".repeat(150_000) + "\"}";
        TaskRow row = insert("large");

        update(row.change().state(RowState.SENDING).request(request));

        assertThat(table.find("large")).map(TaskRow::request).contains(request);
    }

    @Test
    void longestTaskIdFits() {
        String id = "t".repeat(128);

        assertThat(insertAccepted("longest", id).taskId()).isEqualTo(id);
        assertThat(table.findByTaskId(ACCOUNT, id)).isPresent();
    }
}
