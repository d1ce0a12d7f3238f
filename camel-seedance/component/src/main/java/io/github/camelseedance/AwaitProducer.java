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

import io.github.camelseedance.api.Failures;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.tracking.Submitted;
import io.github.camelseedance.tracking.TaskService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;

/** {@code seedance:await}: takes up the wait for a task that exists already. */
final class AwaitProducer extends TaskProducer<VideoTask> {
    AwaitProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<VideoTask> start(Exchange exchange) {
        runtime().transactionWarning().check(exchange);
        Account account = getEndpoint().account();
        TaskService tasks = tasks();
        String taskId = TaskReference.taskId(exchange);
        return tasks.take(account, taskId)
                .thenCompose(known -> await(exchange, tasks, account, taskId, known));
    }

    private CompletableFuture<VideoTask> await(
            Exchange exchange,
            TaskService tasks,
            Account account,
            String taskId,
            Optional<Submitted> known) {
        Duration timeout = Duration.ofMillis(configuration().getWaitTimeout());
        if (known.isPresent()) {
            Submitted task = known.get();
            exchange.getExchangeExtension().addOnCompletion(new WaitRelease(tasks, task.key()));
            return tasks.await(account, task, timeout);
        }
        // A task that is not on record: a first read tells a wrong id from one that takes its time.
        return runtime()
                .client()
                .read(account, taskId)
                .exceptionally(failure -> open(taskId, failure))
                .thenCompose(task -> tasks.await(account, Submitted.elsewhere(task), timeout));
    }

    /** A read that may succeed later says nothing about the task: it is waited for. */
    private static VideoTask open(String taskId, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        boolean mayPass =
                cause instanceof SeedanceRefusedException refused
                        ? refused.isRetryable()
                        : cause instanceof SeedanceException
                                && !(cause instanceof SeedanceInvalidRequestException);
        if (mayPass) {
            return VideoTask.pending(taskId);
        }
        throw new CompletionException(cause);
    }

    @Override
    void finish(Exchange exchange, VideoTask task) {
        TaskMessage.replace(exchange, TaskMessage.requireCompleted(task));
    }
}
