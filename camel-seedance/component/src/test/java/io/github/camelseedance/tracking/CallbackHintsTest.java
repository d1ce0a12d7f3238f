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

import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What hints make of rows, and what ends make of watches that others have found. */
class CallbackHintsTest extends TrackingTestSupport {
    private static final TrackingSettings QUICK = readingEach(Duration.ofMillis(300));
    private String taskId;

    private void insertRunning() {
        taskId = runningTask();
        insert(c -> c.state(RowState.ACCEPTED).taskId(taskId));
    }

    private void update(UnaryOperator<TaskRow.Change> change) {
        table.update(change.apply(row().change()).row());
    }

    private CallbackHint hint() {
        return new CallbackHint("default", KEY, taskId);
    }

    private int reads() {
        return emulator.journal().statusReads().size();
    }

    private TaskService watching() {
        TaskService node = consuming(withoutHousekeeping(settings("a", LONG, LONG)));
        node.rescan(GROUP);
        Awaitility.await().until(() -> reads() == 1);
        assertThat(node.watched()).isEqualTo(1);
        return node;
    }

    @Test
    void taskWhoseEndOthersHaveRecordedIsReadNoMoreAndIsDelivered() {
        insertRunning();
        TaskService node = watching();
        VideoTask failed = task(taskId, TaskStatus.FAILED);
        update(c -> c.state(RowState.ENDED).ended(failed, table.now()));

        assertThat(claim(node)).singleElement().matches(d -> d.task().id().equals(taskId));
        assertThat(node.watched()).isZero();
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void taskThatOthersHaveDeliveredIsReadNoMore() {
        insertRunning();
        TaskService node = watching();
        update(c -> c.tombstone(RowState.DELIVERED));
        node.rescan(GROUP);

        assertThat(node.watched()).isZero();
    }

    @Test
    void openTaskStaysWatched() {
        insertRunning();
        TaskService node = watching();
        node.rescan(GROUP);

        assertThat(node.watched()).isEqualTo(1);
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void waiterGetsTheEndThatOthersHaveRecorded() {
        insertRunning();
        TaskService node = withoutHousekeeping(settings("a", LONG, LONG));
        consuming(node);
        Submitted submitted = Submitted.known(row(), VideoTask.pending(taskId), table.now());
        CompletableFuture<VideoTask> wait = await(node, submitted);
        VideoTask failed = task(taskId, TaskStatus.FAILED);
        update(c -> c.state(RowState.ENDED).ended(failed, table.now()));
        node.rescan(GROUP);

        assertThat(get(wait)).isEqualTo(failed);
        assertThat(node.watched()).isZero();
    }

    @Test
    void hintAboutWhatIsNotOpenDoesNothing() {
        insertEnded();
        TaskService node = withoutHousekeeping(settings("a", LONG, LONG));
        node.received(new CallbackHint("default", KEY, row().taskId()));
        node.received(new CallbackHint("default", "no-such-key-0001", "task-unified-1-b"));
        node.received(new CallbackHint("another", KEY, row().taskId()));
        get(node.onTable(repo -> repo.find(KEY)));

        assertThat(node.watched()).isZero();
        assertThat(row().state()).isEqualTo(RowState.ENDED);
    }

    @Test
    void hintOutlastsAFailureOfTheTable() {
        insertRunning();
        emulator.tasks().complete(taskId);
        emulator.clock().run(1);
        TaskService node = withoutHousekeeping(settings("a", LONG, LONG));
        table.down(true);
        node.received(hint());
        Awaitility.await().until(() -> table.failures() > 0);
        table.down(false);

        awaitState(RowState.ENDED);
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void hintBeforeTheAnswerIsOnRecordIsRemembered() {
        taskId = runningTask();
        insert(c -> c.state(RowState.SENDING));
        TaskService node = withoutHousekeeping(readingEach(LONG));
        node.received(new CallbackHint("default", KEY, null));
        get(node.onTable(repo -> repo.find(KEY)));
        update(c -> c.state(RowState.ACCEPTED).taskId(taskId));

        Awaitility.await().until(() -> reads() == 1);
        assertThat(node.watched()).isEqualTo(1);
    }

    @Test
    void hintAboutATaskThatTheServiceDoesNotKnowIsGivenUp() {
        taskId = "task-unified-1700000000-nobodys1";
        insert(c -> c.state(RowState.ACCEPTED).taskId(taskId));
        TaskService node = withoutHousekeeping(QUICK);
        node.received(hint());

        Awaitility.await().until(() -> reads() == 1 && node.watched() == 0);
        assertThat(row().state()).isEqualTo(RowState.ACCEPTED);
    }

    @Test
    void hintDuringAReadIsAnsweredByAnother() {
        insertRunning();
        emulator.faults().next(Phase.STATUS, Fault.delay(Duration.ofMillis(500)));
        TaskService node = withoutHousekeeping(QUICK);
        CompletableFuture<VideoTask> wait =
                await(node, Submitted.known(row(), VideoTask.pending(taskId), table.now()));
        Awaitility.await().until(() -> reads() == 1);
        node.received(hint());

        Awaitility.await().until(() -> reads() == 2);
        assertThat(wait).isNotDone();
    }

    @Test
    void manyCallbacksForWhatIsNotOpenCauseFewLooks() {
        insertEnded();
        TaskService node = withoutHousekeeping(settings("a", LONG, LONG));
        long begun = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            node.received(new CallbackHint("default", i % 2 == 0 ? KEY : "no-such-key-0001", null));
            for (int turn = 0; turn < 8; turn++) {
                get(node.onTable(repo -> repo.now()));
            }
        }

        Awaitility.await().until(() -> table.finds() >= 2);
        int finds = table.finds();
        long tenths = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 100;
        assertThat(finds).isLessThanOrEqualTo(2 * (int) (tenths + 1));
    }

    @Test
    void taskIsNotReadAgainBeforeItsEndIsOnRecord() {
        insertRunning();
        emulator.tasks().complete(taskId);
        emulator.clock().run(1);
        TaskService node = withoutHousekeeping(settings("a", LONG, LONG));
        table.fail(1000, row -> row.state() == RowState.ENDED);
        node.received(hint());
        Awaitility.await().until(() -> table.failures() > 0);
        node.received(hint());
        Awaitility.await().until(() -> table.finds() > 2);
        table.fail(0, row -> false);

        awaitState(RowState.ENDED);
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void taskOfALostAnswerIsFoundWhateverElseIsNamed() {
        taskId = runningTask();
        insert(c -> c.state(RowState.UNKNOWN).request(JSON).sentAt(table.now()));
        TaskService node = withoutHousekeeping(settings("a", LONG, LONG));
        table.down(true);
        node.received(hint());
        Awaitility.await().until(() -> table.failures() > 0);
        node.received(new CallbackHint("default", KEY, "task-unified-1700000000-another1"));
        table.down(false);

        awaitState(RowState.ACCEPTED);
        assertThat(row().taskId()).isEqualTo(taskId);
    }
}
