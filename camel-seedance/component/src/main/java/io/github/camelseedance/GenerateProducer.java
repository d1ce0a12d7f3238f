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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.tracking.Submission;
import io.github.camelseedance.tracking.TaskService;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;

/** {@code seedance:generate}: submits and waits for the video, without a thread. */
final class GenerateProducer extends TaskProducer<VideoTask> {
    private final Submissions submissions;

    GenerateProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
        submissions = new Submissions(endpoint);
    }

    @Override
    CompletableFuture<VideoTask> start(Exchange exchange) {
        runtime().transactionWarning().check(exchange);
        Account account = getEndpoint().account();
        TaskService tasks = tasks();
        Duration timeout = Duration.ofMillis(configuration().getWaitTimeout());
        Submission submission = submissions.of(exchange, timeout);
        exchange.getExchangeExtension().addOnCompletion(new WaitRelease(tasks, submission.key()));
        return tasks.submit(submission)
                .thenCompose(submitted -> tasks.await(account, submitted, timeout));
    }

    @Override
    void finish(Exchange exchange, VideoTask task) {
        TaskMessage.requireCompleted(task);
        exchange.getMessage().removeHeader(SeedanceConstants.IDEMPOTENCY_KEY);
        TaskMessage.replace(exchange, task);
    }
}
