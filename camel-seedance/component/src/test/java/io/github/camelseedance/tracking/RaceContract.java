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

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.repository.RowState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two nodes race, in every order of their steps on one table: one winner each time. */
abstract class RaceContract extends RaceTestSupport {
    static void assertDeliveredOnce(Race race) {
        assertThat(race.delivered()).containsExactly(race.key);
        assertThat(race.written(RowState.CLAIMED)).hasSize(1);
        assertThat(race.written(RowState.DELIVERED)).hasSize(1);
        assertThat(race.onRecord().state()).isEqualTo(RowState.DELIVERED);
    }

    @Test
    void oneEndedTask() {
        race(
                race -> {
                    race.row(RowState.ENDED, null);
                    race.node("a", RacingNode::consume);
                    race.node("b", RacingNode::consume);
                    race.offered();
                    race.check = () -> assertDeliveredOnce(race);
                });
    }

    @Test
    void oneEndedTaskWhoseRouteFailsAtFirst() {
        race(
                race -> {
                    race.row(RowState.ENDED, null);
                    RacingNode.Program program =
                            self -> {
                                self.consumeInVain();
                                self.letTimePass();
                                self.consume();
                            };
                    RacingNode a = race.node("a", program);
                    race.node("b", program);
                    race.offered();
                    race.check =
                            () -> {
                                a.tasks.deliveries().offer(race.onRecord());
                                a.consume();
                                assertThat(race.delivered()).containsExactly(race.key);
                                assertThat(race.written(RowState.DELIVERED)).hasSize(1);
                            };
                });
    }

    @Test
    void oneLeaseOfADeadConsumerOrWaiter() {
        for (RowState state : List.of(RowState.CLAIMED, RowState.ENDED)) {
            race(
                    race -> {
                        race.row(
                                state, "dead/" + (state == RowState.ENDED ? "wait" : "completion"));
                        race.node("a", RacingNode::consume);
                        race.node("b", RacingNode::consume);
                        race.offered();
                        race.check = () -> assertDeliveredOnce(race);
                    });
        }
    }

    @Test
    void oneLeaseOfAConsumerThatIsNotDead() {
        race(
                race -> {
                    race.row(RowState.ENDED, null);
                    RacingNode slow = race.slowNode("slow", RacingNode::consume);
                    RacingNode other = race.node("other", RacingNode::consume);
                    race.offered();
                    race.check =
                            () -> {
                                // The slow one's lease was over: its route may have run in vain.
                                assertThat(other.delivered.size() + slow.delivered.size())
                                        .isBetween(1, 2);
                                assertThat(race.written(RowState.DELIVERED)).hasSize(1);
                                assertThat(race.onRecord().state()).isEqualTo(RowState.DELIVERED);
                            };
                });
    }

    @Test
    void oneNewKey() {
        for (boolean retry : new boolean[] {true, false}) {
            race(
                    race -> {
                        RacingNode a = race.node("a", self -> self.submit(race.key, retry));
                        RacingNode b = race.node("b", self -> self.submit(race.key, retry));
                        race.check =
                                () -> {
                                    assertThat(race.service.posts()).containsExactly(race.key);
                                    assertThat(a.got.id()).isEqualTo(b.got.id());
                                    assertThat(race.onRecord().taskId()).isEqualTo(a.got.id());
                                    assertThat(race.onRecord().state())
                                            .isEqualTo(RowState.ACCEPTED);
                                };
                    });
        }
    }

    @Test
    void oneNewKeyForTwoRequests() {
        race(
                race -> {
                    RacingNode a =
                            race.node(
                                    "a",
                                    self ->
                                            self.submit(
                                                    self.submission(race.key, false, true, "one")));
                    RacingNode b =
                            race.node(
                                    "b",
                                    self ->
                                            self.submit(
                                                    self.submission(race.key, false, true, "two")));
                    race.check =
                            () -> {
                                assertThat(race.service.posts()).containsExactly(race.key);
                                assertThat(Stream.of(a, b).filter(node -> node.got != null))
                                        .hasSize(1);
                                assertThat(Stream.of(a, b).filter(node -> node.failure != null))
                                        .singleElement()
                                        .satisfies(
                                                node ->
                                                        assertThat(node.failure)
                                                                .isInstanceOf(
                                                                        SeedanceInvalidRequestException
                                                                                .class));
                            };
                });
    }

    @Test
    void oneKeyWhoseSenderDied() {
        for (RowState state : List.of(RowState.PREPARED, RowState.SENDING)) {
            race(
                    race -> {
                        race.row(state, "dead/wait");
                        RacingNode a = race.node("a", self -> self.submit(race.key, true));
                        RacingNode b = race.node("b", self -> self.submit(race.key, true));
                        race.check =
                                () -> {
                                    assertThat(race.service.posts()).containsExactly(race.key);
                                    assertThat(a.got.id()).isEqualTo(b.got.id());
                                    assertThat(race.onRecord().taskId()).isEqualTo(a.got.id());
                                };
                    });
        }
    }

    @Test
    void oneKeyWhoseSenderDiedAndOneWhoMayNotAskAgain() {
        race(
                race -> {
                    race.row(RowState.SENDING, "dead/wait");
                    RacingNode a = race.node("a", self -> self.submit(race.key, true));
                    RacingNode b = race.node("b", self -> self.submit(race.key, false));
                    race.check =
                            () -> {
                                assertThat(race.service.posts()).containsExactly(race.key);
                                assertThat(race.onRecord().taskId()).isEqualTo(a.got.id());
                                if (b.got == null) {
                                    assertThat(b.failure)
                                            .isInstanceOf(SeedanceOutcomeUnknownException.class);
                                } else {
                                    assertThat(b.got.id()).isEqualTo(a.got.id());
                                }
                            };
                });
    }

    @Test
    void oneKeyWhoseSenderIsGivenUpMeanwhile() {
        race(
                race -> {
                    race.row(RowState.SENDING, "dead/wait");
                    RacingNode a = race.node("a", self -> self.submit(race.key, true));
                    race.node("b", RacingNode::keepHouse);
                    race.check =
                            () -> {
                                assertThat(race.service.posts()).containsExactly(race.key);
                                assertThat(race.onRecord().taskId()).isEqualTo(a.got.id());
                            };
                });
    }

    @Test
    void oneKeyThatTwoGiveUp() {
        race(
                race -> {
                    race.row(RowState.SENDING, "dead/wait");
                    RacingNode a = race.node("a", RacingNode::keepHouse);
                    RacingNode b = race.node("b", RacingNode::keepHouse);
                    race.check =
                            () -> {
                                assertThat(a.unknowns + b.unknowns).isOne();
                                assertThat(race.onRecord().state()).isEqualTo(RowState.UNKNOWN);
                                assertThat(race.service.posts()).isEmpty();
                            };
                });
    }

    @Test
    void oneEndForAConsumerAndForOneWhoWaits() {
        for (String owner : new String[] {null, "dead/wait"}) {
            race(
                    race -> {
                        race.row(RowState.ENDED, owner);
                        race.node("consumer", RacingNode::consume);
                        RacingNode waiter =
                                race.node(
                                        "waiter", self -> self.await("task-" + race.key, race.key));
                        race.offered();
                        race.check =
                                () -> {
                                    assertThat(waiter.got.completed()).isTrue();
                                    assertThat(race.written(RowState.DELIVERED)).hasSize(1);
                                    assertThat(race.onRecord().state())
                                            .isEqualTo(RowState.DELIVERED);
                                    // Who has it: one of them alone, whoever else looks on.
                                    assertThat(race.delivered())
                                            .hasSize((int) race.written(RowState.CLAIMED).count());
                                };
                    });
        }
    }

    @Test
    void oneEndForAConsumerAndForARedeliveredMessage() {
        for (RowState state : List.of(RowState.ENDED, RowState.CLAIMED)) {
            race(
                    race -> {
                        race.row(
                                state, "dead/" + (state == RowState.ENDED ? "wait" : "completion"));
                        race.node("consumer", RacingNode::consume);
                        RacingNode waiter = race.node("waiter", self -> self.generate(race.key));
                        race.offered();
                        race.check =
                                () -> {
                                    assertThat(race.service.posts()).isEmpty();
                                    assertThat(waiter.got.completed()).isTrue();
                                    assertThat(race.written(RowState.DELIVERED)).hasSize(1);
                                    assertThat(race.onRecord().state())
                                            .isEqualTo(RowState.DELIVERED);
                                };
                    });
        }
    }

    @Test
    void oneEndThatASlowWaiterLetsGo() {
        race(
                race -> {
                    race.row(RowState.ENDED, null);
                    RacingNode slow =
                            race.slowNode("slow", self -> self.await("task-" + race.key, race.key));
                    race.node("consumer", RacingNode::consume);
                    race.offered();
                    race.check =
                            () -> {
                                assertThat(slow.got.completed()).isTrue();
                                assertThat(race.written(RowState.DELIVERED)).hasSize(1);
                                assertThat(race.onRecord().state()).isEqualTo(RowState.DELIVERED);
                            };
                });
    }

    @Test
    void oneLostAnswerAndACallbackOnAnotherNode() {
        race(
                race -> {
                    race.service.answerInstead(PaidOnce.lost());
                    RacingNode waiter =
                            race.node("waiter", self -> self.generateCalledBack(race.key, false));
                    race.node("other", self -> self.receiveCallback(race.key));
                    race.check =
                            () -> {
                                assertThat(race.service.posts()).containsExactly(race.key);
                                assertThat(waiter.got.completed()).isTrue();
                                assertThat(race.onRecord().taskId()).isEqualTo(waiter.got.id());
                                assertThat(race.written(RowState.DELIVERED)).hasSize(1);
                            };
                });
    }
}
