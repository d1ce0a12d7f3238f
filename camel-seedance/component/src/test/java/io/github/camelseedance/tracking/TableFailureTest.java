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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.CapturedLog;
import io.github.camelseedance.FailingTaskTable;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has happened is written as soon as the table works, and is done once all the same. */
class TableFailureTest extends TrackingTestSupport {
    private CapturedLog log;

    @BeforeEach
    void captureLog() {
        log = CapturedLog.withInfo(TableOutage.class);
    }

    @AfterEach
    void releaseLog() {
        log.close();
    }

    private Delivery claimed(TaskService node) {
        insertEnded();
        List<Delivery> claimed = claim(consuming(node));
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    /** Does this again and again, until the lease of the row has been renewed. */
    private void untilRenewed(Runnable holds) {
        Instant until = row().leaseUntil();
        Awaitility.await()
                .until(
                        () -> {
                            holds.run();
                            timer.ring(LONG.dividedBy(3));
                            return row().leaseUntil().isAfter(until);
                        });
    }

    @Test
    void deliveryThatCanNotBeConfirmedYetIsNotDeliveredAgain() {
        TaskService node = node("node", LONG);
        TaskService other = consuming(node("other", LONG));
        Delivery delivery = claimed(node);
        table.fail(Integer.MAX_VALUE, row -> row.state() == RowState.DELIVERED);
        node.deliveries().confirm(delivery);

        untilRenewed(
                () -> {
                    assertThat(claim(node)).isEmpty();
                    assertThat(claim(other)).isEmpty();
                });
        assertThat(table.failures()).isPositive();
        table.fail(0, row -> false);
        awaitState(RowState.DELIVERED);
    }

    @Test
    void deliveryWhoseLeaseIsOverBeforeItIsConfirmedIsNotDeliveredAgainHere() {
        TaskService node = node("node", SHORT);
        Delivery delivery = claimed(node);
        table.failRenewals(true);
        table.fail(Integer.MAX_VALUE, row -> row.state() == RowState.DELIVERED);
        node.deliveries().confirm(delivery);
        Awaitility.await().until(() -> row().claimable(table.now()));

        assertThat(claim(node)).isEmpty();
        table.fail(0, row -> false);
        awaitState(RowState.DELIVERED);
    }

    @Test
    void failedDeliveryIsCountedWhenTheTableIsBack() {
        TaskService node = node("node", LONG);
        Delivery delivery = claimed(node);
        table.fail(1, row -> row.state() == RowState.ENDED);
        node.deliveries().release(delivery, 3, Duration.ofMillis(10));

        awaitState(RowState.ENDED);
        assertThat(row().attempts()).isOne();
        Awaitility.await().until(() -> claim(node).size() == 1);
    }

    @Test
    void givenBackDeliveryIsFreeWhenTheTableIsBack() {
        TaskService node = node("node", LONG);
        Delivery delivery = claimed(node);
        table.failLate(1, row -> row.state() == RowState.ENDED);
        node.deliveries().giveBack(delivery);

        awaitState(RowState.ENDED);
        assertThat(row().attempts()).isZero();
        Awaitility.await().until(() -> claim(node).size() == 1);
        assertThat(row().state()).isEqualTo(RowState.CLAIMED);
    }

    @Test
    void endOfAnExchangeIsWrittenLaterAndItsRowIsHeldUntilThen() {
        TaskService node = node("node", LONG);
        TaskService other = consuming(node("other", LONG));
        get(await(node, get(node.submit(submission()))));
        table.fail(Integer.MAX_VALUE, row -> row.state() == RowState.DELIVERED);
        node.exchangeEnded(KEY);

        untilRenewed(() -> assertThat(claim(other)).isEmpty());
        table.fail(0, row -> false);
        awaitState(RowState.DELIVERED);
    }

    @Test
    void exchangeThatComesBeforeTheEndOfAnotherIsWrittenKeepsTheRow() {
        TaskService node = node("node", LONG);
        emulator.clock().freeze();
        Submitted first = get(node.submit(submission()));
        // So near its end a task is read often.
        emulator.clock().advance(TASK_DURATION.multipliedBy(9).dividedBy(10));
        table.fail(1, row -> row.owner() == null);
        node.exchangeEnded(KEY);
        Awaitility.await().until(() -> table.failures() == 1);
        Submitted second = get(node.submit(submission()));
        CompletableFuture<VideoTask> end = await(node, second);

        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .until(() -> "node/wait".equals(row().owner()));
        emulator.tasks().complete(first.task().id());
        assertThat(get(end)).matches(VideoTask::completed);
        node.exchangeEnded(KEY);
        awaitState(RowState.DELIVERED);
    }

    @Test
    void endIsToldAtOnceAndWrittenLater() {
        TaskService node = node("node", LONG);
        table.fail(2, row -> row.state() == RowState.ENDED);
        VideoTask end = get(await(node, get(node.submit(submission()))));

        assertThat(end).matches(VideoTask::completed);
        awaitState(RowState.ENDED);
        assertThat(row().ended()).isEqualTo(end);
    }

    @Test
    void tableThatIsDownStopsSubmitsAndNothingElse() {
        TaskService node = consuming(node("node", LONG));
        emulator.clock().freeze();
        Submitted submitted = get(node.submit(submission()));
        CompletableFuture<VideoTask> end = await(node, submitted);
        table.down(true);

        assertThat(node.submit(submission()))
                .failsWithin(WAIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(SeedanceException.class)
                .withMessageContaining("nothing was sent for the key '" + KEY + "'")
                .withRootCauseInstanceOf(IllegalStateException.class);
        for (int poll = 0; poll < 3; poll++) {
            assertThat(CompletableFuture.runAsync(() -> node.rescan(GROUP), pool))
                    .failsWithin(WAIT);
        }
        emulator.tasks().complete(submitted.task().id());
        assertThat(get(end)).matches(VideoTask::completed);
        assertThat(log.lines()).hasSize(1);

        node.exchangeEnded(KEY);
        node.exchangeEnded(KEY);
        table.down(false);
        awaitState(RowState.DELIVERED);
        assertThat(emulator.journal().creates()).hasSize(1);
        assertThat(log.lines()).hasSize(2).last().isEqualTo("The task table works again");
    }

    @Test
    void tableThatIsDownIsNotSaidToWorkWhenThereIsNothingToRenew() {
        node("node", Duration.ofMillis(150));
        table.down(true);
        Awaitility.await().until(() -> table.failures() > 10);

        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void bytesThatWereWrittenAndNotSentLeaveNoDoubt() {
        TaskService node = node("node", LONG);
        table.failLate(1, row -> row.state() == RowState.SENDING);

        assertThat(node.submit(submission()))
                .failsWithin(WAIT)
                .withThrowableThat()
                .withMessageContaining(FailingTaskTable.MESSAGE);
        awaitState(RowState.PREPARED);
        assertThat(emulator.journal().creates()).isEmpty();
        get(node.submit(submission()));
        assertThat(emulator.journal().creates()).hasSize(1);
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"UNKNOWN", "REFUSED", "PARKED"},
            mode = EnumSource.Mode.EXCLUDE)
    void transitionThatWasCommittedAlthoughItFailedIsMadeOnce(RowState state) {
        Duration lease = Duration.ofMillis(500);
        TaskService node = consuming(node("node", lease));
        table.failLate(1, row -> row.state() == state);
        Awaitility.await().until(() -> node.submit(unawaited()).handle((s, e) -> e == null).get());
        List<Delivery> delivered = new ArrayList<>();
        Awaitility.await()
                .until(
                        () -> {
                            delivered.addAll(claimIfItCan(node));
                            return !delivered.isEmpty();
                        });
        node.deliveries().confirm(delivered.get(0));
        awaitState(RowState.DELIVERED);

        // So long that what failed was tried again, and that a lease is over.
        Awaitility.await().during(lease.multipliedBy(2)).until(() -> claim(node).isEmpty());
        assertThat(row().state()).isEqualTo(RowState.DELIVERED);
        assertThat(table.failures()).isOne();
        assertThat(delivered).hasSize(1);
        assertThat(emulator.journal().creates()).hasSize(1);
        assertThat(unknown).isEmpty();
    }

    @Test
    void taskThatIsFoundInTheTableBeforeItsSubmissionGoesOnIsReadAsItsEstimateSays() {
        emulator.clock().freeze();
        TaskService node = consuming(node("node", LONG));
        table.failLate(1, row -> row.state() == RowState.ACCEPTED);
        CompletableFuture<Submitted> submitted = node.submit(unawaited());
        Awaitility.await().until(() -> table.failures() == 1);
        node.rescan(GROUP);
        assertThat(node.watched()).isOne();
        get(submitted);

        // The table knows no estimate; without one, twelve seconds would lie between two reads.
        int reads = emulator.journal().statusReads().size();
        Awaitility.await().until(() -> emulator.journal().statusReads().size() > reads + 1);
    }

    @Test
    void claimThatWasCommittedAlthoughItFailedNeedNotWaitForItsLease() {
        TaskService node = consuming(node("node", LONG));
        TaskService other = consuming(node("other", LONG));
        insertEnded();
        table.failLate(1, row -> row.state() == RowState.CLAIMED);
        assertThatThrownBy(() -> claim(node)).hasRootCauseMessage(FailingTaskTable.MESSAGE);
        assertThat(row().state()).isEqualTo(RowState.CLAIMED);

        assertThat(claim(other)).isEmpty();
        assertThat(claim(node)).hasSize(1);
        assertThat(claim(node)).isEmpty();
    }

    private static List<Delivery> claimIfItCan(TaskService node) {
        try {
            return claim(node);
        } catch (CompletionException e) {
            return List.of();
        }
    }

    @Test
    void whatIsNotWrittenIsTriedOnceMoreAtTheStop() {
        TaskService node = node("node", LONG);
        Delivery delivery = claimed(node);
        table.fail(1, row -> row.state() == RowState.DELIVERED);
        node.deliveries().confirm(delivery);
        Awaitility.await().until(() -> table.failures() == 1);
        timer.shutdownNow();
        node.stop();

        awaitState(RowState.DELIVERED);
    }
}
