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

import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param orders how many there were
 * @param nodes each node's part
 * @param takeover from the kill of one leader to the next
 * @param paid how many generations the service was asked to make, and paid for
 * @param paidTwice how many of them were for an order that had one already
 * @param videos how many orders have their video
 * @param repeated how many deliveries were made again, because the leader had died just after them
 * @param openRows how many rows of the task table are not delivered: open, parked or unknown
 */
record Outcome(
        int orders,
        List<NodePart> nodes,
        Duration takeover,
        long paid,
        long paidTwice,
        long videos,
        long repeated,
        long openRows) {

    /**
     * One node.
     *
     * @param submitted how many tasks the service has got from it
     * @param delivered how many it has brought to the end of the route
     * @param role what became of it
     */
    record NodePart(String name, long submitted, long delivered, String role) {}

    /** How many orders have no video. */
    long lost() {
        return orders - videos;
    }

    /** Whether each order was paid once and delivered. */
    boolean kept() {
        return paid == orders && paidTwice == 0 && lost() == 0 && openRows == 0;
    }

    /** A table of the nodes, and the account's statement. */
    String text() {
        StringBuilder text = new StringBuilder("           submitted   delivered\n");
        for (NodePart node : nodes) {
            text.append(
                    "  %-8s %8d %11d   %s"
                            .formatted(node.name(), node.submitted(), node.delivered(), node.role())
                            .stripTrailing());
            text.append('\n');
        }
        text.append("\n  The service's ledger, for %d orders\n".formatted(orders));
        line(text, "paid", paid);
        line(text, "paid twice", paidTwice);
        line(text, "delivered", videos);
        line(text, "lost", lost());
        if (repeated > 0) {
            text.append(
                    "\n  %d of the deliveries came twice: the leader died between route and"
                                    .formatted(repeated)
                            + " confirmation.\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, long number) {
        text.append("  %-10s %6d\n".formatted(what, number));
    }
}
