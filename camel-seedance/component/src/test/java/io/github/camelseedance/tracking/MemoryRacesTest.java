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

import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The races with thousands of orders too, on the table that is quick enough for them. */
class MemoryRacesTest extends RaceContract {
    private boolean conditional = true;

    @Override
    RaceTable table(int number) {
        TaskRepository table = new MemoryTaskRepository();
        return RaceTable.of(conditional ? table : unconditional(table));
    }

    /** Loses updates: writes whatever the version is that was read. */
    private static TaskRepository unconditional(TaskRepository table) {
        return new GatedTable(table, call -> {}, row -> {}) {
            @Override
            public Optional<TaskRow> update(TaskRow row) {
                return table.find(row.key())
                        .flatMap(
                                known ->
                                        table.update(
                                                row.written(known.changedAt(), known.version())));
            }
        };
    }

    @Test
    void oneKeyWhoseSenderIsNotDead() {
        race(
                race -> {
                    RacingNode slow = race.slowNode("slow", self -> self.submit(race.key, true));
                    RacingNode b =
                            race.node(
                                    "b",
                                    self -> {
                                        self.beginLater();
                                        self.submit(race.key, true);
                                    });
                    race.check =
                            () -> {
                                assertThat(race.service.paid()).isOne();
                                assertThat(race.service.posts()).hasSizeBetween(1, 2);
                                assertThat(slow.got.id()).isEqualTo(b.got.id());
                                assertThat(race.onRecord().taskId()).isEqualTo(b.got.id());
                                assertThat(race.onRecord().state()).isEqualTo(RowState.ACCEPTED);
                            };
                });
    }

    @Test
    void oneKeyWhoseSenderIsNotDeadAndIsGivenUp() {
        race(
                race -> {
                    RacingNode slow = race.slowNode("slow", self -> self.submit(race.key, false));
                    race.node(
                            "b",
                            self -> {
                                self.beginLater();
                                self.keepHouse();
                                self.submit(race.key, false);
                            });
                    race.check =
                            () -> {
                                assertThat(race.service.posts()).containsExactly(race.key);
                                assertThat(race.onRecord().state()).isEqualTo(RowState.ACCEPTED);
                                if (slow.got != null) {
                                    assertThat(slow.got.id()).isEqualTo(race.onRecord().taskId());
                                }
                            };
                });
    }

    @Test
    void oneOpenTaskForTwoRedeliveredMessages() {
        race(
                race -> {
                    race.row(RowState.ACCEPTED, "dead/wait");
                    RacingNode a = race.node("a", self -> self.generate(race.key));
                    RacingNode b = race.node("b", self -> self.generate(race.key));
                    race.check =
                            () -> {
                                assertThat(race.service.posts()).isEmpty();
                                assertThat(a.got.completed()).isTrue();
                                assertThat(b.got.id()).isEqualTo(a.got.id());
                                assertThat(race.written(RowState.DELIVERED)).hasSize(1);
                                assertThat(race.onRecord().state()).isEqualTo(RowState.DELIVERED);
                            };
                });
    }

    @Test
    void aTableWithoutConditionsHasTwoWinners() {
        conditional = false;
        assertThatThrownBy(
                        () ->
                                race(
                                        race -> {
                                            race.row(RowState.ENDED, null);
                                            race.node("a", RacingNode::consume);
                                            race.node("b", RacingNode::consume);
                                            race.offered();
                                            race.check = () -> assertDeliveredOnce(race);
                                        }))
                .hasMessageContaining("[a:find")
                .hasMessageContaining("b:update to CLAIMED")
                .rootCause()
                .isInstanceOf(AssertionError.class);
    }
}
