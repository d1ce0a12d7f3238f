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
import io.github.camelseedance.repository.RowState;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What processes that live on, or come after, make of the rows of one that died. */
class RestartTest extends TrackingTestSupport {

    private void insertSending(Duration lease) {
        insert(
                c ->
                        c.state(RowState.SENDING)
                                .request(JSON)
                                .sentAt(table.now())
                                .heldBy("dead/wait", in(lease)));
    }

    @Test
    void abandonedRequestIsToldByOneOfManyProcesses() {
        insertSending(Duration.ofMillis(300));
        try (CapturedLog log = CapturedLog.of(UnknownOutcomes.class)) {
            for (int node = 0; node < 4; node++) {
                node("node-" + node, Duration.ofMillis(150));
            }
            awaitState(RowState.UNKNOWN);
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> unknown.size() == 1 && log.lines().size() == 1);
            assertThat(log.lines().get(0)).contains(KEY, "ambiguousSubmit=retry");
        }
        assertThat(row().ambiguous()).isTrue();
        assertThat(row().owner()).isNull();
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void requestThatIsBeingSentIsLeftAlone() {
        insertSending(LONG);
        node("node", Duration.ofMillis(150));

        Awaitility.await()
                .during(Duration.ofMillis(400))
                .until(() -> row().state() == RowState.SENDING);
    }

    @Test
    void keyOfAnAbandonedRequestWritesThatItsOutcomeIsUnknown() {
        TaskService node = withoutHousekeeping(settings("node", LONG, LONG));
        try (CapturedLog log = CapturedLog.of(UnknownOutcomes.class)) {
            insertSending(Duration.ZERO);
            for (int use = 0; use < 2; use++) {
                assertThat(node.submit(submission()))
                        .failsWithin(WAIT)
                        .withThrowableThat()
                        .withCauseInstanceOf(SeedanceOutcomeUnknownException.class);
            }
            assertThat(log.lines()).hasSize(1);
        }
        assertThat(row().state()).isEqualTo(RowState.UNKNOWN);
        assertThat(unknown).containsExactly(KEY);
    }

    @Test
    void acceptedTasksAreWatchedAndNotSubmittedAgain() {
        String id = runningTask();
        // So near its end a task is read often, should the first read come before the end.
        emulator.clock().advance(TASK_DURATION.multipliedBy(9).dividedBy(10));
        insert(c -> c.state(RowState.ACCEPTED).taskId(id).sentAt(table.now()));
        TaskService node = consuming(node("node", LONG));
        node.rescan(GROUP);
        assertThat(node.watched()).isOne();
        emulator.tasks().complete(id);

        Awaitility.await().until(() -> node.deliveries().isReady(GROUP));
        assertThat(claim(node)).hasSize(1).allMatch(delivery -> delivery.task().completed());
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    @Test
    void intentsOfADeadProcessAreSentWhenTheirKeyComesAndNotBefore() {
        insert(c -> c.request(JSON).heldBy("dead/wait", in(Duration.ofMillis(200))));
        TaskService node = consuming(node("node", Duration.ofMillis(150)));
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .until(() -> claim(node).isEmpty() && emulator.journal().requests().isEmpty());

        Submitted submitted =
                get(
                        node.submit(
                                submission(
                                        () -> {
                                            throw new AssertionError("the bytes are on record");
                                        })));
        assertThat(get(await(node, submitted))).matches(VideoTask::completed);
        assertThat(emulator.journal().creates())
                .singleElement()
                .satisfies(post -> assertThat(post.bodyText()).isEqualTo(JSON));
    }
}
