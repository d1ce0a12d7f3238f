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

import io.github.camelseedance.SeedanceConstants;
import java.io.PrintStream;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.RouteStartedEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Prints a line for each thing that a node tells the others' observer. */
final class NodeEvents extends EventNotifierSupport {

    static final String STARTED = "started";
    static final String LEADER = "leader";
    static final String DELIVERED = "delivered";

    private static final String VIDEOS = "videos";

    private final PrintStream out;

    NodeEvents(PrintStream out) {
        this.out = out;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelContextStartedEvent) {
            out.println(STARTED);
        } else if (event instanceof RouteStartedEvent route
                && route.getRoute().getRouteId().equals(VIDEOS)) {
            out.println(LEADER);
        } else if (event instanceof ExchangeCompletedEvent done
                && done.getExchange().getFromRouteId().equals(VIDEOS)) {
            out.println(
                    DELIVERED
                            + " "
                            + done.getExchange()
                                    .getMessage()
                                    .getHeader(SeedanceConstants.TASK_ID, String.class));
        }
    }
}
