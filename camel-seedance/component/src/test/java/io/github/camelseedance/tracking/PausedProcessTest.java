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

import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.RowState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Leases that are over although their process lives: it was paused, or a clock has leapt. */
class PausedProcessTest extends TrackingTestSupport {
    private static final Duration INSTANT = Duration.ofMillis(50);

    /** A process whose housekeeping stands still, so that its leases end. */
    private TaskService paused() {
        return withoutHousekeeping(settings("node", INSTANT, Duration.ofMinutes(10)));
    }

    private TaskService hurried() {
        return service(
                new TrackingSettings(
                        "node",
                        Duration.ofSeconds(5),
                        40,
                        Duration.ofHours(24),
                        Duration.ofHours(48),
                        INSTANT,
                        INSTANT,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(10)));
    }

    private void awaitLeaseOver() {
        Instant until = row().leaseUntil();
        Awaitility.await().until(() -> table.now().isAfter(until));
    }

    @Test
    void endForWhichAnExchangeHereWaitsIsNotDeliveredByAConsumerHere() {
        TaskService node = consuming(paused());
        emulator.clock().freeze();
        Submitted submitted = get(node.submit(submission()));
        CompletableFuture<VideoTask> end = await(node, submitted);
        awaitLeaseOver();
        emulator.tasks().complete(submitted.task().id());
        get(end);

        assertThat(claim(node)).isEmpty();
        node.exchangeEnded(KEY);
        awaitState(RowState.DELIVERED);
    }

    @Test
    void requestThatIsBeingSentHereIsNotGivenUpHere() {
        emulator.faults().next(Phase.CREATE, Fault.answerLate(Duration.ofMillis(700)));
        TaskService node = hurried();
        get(node.submit(submission()));

        assertThat(unknown).isEmpty();
        assertThat(row().state()).isEqualTo(RowState.ACCEPTED);
    }

    @Test
    void taskWhoseIdCanNotBeWrittenYetIsNotGivenUpHere() {
        table.fail(Integer.MAX_VALUE, row -> row.state() == RowState.ACCEPTED);
        TaskService node = hurried();
        CompletableFuture<Submitted> first = node.submit(submission());
        Awaitility.await().until(() -> table.failures() > 0);
        Awaitility.await().during(Duration.ofMillis(400)).until(() -> unknown.isEmpty());
        table.fail(0, row -> false);

        get(first);
        assertThat(row().state()).isEqualTo(RowState.ACCEPTED);
        assertThat(unknown).isEmpty();
    }

    @Test
    void requestInDoubtIsNotSentAfterTheLedgerWhoeverPausedMeanwhile() {
        emulator.faults()
                .next(
                        Phase.CREATE,
                        Fault.answer(
                                429,
                                "application/json",
                                "{\"error\":{\"code\":\"rate_limit_exceeded\"}}",
                                Map.of("Retry-After", "2")));
        TaskService node = node("node", LONG);
        // Over before the account's pause, which begins later, whoever else pauses meanwhile.
        Instant ledgersEnd = in(Duration.ofMillis(1500));
        CompletableFuture<Submitted> other = node.submit(submission("another-key-000001"));
        // The answer has arrived when the request does not count as sent any more.
        Awaitility.await()
                .until(
                        () ->
                                !emulator.journal().creates().isEmpty()
                                        && table.find("another-key-000001").orElseThrow().state()
                                                != RowState.SENDING);
        insert(
                c ->
                        c.state(RowState.UNKNOWN)
                                .request(JSON)
                                .sentAt(ledgersEnd.minus(Duration.ofHours(23)))
                                .ambiguous());
        CompletableFuture<Submitted> late = node.submit(retrying());

        assertThat(late)
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(SeedanceOutcomeUnknownException.class);
        assertThat(row().state()).isEqualTo(RowState.UNKNOWN);
        get(other);
        assertThat(emulator.journal().creates())
                .noneMatch(post -> KEY.equals(post.header("Idempotency-Key")));
    }

    @Test
    void nothingIsSentOnceTheStopHasBegun() {
        TaskService node = node("node", LONG);
        table.fail(
                1,
                row -> {
                    if (row.state() == RowState.SENDING) {
                        node.stopping();
                    }
                    return false;
                });
        assertThat(node.submit(submission()))
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
        assertThat(emulator.journal().creates()).isEmpty();
        awaitState(RowState.PREPARED);
    }

    @Test
    void rowThatIsTakenTooLateIsNotLetGoUnderTheNextExchange() {
        Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
        RepositoryAccess access = new RepositoryAccess(table, calls::add);
        Timer clock = new Timer(timer);
        LastingWrites writes = new LastingWrites(access, clock, new TableOutage());
        Ownerships ownerships =
                new Ownerships(settings("node", LONG, LONG), access, writes, clock, row -> {});
        insert(c -> c.state(RowState.ACCEPTED).taskId("task-1").sentAt(table.now()));

        ownerships.hold(KEY);
        ownerships.own(KEY);
        ownerships.exchangeEnded(KEY);
        table.fail(1, row -> row.owner() == null);
        calls.remove().run();
        calls.remove().run();
        ownerships.hold(KEY);
        ownerships.own(KEY);
        calls.remove().run();
        assertThat(row().owner()).isEqualTo("node/wait");
        Awaitility.await().until(() -> !calls.isEmpty());
        calls.remove().run();

        assertThat(row().owner()).isEqualTo("node/wait");
    }
}
