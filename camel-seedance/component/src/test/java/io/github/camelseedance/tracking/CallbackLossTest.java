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
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.CreateOutcome;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Callbacks that are relied on and do not come, or come at a bad time. */
class CallbackLossTest extends TrackingTestSupport {
    private static final TrackingSettings QUICK = readingEach(Duration.ofMillis(2));
    private static final int ESTIMATE = 60;

    private TaskService relying(TrackingSettings settings) {
        TaskService node = withoutHousekeeping(settings);
        node.expectCallbacks(account.label());
        return node;
    }

    /** As its create call was answered just now. */
    private static Submitted accepted(String taskId) {
        return accepted(KEY, taskId);
    }

    private static Submitted accepted(String key, String taskId) {
        VideoTask task =
                new VideoTask(
                        taskId,
                        TaskStatus.PENDING,
                        0,
                        ESTIMATE,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        return new Submitted(key, task, false, Duration.ZERO, true);
    }

    @Test
    void waitsThatAreShorterThanGuardReadsGetTheirEndsAndNoticeThatCallbacksAreMissing() {
        TaskService node = relying(QUICK);
        try (CapturedLog log = CapturedLog.of(CallbackTrust.class)) {
            List<CompletableFuture<VideoTask>> waits =
                    IntStream.rangeClosed(1, CallbackTrust.MISSES)
                            .mapToObj(i -> KEY + "-" + i)
                            .map(key -> accepted(key, completed(key)))
                            .map(task -> node.await(account, task, WAIT))
                            .toList();
            // As long as it takes to the last look of a wait.
            timer.ring(WAIT.multipliedBy(3).dividedBy(4));

            assertThat(waits).allMatch(wait -> get(wait).completed());
            Awaitility.await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines()).singleElement().asString().contains("callbackBaseUrl");
        }
    }

    /** A task of a key of its own that is on record as open, and has ended. */
    private String completed(String key) {
        byte[] json = JSON.getBytes(StandardCharsets.UTF_8);
        CreateOutcome.Accepted created =
                (CreateOutcome.Accepted) get(client.create(account, json, key));
        TaskRow row = TaskRow.prepared(key, "default", "group", "print", table.now());
        String taskId = created.task().id();
        table.insertIfAbsent(row.change().state(RowState.ACCEPTED).taskId(taskId).row());
        emulator.tasks().complete(taskId);
        return taskId;
    }

    @Test
    void endThatGotOnRecordBeforeTheWaitBeganIsFound() {
        String taskId = runningTask();
        VideoTask failed = task(taskId, TaskStatus.FAILED);
        TaskService node = relying(settings("a", LONG, LONG));
        insert(c -> c.state(RowState.ENDED).taskId(taskId).ended(failed, table.now()));
        get(node.take(account, taskId));
        CompletableFuture<VideoTask> wait = node.await(account, accepted(taskId), WAIT);
        get(node.lookElsewhere());

        assertThat(wait).isCompletedWithValue(failed);
    }

    @Test
    void lostAnswerIsFoundHoweverLongReadsFail() {
        String taskId = runningTask();
        insert(c -> c.state(RowState.UNKNOWN).request(JSON).sentAt(table.now()).ambiguous());
        for (int i = 0; i < 9; i++) {
            emulator.faults().next(Phase.STATUS, Fault.htmlError(500));
        }
        TaskService node = relying(QUICK);
        node.received(new CallbackHint("default", KEY, taskId));

        awaitState(RowState.ACCEPTED);
        assertThat(row().taskId()).isEqualTo(taskId);
    }

    private Submission calledBack(boolean waits, boolean retry) {
        return new Submission(
                "exchange-2",
                account,
                KEY,
                KEY,
                "print",
                "group",
                waits ? WAIT : Duration.ZERO,
                true,
                retry,
                WAIT,
                () -> CompletableFuture.completedFuture(JSON));
    }

    @Test
    void keyThatIsSentAgainElsewhereStaysTheWaiters() {
        emulator.clock().freeze();
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        TaskService waiting = relying(settings("a", LONG, LONG));
        CompletableFuture<VideoTask> wait =
                waiting.submit(calledBack(true, false)).thenCompose(task -> await(waiting, task));
        awaitState(RowState.UNKNOWN);
        TaskService other = consuming(relying(settings("b", LONG, LONG)));
        String taskId = get(other.submit(calledBack(false, true))).task().id();
        emulator.tasks().complete(taskId);
        emulator.clock().run(1);
        other.received(new CallbackHint("default", KEY, taskId));
        awaitState(RowState.ENDED);
        boolean delivered = !claim(other).isEmpty();
        get(waiting.lookElsewhere());

        assertThat(get(wait).completed()).isTrue();
        assertThat(delivered).isFalse();
        waiting.exchangeEnded(KEY);
        awaitState(RowState.DELIVERED);
    }
}
