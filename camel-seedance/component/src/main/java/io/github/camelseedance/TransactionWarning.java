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
package io.github.camelseedance;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a transacted exchange holds its thread while it waits. */
final class TransactionWarning {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionWarning.class);
    private final AtomicBoolean said = new AtomicBoolean();

    void check(Exchange exchange) {
        if (exchange.isTransacted() && said.compareAndSet(false, true)) {
            LOG.warn(
                    "Route {} waits for a task inside a transaction: Camel holds the thread, and the"
                            + " transaction stays open, for as long as the task takes. Use"
                            + " seedance:submit there and seedance:completion in another route.",
                    exchange.getFromRouteId());
        }
    }
}
