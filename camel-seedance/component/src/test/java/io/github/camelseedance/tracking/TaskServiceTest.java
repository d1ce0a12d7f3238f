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
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.repository.RowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The rules whose times no route can set: when a task is lost, and how long rows are held. */
class TaskServiceTest extends TrackingTestSupport {

    @Test
    void taskThatTheServiceKeepsNotKnowingIsLost() {
        Duration lostAfter = Duration.ofMillis(700);
        TaskService service = service(settings("node", LONG, lostAfter));
        emulator.clock().freeze();
        Submitted submitted = get(service.submit(submission()));
        CompletableFuture<VideoTask> end = await(service, submitted);
        emulator.tasks().forget(submitted.task().id());
        VideoTask lost = get(end);

        assertThat(lost.id()).isEqualTo(submitted.task().id());
        assertThat(lost.status()).isEqualTo(TaskStatus.LOST);
        var reads = emulator.journal().statusReads();
        assertThat(reads).hasSizeGreaterThanOrEqualTo(4);
        assertThat(reads.get(reads.size() - 1).receivedNanos() - reads.get(0).receivedNanos())
                .isGreaterThan(lostAfter.minusMillis(100).toNanos());
        assertThat(row().state()).isEqualTo(RowState.ENDED);
        assertThat(emulator.ledger().paidGenerations()).isEqualTo(1);
    }

    @Test
    void taskThatIsFoundAgainIsNotLost() {
        TaskService service = service(settings("node", LONG, Duration.ofMillis(1)));
        Fault notFound =
                Fault.answer(404, "application/json", "{\"error\":{\"code\":\"task_not_found\"}}");
        for (int i = 0; i < 3; i++) {
            emulator.faults().next(Phase.STATUS, notFound);
        }
        emulator.faults().next(Phase.STATUS, Fault.none());
        for (int i = 0; i < 3; i++) {
            emulator.faults().next(Phase.STATUS, notFound);
        }
        Submitted submitted = get(service.submit(submission()));
        CompletableFuture<VideoTask> end = await(service, submitted);

        assertThat(get(end)).matches(VideoTask::completed);
    }

    @Test
    void claimIsHeldForAsLongAsItsRouteTakes() {
        Duration lease = Duration.ofMillis(300);
        TaskService service = node("node", lease);
        insertEnded();
        service.deliveries().register(GROUP, () -> {});
        service.rescan(GROUP);
        List<Delivery> claimed = service.deliveries().claim(GROUP, 10);
        assertThat(claimed).hasSize(1);

        Awaitility.await()
                .during(lease.multipliedBy(3))
                .until(
                        () -> {
                            service.rescan(GROUP);
                            return service.deliveries().claim(GROUP, 10).isEmpty();
                        });
        service.deliveries().confirm(claimed.get(0));
        Awaitility.await().until(() -> row().state() == RowState.DELIVERED);
    }

    @Test
    void claimOfAProcessThatDiedIsTakenOver() {
        TaskService service = node("node", LONG);
        insertEnded();
        Instant until = in(Duration.ofMillis(300));
        table.update(row().change().state(RowState.CLAIMED).heldBy("dead/completion", until).row());
        service.deliveries().register(GROUP, () -> {});

        Awaitility.await()
                .until(
                        () -> {
                            service.rescan(GROUP);
                            return service.deliveries().claim(GROUP, 10).size() == 1;
                        });
        assertThat(row().changedAt()).isAfterOrEqualTo(until);
    }

    @Test
    void requestThatTheServicesLedgerForgetsBeforeItIsSentAgainIsUnknown() {
        TaskService service = node("node", LONG);
        Instant nearlyForgotten = in(Duration.ofMinutes(1).minusHours(23));
        insert(c -> c.state(RowState.UNKNOWN).request(JSON).sentAt(nearlyForgotten).ambiguous());
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());

        assertThat(service.submit(retrying()))
                .failsWithin(WAIT)
                .withThrowableThat()
                .withCauseInstanceOf(SeedanceOutcomeUnknownException.class);
        assertThat(row().state()).isEqualTo(RowState.UNKNOWN);
        assertThat(row().owner()).isNull();
        assertThat(unknown).containsExactly(KEY);
        assertThat(emulator.journal().creates()).hasSize(1);
    }
}
