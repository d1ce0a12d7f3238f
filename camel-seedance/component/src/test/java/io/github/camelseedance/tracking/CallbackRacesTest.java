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

import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.http.CreateOutcome;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The callback of a task races with what its create call brings, in the sender's process or on
 * another node: one payment, no task lost, one delivery each time.
 */
class CallbackRacesTest extends RaceTestSupport {
    @Override
    RaceTable table(int number) {
        return RaceTable.of(new MemoryTaskRepository());
    }

    /** A gateway refuses although the service has accepted. */
    private static CreateOutcome refused() {
        ApiError error = new ApiError(402, "insufficient_quota", null, null, null, null, null);
        return new CreateOutcome.Refused(
                new SeedanceRefusedException(
                        "Creating a task", error, false, "Top up.", null, null));
    }

    /** What a sender does with the key of its race. */
    private interface Sending {
        void run(RacingNode self, String key);
    }

    /**
     * @param here whether the callback comes to the sender's process
     * @param stop whether the sender's process begins to stop when the callback has come
     * @param answer what the create call is answered instead of its task, or null
     */
    private void race(boolean here, boolean stop, CreateOutcome answer, Sending sending) {
        race(
                race -> {
                    if (answer != null) {
                        race.service.answerInstead(answer);
                    }
                    RacingNode sender = race.node("sender", self -> sending.run(self, race.key));
                    RacingNode.Program callback =
                            self -> {
                                self.receiveCallback(race.key);
                                if (stop) {
                                    sender.beginToStop(self);
                                } else if (!here) {
                                    self.letTimePass();
                                }
                            };
                    if (here) {
                        race.inProcessOf(sender, "callback", callback);
                    } else {
                        race.node("other", callback);
                    }
                    RacingNode consumer = race.node("consumer", self -> {});
                    race.check =
                            () -> {
                                assertThat(race.service.paid()).isOne();
                                assertDeliveredOnce(race, sender, consumer);
                            };
                });
    }

    /** Whoever has got the end, one has. */
    private static void assertDeliveredOnce(Race race, RacingNode sender, RacingNode consumer) {
        assertThat(race.onRecord().taskId()).isEqualTo("task-" + race.key);
        if (race.onRecord().state() != RowState.DELIVERED) {
            consumer.consumeTheRest();
        }
        assertThat(race.onRecord().state()).isEqualTo(RowState.DELIVERED);
        boolean got = sender.got != null && sender.got.completed();
        assertThat(race.delivered()).hasSize(got ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatComes(boolean here) {
        race(here, false, null, (self, key) -> self.generateCalledBack(key, false));
        race(here, false, null, (self, key) -> self.submitCalledBack(key, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatGetsLost(boolean here) {
        race(here, false, PaidOnce.lost(), (self, key) -> self.generateCalledBack(key, false));
        race(here, false, PaidOnce.lost(), (self, key) -> self.submitCalledBack(key, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatGetsLostAndIsAskedForAgain(boolean here) {
        race(here, false, PaidOnce.lost(), (self, key) -> self.generateCalledBack(key, true));
        race(here, false, PaidOnce.lost(), (self, key) -> self.submitCalledBack(key, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatWronglyRefuses(boolean here) {
        race(here, false, refused(), (self, key) -> self.generateCalledBack(key, false));
        race(here, false, refused(), (self, key) -> self.submitCalledBack(key, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stopOfTheSender(boolean here) {
        race(here, true, PaidOnce.lost(), (self, key) -> self.generateCalledBack(key, false));
    }
}
