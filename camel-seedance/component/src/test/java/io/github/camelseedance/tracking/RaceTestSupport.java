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

import static io.github.camelseedance.tracking.RacingNode.ACCOUNT;
import static io.github.camelseedance.tracking.RacingNode.GROUP;
import static io.github.camelseedance.tracking.RacingNode.LONG;
import static io.github.camelseedance.tracking.RacingNode.NONE;

import io.github.camelseedance.CapturedLog;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** Races on tables of one kind, each begun anew for each order of its steps. */
abstract class RaceTestSupport {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private int orders;
    private CapturedLog unknowns;

    /** Many orders of steps leave a key that a person would have to look after. */
    @BeforeEach
    void captureLog() {
        unknowns = CapturedLog.of(UnknownOutcomes.class);
    }

    @AfterEach
    void releaseLog() {
        unknowns.close();
    }

    /** The table of the race's run of that number: an empty one, or one with other runs' rows. */
    abstract RaceTable table(int number);

    /** One run: a row under a key of its own, and the nodes. */
    final class Race implements Interleavings.World {
        final RaceTable table;
        final String key;
        final PaidOnce service = new PaidOnce();
        final List<RacingNode> nodes = new ArrayList<>();
        Runnable check;

        Race(int number) {
            table = table(number);
            key = "key-of-the-race-" + Long.toString(System.nanoTime(), 36);
        }

        RacingNode node(String name, RacingNode.Program program) {
            RacingNode node = new RacingNode(name, table, service, LONG, program);
            node.tasks.deliveries().register(GROUP, () -> {});
            nodes.add(node);
            return node;
        }

        /** Something else that happens in the process of a node. */
        RacingNode inProcessOf(RacingNode other, String name, RacingNode.Program program) {
            RacingNode node = new RacingNode(name, other, program);
            nodes.add(node);
            return node;
        }

        /** A node that other nodes believe to be dead, whenever they look. */
        RacingNode slowNode(String name, RacingNode.Program program) {
            RacingNode node = new RacingNode(name, table, service, NONE, program);
            node.tasks.deliveries().register(GROUP, () -> {});
            nodes.add(node);
            return node;
        }

        /** A row as somebody has left it. */
        TaskRow row(RowState state, String owner) {
            Instant now = table.table().now();
            TaskRow.Change change =
                    TaskRow.prepared(key, ACCOUNT.label(), GROUP.name(), "print", now)
                            .change()
                            .state(state);
            if (owner != null) {
                change.heldBy(owner, now.minusSeconds(1));
            }
            if (state == RowState.SENDING) {
                change.request("{}").sentAt(now.minusSeconds(60));
            } else if (state != RowState.PREPARED) {
                change.taskId("task-" + key);
            }
            if (state == RowState.ENDED || state == RowState.CLAIMED) {
                change.ended(PaidOnce.ended("task-" + key), now);
            }
            table.table().insertIfAbsent(change.row());
            return onRecord();
        }

        TaskRow onRecord() {
            return table.table().find(key).orElseThrow();
        }

        /** Lets every consumer know of the row, before the race. */
        void offered() {
            nodes.forEach(node -> node.tasks.deliveries().offer(onRecord()));
        }

        Stream<TaskRow> written(RowState state) {
            return nodes.stream()
                    .flatMap(node -> node.written.stream())
                    .filter(row -> row.state() == state);
        }

        List<String> delivered() {
            return nodes.stream().flatMap(node -> node.delivered.stream()).toList();
        }

        @Override
        public List<Interleavings.Node> nodes() {
            return nodes.stream().map(RacingNode::node).toList();
        }

        @Override
        public void check() {
            check.run();
        }
    }

    final void race(Consumer<Race> race) {
        orders +=
                new Interleavings(THREADS)
                        .tryAll(
                                number -> {
                                    Race run = new Race(number);
                                    race.accept(run);
                                    return run;
                                });
    }

    @AfterEach
    void tell(TestInfo test) {
        System.out.printf(
                "%s, %s: %d orders%n", getClass().getSimpleName(), test.getDisplayName(), orders);
    }
}
