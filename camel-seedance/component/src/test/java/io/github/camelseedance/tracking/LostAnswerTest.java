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
import io.github.camelseedance.FailingTaskTable;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A write whose answer is lost may have been committed: nobody has to wait for the lease that it
 * has left behind.
 */
class LostAnswerTest extends TrackingTestSupport {

    /** The next write of such a row fails, before or after it is committed. */
    private void failNext(boolean late, Predicate<TaskRow> rows) {
        if (late) {
            table.failLate(1, rows);
        } else {
            table.fail(1, rows);
        }
    }

    private void assertFails(CompletableFuture<?> submitting) {
        assertThat(submitting)
                .failsWithin(WAIT)
                .withThrowableThat()
                .withMessageContaining(FailingTaskTable.MESSAGE);
    }

    private void assertInDoubt(CompletableFuture<?> submitting) {
        assertThat(submitting)
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(SeedanceOutcomeUnknownException.class);
    }

    private void assertToldOnce(CapturedLog log) {
        awaitState(RowState.UNKNOWN);
        assertThat(row().owner()).isNull();
        Awaitility.await().until(() -> !unknown.isEmpty());
        assertThat(unknown).containsExactly(KEY);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void endThatAJoinerHasPerhapsTakenIsFreeWhenItsExchangeHasEnded() {
        TaskService node = consuming(node("node", LONG));
        insertEnded();
        table.failLate(1, row -> row.state() == RowState.ENDED);
        assertFails(node.submit(submission()));
        assertThat(row().owner()).isEqualTo("node/wait");
        node.exchangeEnded(KEY);

        Awaitility.await().until(() -> node.deliveries().claim(GROUP, 1).size() == 1);
    }

    @Test
    void endThatAnAwaitHasPerhapsTakenIsFreeWhenItHasFailed() {
        TaskService node = consuming(node("node", LONG));
        insertEnded();
        table.failLate(1, row -> row.state() == RowState.ENDED);
        assertFails(node.take(account, row().taskId()));

        Awaitility.await().until(() -> node.deliveries().claim(GROUP, 1).size() == 1);
    }

    @Test
    void requestInDoubtThatWasPerhapsTakenUpIsTakenUpByTheNextUseOfItsKey() {
        insert(c -> c.state(RowState.UNKNOWN).request(JSON).sentAt(table.now()).ambiguous());
        TaskService node = node("node", LONG);
        table.failLate(1, row -> row.state() == RowState.SENDING);
        assertInDoubt(node.submit(retrying()));
        assertThat(emulator.journal().creates()).isEmpty();

        get(node.submit(retrying()));
        assertThat(emulator.journal().creates()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestInDoubtThatCanNotBeHeldForItsRepetitionIsUnknownAtOnce(boolean late) {
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        failNext(late, TaskRow::ambiguous);
        try (CapturedLog log = CapturedLog.of(UnknownOutcomes.class)) {
            assertInDoubt(node("node", LONG).submit(retrying()));
            assertToldOnce(log);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestInDoubtThatCanNotBeSentAgainIsUnknownAtOnce(boolean late) {
        insert(c -> c.state(RowState.UNKNOWN).request(JSON).sentAt(table.now()).ambiguous());
        TaskService node = node("node", LONG);
        failNext(late, row -> row.state() == RowState.SENDING && row().version() == 2);
        try (CapturedLog log = CapturedLog.of(UnknownOutcomes.class)) {
            assertInDoubt(node.submit(retrying()));
            assertToldOnce(log);
        }
        assertThat(emulator.journal().creates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusedRequestThatCanNotBeHeldForItsRepetitionIsFreeAtOnce(boolean late) {
        emulator.faults().next(Phase.CREATE, Fault.htmlError(429));
        failNext(late, row -> row.state() == RowState.PREPARED && row.request() != null);
        assertThat(node("node", LONG).submit(submission())).failsWithin(WAIT);

        Awaitility.await().until(() -> row().owner() == null);
        assertThat(row().state()).isEqualTo(RowState.PREPARED);
        assertThat(emulator.journal().creates()).hasSize(1);
        assertThat(unknown).isEmpty();
    }
}
