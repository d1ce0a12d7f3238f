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
package io.github.camelseedance.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.examples.cluster.Outcome.NodePart;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed at the end. */
class OutcomeTest {

    private static final List<NodePart> NODES =
            List.of(
                    new NodePart("node-1", 4, 5, "leader, killed"),
                    new NodePart("node-2", 6, 6, ""));

    @Test
    void showsTheNodesAndTheLedger() {
        assertThat(new Outcome(10, NODES, 10, 0, 10, 1, 0).text())
                .isEqualTo(
                        """
                                   submitted   delivered
                          node-1          4           5   leader, killed
                          node-2          6           6

                          The service's ledger, for 10 orders
                          paid           10
                          paid twice      0
                          delivered      10
                          lost            0

                          Delivered twice: 1, because the leader died before it had confirmed.
                        """);
    }

    @Test
    void isKeptOnlyWhenEachOrderIsPaidOnceAndDelivered() {
        assertThat(new Outcome(10, NODES, 10, 0, 10, 1, 0).kept()).isTrue();
        assertThat(new Outcome(10, NODES, 11, 1, 10, 0, 0).kept()).isFalse();
        assertThat(new Outcome(10, NODES, 10, 0, 9, 0, 0).kept()).isFalse();
        assertThat(new Outcome(10, NODES, 9, 0, 9, 0, 0).kept()).isFalse();
        assertThat(new Outcome(10, NODES, 10, 0, 10, 0, 1).kept()).isFalse();
    }
}
