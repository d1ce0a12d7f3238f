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

import io.github.camelseedance.tracking.Submitted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;

/** {@code seedance:submit}: returns with the task as soon as the service has accepted it. */
final class SubmitProducer extends TaskProducer<Submitted> {
    private final Submissions submissions;

    SubmitProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
        submissions = new Submissions(endpoint);
    }

    @Override
    CompletableFuture<Submitted> start(Exchange exchange) {
        return tasks().submit(submissions.of(exchange, Duration.ZERO));
    }

    @Override
    void finish(Exchange exchange, Submitted submitted) {
        exchange.getMessage().removeHeader(SeedanceConstants.IDEMPOTENCY_KEY);
        TaskMessage.replace(exchange, submitted.task());
    }
}
