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
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A message that is delivered again while the row is still held for its first exchange. */
class JoinTest extends TrackingTestSupport {
    private static final String DEAD = "dead/wait";

    private void insertRunning(String id, Duration lease) {
        insert(
                c ->
                        c.state(RowState.ACCEPTED)
                                .taskId(id)
                                .sentAt(table.now())
                                .heldBy(DEAD, in(lease)));
    }

    @Test
    void joinerDeliversTheTaskOfADeadWaiter() {
        String id = runningTask();
        insertRunning(id, LONG);
        TaskService joiner = node("joiner", LONG);
        Submitted joined = get(joiner.submit(submission()));
        CompletableFuture<VideoTask> end = await(joiner, joined);
        emulator.tasks().complete(id);

        assertThat(get(end)).matches(VideoTask::completed).matches(task -> task.id().equals(id));
        joiner.exchangeEnded(KEY);
        awaitState(RowState.DELIVERED);
        assertThat(claim(consuming(node("consumer", LONG)))).isEmpty();
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    private VideoTask insertEnded(RowState state, String owner) {
        VideoTask ended = task("task-unified-1-a", TaskStatus.FAILED);
        insert(
                c ->
                        c.state(state)
                                .taskId(ended.id())
                                .ended(ended, table.now())
                                .heldBy(owner, in(LONG)));
        return ended;
    }

    @Test
    void joinerDeliversAnEndThatADeadWaiterHolds() {
        VideoTask ended = insertEnded(RowState.ENDED, DEAD);
        TaskService joiner = node("joiner", LONG);
        Submitted joined = get(joiner.submit(submission()));
        assertThat(get(await(joiner, joined))).isEqualTo(ended);
        joiner.exchangeEnded(KEY);

        awaitState(RowState.DELIVERED);
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void joinerWithoutTheEndLeavesTheRowToItsWaiter() {
        insertRunning(runningTask(), LONG);
        TaskService joiner = node("joiner", LONG);
        get(joiner.submit(submission()));
        joiner.exchangeEnded(KEY);
        // the same key once more: what the first exchange has written is seen by then
        get(joiner.submit(submission()));

        assertThat(row().owner()).isEqualTo(DEAD);
        assertThat(row().state()).isEqualTo(RowState.ACCEPTED);
    }

    @Test
    void whatAConsumerHasClaimedIsLeftToIt() {
        VideoTask ended = insertEnded(RowState.CLAIMED, "other/completion");
        TaskService joiner = node("joiner", LONG);
        Submitted joined = get(joiner.submit(submission()));
        assertThat(get(await(joiner, joined))).isEqualTo(ended);
        long version = row().version();
        joiner.exchangeEnded(KEY);
        get(joiner.submit(submission()));

        assertThat(row().state()).isEqualTo(RowState.CLAIMED);
        assertThat(row().version()).isEqualTo(version);
    }

    @Test
    void joinerTakesTheRowOverWhenTheDeadOnesLeaseIsOver() {
        insertRunning(runningTask(), Duration.ofMillis(500));
        Instant until = row().leaseUntil();
        TaskService joiner = node("joiner", LONG);
        get(joiner.submit(submission()));

        Awaitility.await().until(() -> "joiner/wait".equals(row().owner()));
        assertThat(row().changedAt()).isAfterOrEqualTo(until);
        joiner.exchangeEnded(KEY);
        Awaitility.await().until(() -> row().owner() == null);
    }

    @Test
    void joinerTakesTheRowOverSoonAfterAWaiterHasLetGo() {
        insertRunning(runningTask(), LONG);
        TaskService joiner = node("joiner", Duration.ofSeconds(1));
        get(joiner.submit(submission()));
        table.update(row().change().released().row());

        Awaitility.await().until(() -> "joiner/wait".equals(row().owner()));
    }

    @Test
    void takeOverGoesOnWhenTheTableIsBack() {
        insertRunning(runningTask(), LONG);
        TaskService joiner = node("joiner", Duration.ofSeconds(3));
        get(joiner.submit(submission()));
        table.fail(1, row -> row.state() == RowState.ACCEPTED && "joiner/wait".equals(row.owner()));
        table.update(row().change().heldBy(DEAD, table.now()).row());

        Awaitility.await().until(() -> "joiner/wait".equals(row().owner()));
        assertThat(table.failures()).isOne();
    }

    @Test
    void rowThatNoGroupWillTakeDoesNotStayWhenItsWaiterGivesUp() {
        TaskRow intent = TaskRow.prepared(KEY, "default", null, "print", table.now());
        table.insertIfAbsent(intent);
        emulator.clock().freeze();
        TaskService node = node("node", LONG);
        get(node.submit(submission()));
        node.exchangeEnded(KEY);

        awaitState(RowState.DELIVERED);
        Submitted again = get(node.submit(submission()));
        CompletableFuture<VideoTask> end = await(node, again);
        emulator.tasks().complete(again.task().id());
        assertThat(get(end)).matches(VideoTask::completed);
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    @Test
    void retentionCountsFromTheSendingAndNotFromTheJoin() {
        String id = runningTask();
        insert(
                c ->
                        c.state(RowState.ACCEPTED)
                                .taskId(id)
                                .sentAt(table.now().minus(Duration.ofHours(25))));
        TaskService joiner = node("joiner", LONG);
        Submitted joined = get(joiner.submit(submission()));

        assertThat(joined.age()).isGreaterThan(Duration.ofHours(24));
        assertThat(get(await(joiner, joined)).status()).isEqualTo(TaskStatus.EXPIRED);
    }

    @Test
    void oldLinksAreReadAnewBeforeTheyAreBelieved() {
        String id = runningTask();
        emulator.tasks().complete(id);
        VideoTask old = task(id, TaskStatus.COMPLETED, "https://cdn.example.com/old.mp4");
        insert(
                c ->
                        c.state(RowState.ENDED)
                                .taskId(id)
                                .ended(old, table.now().minus(Duration.ofHours(23))));
        TaskService service = node("joiner", LONG);

        VideoTask generated = get(await(service, get(service.submit(submission()))));
        assertThat(generated.videoUrl()).startsWith(emulator.baseUrl());
        VideoTask awaited = get(await(service, get(service.take(account, id)).orElseThrow()));
        assertThat(awaited.videoUrl()).startsWith(emulator.baseUrl());
    }

    @Test
    void youngLinksAreBelieved() {
        VideoTask ended = task("task-1", TaskStatus.COMPLETED, "https://cdn.example.com/young.mp4");
        insert(
                c ->
                        c.state(RowState.ENDED)
                                .taskId(ended.id())
                                .ended(ended, table.now().minus(Duration.ofHours(22))));
        TaskService service = node("joiner", LONG);

        assertThat(get(await(service, get(service.submit(submission()))))).isEqualTo(ended);
        assertThat(emulator.journal().requests()).isEmpty();
    }
}
