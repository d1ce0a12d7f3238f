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

import io.github.camelseedance.CapturedLog;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is in doubt is told as such, once, and stays so whatever the table does. */
class DoubtTest extends TrackingTestSupport {

    private void insertAbandoned() {
        insert(
                c ->
                        c.state(RowState.SENDING)
                                .request(JSON)
                                .sentAt(table.now())
                                .heldBy("dead/wait", table.now()));
    }

    @Test
    void abandonedRequestIsToldAlthoughTheTableFailedAfterItsCommit() {
        table.failLate(1, row -> row.state() == RowState.UNKNOWN);
        insertAbandoned();
        try (CapturedLog log = CapturedLog.of(UnknownOutcomes.class)) {
            node("node", Duration.ofMillis(150));
            // The one whose write was committed, and not one who came too late, is to tell it.
            Awaitility.await().until(() -> table.failures() == 1);
            node("other", Duration.ofMillis(150));
            assertThat(row().state()).isEqualTo(RowState.UNKNOWN);
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> unknown.size() == 1 && log.lines().size() == 1);
        }
    }

    @Test
    void abandonedRequestIsToldBeforeThatIsOnRecordSoThatADeathInBetweenHidesNothing() {
        List<Integer> told = new CopyOnWriteArrayList<>();
        try (CapturedLog log = CapturedLog.of(UnknownOutcomes.class)) {
            table.fail(
                    1,
                    row -> {
                        if (row.state() == RowState.UNKNOWN) {
                            told.add(log.lines().size());
                        }
                        return false;
                    });
            insertAbandoned();
            node("node", Duration.ofMillis(150));
            awaitState(RowState.UNKNOWN);
            assertThat(told).containsExactly(1);
            assertThat(row().owner()).isNull();
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void abandonedRequestIsToldAgainWhereItsTellerDied() {
        insert(
                c ->
                        c.state(RowState.SENDING)
                                .request(JSON)
                                .sentAt(table.now())
                                .heldBy("dead/doubt", table.now().plusMillis(300)));
        try (CapturedLog log = CapturedLog.of(UnknownOutcomes.class)) {
            node("node", Duration.ofMillis(150));
            awaitState(RowState.UNKNOWN);
            assertThat(log.lines()).hasSize(1);
            Awaitility.await().until(() -> unknown.size() == 1);
        }
    }

    @Test
    void unknownOutcomeIsToldAlthoughTheTableFailedAfterItsCommit() {
        table.failLate(1, row -> row.state() == RowState.UNKNOWN);
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        TaskService node = node("node", LONG);
        assertThat(node.submit(submission()))
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(SeedanceOutcomeUnknownException.class);

        Awaitility.await().until(() -> unknown.size() == 1);
        assertThat(row().state()).isEqualTo(RowState.UNKNOWN);
    }

    @Test
    void tableThatFailsBeforeASecondTryDoesNotMakeTheFirstCertain() {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        AtomicInteger sendings = new AtomicInteger();
        // the first sending, the hold for the second one, the second one
        table.fail(1, row -> row.state() == RowState.SENDING && sendings.incrementAndGet() == 3);
        TaskService node = node("node", LONG);

        assertThat(node.submit(retrying()))
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(SeedanceOutcomeUnknownException.class);
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    @Test
    void tableThatFailsWhenTheKeyIsLookedUpAgainDoesNotMakeTheFirstCertain() {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        AtomicInteger sendings = new AtomicInteger();
        TaskService node = node("node", LONG);
        table.fail(
                1,
                row -> {
                    if (row.state() == RowState.SENDING && sendings.incrementAndGet() == 2) {
                        // somebody else is faster, and then the table fails
                        table.update(row().change().row());
                    }
                    return row.state() == RowState.PREPARED && sendings.get() > 1;
                });

        assertThat(node.submit(retrying()))
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(SeedanceOutcomeUnknownException.class);
    }

    @Test
    void requestInDoubtThatTheStopKeepsFromBeingSentAgainIsUnknownAtOnce() {
        String unsettled = "{\"error\":{\"code\":\"paid_outcome_unknown\"}}";
        emulator.faults().next(Phase.CREATE, Fault.answer(409, "application/json", unsettled));
        TaskService node = node("node", LONG);
        // The service wants to be left alone for a minute.
        CompletableFuture<Submitted> submitting = node.submit(retrying(LONG));
        Awaitility.await().until(() -> table.find(KEY).filter(TaskRow::ambiguous).isPresent());
        node.stopping();

        assertThat(submitting)
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
        awaitState(RowState.UNKNOWN);
        assertThat(row().owner()).isNull();
        get(node("other", LONG).submit(retrying()));
    }

    @Test
    void secondTaskOfAKeyIsToldAndDoesNotMixWithTheFirst() {
        TaskService node = node("node", LONG);
        AtomicBoolean settled = new AtomicBoolean();
        table.fail(
                1,
                row -> {
                    if (row.state() == RowState.ACCEPTED && settled.compareAndSet(false, true)) {
                        // a person is faster, and settles the key by the wrong task
                        TaskRow.Change wrong = row().change().state(RowState.ACCEPTED);
                        table.update(wrong.taskId("task-wrong").released().row());
                    }
                    return false;
                });
        try (CapturedLog log = CapturedLog.of(SubmitOnce.class)) {
            Submitted submitted = get(node.submit(submission()));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(KEY, "task-wrong", submitted.task().id());
            assertThat(get(await(node, submitted))).matches(VideoTask::completed);
        }
        assertThat(row().taskId()).isEqualTo("task-wrong");
        assertThat(row().ended()).isNull();
    }

    @Test
    void oldBytesAreMadeAnewBecauseTheirLinksAreDead() {
        Instant old = table.now().minus(Duration.ofHours(24));
        TaskRow row = TaskRow.prepared(KEY, "default", "group", "print", old);
        table.insertIfAbsent(
                row.change().request("{\"image_urls\":[\"https://gone.example.com\"]}").row());
        get(node("node", LONG).submit(submission()));

        assertThat(emulator.journal().creates())
                .singleElement()
                .satisfies(post -> assertThat(post.bodyText()).isEqualTo(JSON));
    }
}
