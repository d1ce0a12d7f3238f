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
package io.github.camelseedance.emulator.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.account.Credential;
import io.github.camelseedance.emulator.account.Limits;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.task.TaskStore.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskStoreTest {

    private static final Duration RUN = Duration.ofSeconds(165);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Faults faults = new Faults();
    private final CompletableFuture<Void> video = new CompletableFuture<>();
    private final List<String> told = new ArrayList<>();
    private Credential credential;
    private Account account;
    private EmulatorClock clock;
    private TaskStore store;
    private Tasks tasks;

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private void frozen() {
        start(0);
    }

    /** So slow that no time passes but by advances. */
    private void running() {
        start(1e-9);
    }

    private void start(double speed) {
        clock = new EmulatorClock(speed, timer);
        credential =
                new Accounts(clock, new Limits(0, 0, 0))
                        .add("studio", 1000, List.of("sk-a"))
                        .find("sk-a")
                        .orElseThrow();
        account = credential.account();
        VideoLinks links = new VideoLinks(() -> "http://127.0.0.1:1");
        store = new TaskStore(clock, RUN, false, new Prices(), links, faults);
        account.settleWith(store::settle);
        tasks = new Tasks(store);
    }

    private String create() {
        VideoRequest request =
                new VideoRequest(
                        Model.STANDARD,
                        "Wind",
                        List.of("https://example.com/a.png"),
                        5,
                        "720p",
                        "16:9",
                        true,
                        true,
                        "https://example.com/done",
                        "{}");
        TaskOrder order = new TaskOrder(request, "key-of-sixteen-xx", credential, Map.of());
        return store.create(order, id -> video).taskId();
    }

    private TaskView task(String id) {
        return tasks.find(id).orElseThrow();
    }

    @Test
    void findsATaskEndedAtItsTimeHoweverLateItLooks() {
        frozen();
        video.complete(null);
        Instant begin = clock.now();
        String id = create();
        clock.advance(Duration.ofHours(3));

        TaskView task = task(id);

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.created()).isEqualTo(begin);
        assertThat(task.due()).isEqualTo(begin.plus(RUN));
        assertThat(task.ended()).isEqualTo(begin.plus(RUN));
        assertThat(task.linkExpires()).isEqualTo(begin.plus(RUN).plus(Duration.ofHours(24)));
        assertThat(task.results()).isEqualTo(1);
        assertThat(task.account()).isEqualTo("studio");
        assertThat(task.key()).isEqualTo("key-1");
        assertThat(task.idempotencyKey()).isEqualTo("key-of-sixteen-xx");
        assertThat(task.request().callbackUrl()).isEqualTo("https://example.com/done");
        assertThat(task.creditsUsed()).isEqualTo(task.credits()).isEqualTo(67.5);
    }

    @Test
    void goesThroughItsStates() {
        frozen();
        String id = create();
        assertThat(task(id).status()).isEqualTo(TaskStatus.PENDING);
        assertThat(task(id).ended()).isNull();
        assertThat(task(id).linkExpires()).isNull();

        clock.advance(RUN.dividedBy(2));
        assertThat(task(id).status()).isEqualTo(TaskStatus.PROCESSING);
        assertThat(task(id).progress()).isEqualTo(50);

        clock.advance(RUN.dividedBy(2).minusNanos(1));
        assertThat(task(id).progress()).isEqualTo(99);

        clock.advance(Duration.ofNanos(1));
        assertThat(task(id).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task(id).progress()).isEqualTo(100);
    }

    @Test
    void tellsEndsInTheirOrderAtTheirTimesAfterTheMoney() {
        frozen();
        Instant begin = clock.now();
        store.onEnd(
                id ->
                        told.add(
                                Duration.between(begin, clock.now()).toSeconds()
                                        + " "
                                        + account.ledger().charges()));
        create();
        clock.advance(SECOND);
        create();
        tasks.forget(create());
        clock.advance(Duration.ofHours(1));

        assertThat(told).containsExactly("165 1", "166 3");
        assertThat(account.ledger().reserved()).isZero();
    }

    @Test
    void completesByTheClockAloneWhileThatIsFrozen() {
        frozen();
        String id = create();
        clock.advance(RUN);

        assertThat(video).isNotDone();
        assertThat(task(id).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void waitsForItsVideoWhileTheClockRuns() {
        running();
        store.onEnd(told::add);
        String id = create();
        clock.advance(RUN.plus(SECOND));

        assertThat(task(id).status()).isEqualTo(TaskStatus.PROCESSING);
        assertThat(task(id).progress()).isEqualTo(99);
        assertThat(account.ledger().charges()).isZero();

        clock.advance(SECOND);
        video.complete(null);
        clock.advance(Duration.ZERO);

        assertThat(task(id).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task(id).ended()).isEqualTo(clock.now());
        assertThat(account.ledger().charges()).isEqualTo(1);
        assertThat(told).containsExactly(id);
    }

    @Test
    void endsAtItsTimeWhenItsVideoWasReadyBefore() {
        running();
        String id = create();
        video.complete(null);
        clock.advance(RUN.plus(SECOND));

        assertThat(task(id).ended()).isEqualTo(task(id).due());
    }

    @Test
    void failsWhenItsVideoCannotBe() {
        running();
        String early = create();
        clock.advance(SECOND);
        video.completeExceptionally(new IllegalStateException("no picture"));
        String late = create();
        assertThat(task(early).status()).isEqualTo(TaskStatus.PENDING);
        clock.advance(RUN);

        assertThat(List.of(early, late))
                .allSatisfy(
                        id -> {
                            assertThat(task(id).status()).isEqualTo(TaskStatus.FAILED);
                            assertThat(task(id).error().code()).isEqualTo("service_error");
                            assertThat(task(id).error().message()).contains("not be rendered");
                        });
        assertThat(account.ledger().refunds()).isEqualTo(2);
        assertThat(account.ledger().charges()).isZero();
    }

    @Test
    void failsWhenItsVideoTurnsOutToBeImpossible() {
        running();
        String id = create();
        clock.advance(RUN);
        assertThat(task(id).progress()).isEqualTo(99);

        video.completeExceptionally(new IllegalStateException("no picture"));

        assertThat(task(id).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void doesNotWaitForAVideoThatItWillNotHave() {
        running();
        faults.next(Phase.OUTCOME, Fault.failed("service_unavailable"));
        String id = create();
        clock.advance(RUN);

        assertThat(task(id).error().code()).isEqualTo("service_unavailable");
    }

    @Test
    void stopsWaitingWhenTheClockIsFrozenOrATestEndsIt() {
        running();
        String byHand = create();
        String waiting = create();
        clock.advance(RUN.plus(SECOND));
        tasks.cancel(byHand);
        clock.freeze();

        assertThat(task(waiting).status()).isEqualTo(TaskStatus.COMPLETED);
        video.complete(null);
        assertThat(task(byHand).status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(account.ledger().charges()).isEqualTo(1);
        assertThat(account.ledger().refunds()).isEqualTo(1);
    }

    @Test
    void tellsOfWhatAFrozenClockEndsWithoutBeingAsked() {
        running();
        store.onEnd(told::add);
        String id = create();
        clock.advance(RUN);
        assertThat(told).isEmpty();

        clock.freeze();
        clock.advance(Duration.ZERO);

        assertThat(told).containsExactly(id);
    }

    @Test
    void forgetsWhatWaitsWhenCleared() {
        running();
        create();
        clock.advance(RUN);
        store.clear();
        video.complete(null);

        assertThat(account.ledger().charges()).isZero();
        assertThat(tasks.list()).isEmpty();
    }

    @Test
    void tellsTheTruthWithoutCountingItAsARead() {
        frozen();
        String id = create();
        tasks.answerWith(id, "{\"status\":\"dreaming\"}");

        Truth truth = store.truth(id).orElseThrow();

        assertThat(truth.task().id()).isEqualTo(id);
        assertThat(truth.json().get("status").textValue()).isEqualTo("pending");
        assertThat(store.truth("task-unified-0-none")).isEmpty();
    }

    @Test
    void expiresALinkByHand() {
        frozen();
        String id = create();
        tasks.complete(id);
        assertThat(store.isLinkAlive(id)).isTrue();

        tasks.expireLink(id);

        assertThat(store.isLinkAlive(id)).isFalse();
        assertThat(task(id).linkExpires()).isEqualTo(clock.now());
    }
}
