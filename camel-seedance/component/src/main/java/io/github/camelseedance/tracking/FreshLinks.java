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

import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads ends anew whose links are about to die: they live for 24 hours. */
final class FreshLinks {
    private static final Logger LOG = LoggerFactory.getLogger(FreshLinks.class);
    private static final Duration FRESH = Duration.ofHours(23);

    /** Reads a task of an account. */
    interface Read {
        CompletableFuture<VideoTask> task(String account, String taskId);
    }

    private final Read read;

    FreshLinks(Read read) {
        this.read = read;
    }

    /**
     * The task that a row stands for, with links that can be used as far as it has any.
     *
     * @param now by the repository's clock
     * @return never fails: what cannot be read anew is given as it is
     */
    CompletableFuture<VideoTask> task(TaskRow row, Instant now) {
        VideoTask task = Submitted.taskOf(row);
        if (!task.completed() || row.endedAt().plus(FRESH).isAfter(now)) {
            return CompletableFuture.completedFuture(task);
        }
        return read.task(row.account(), row.taskId())
                .thenApply(anew -> TaskStatus.isEnd(anew.status()) ? anew : task)
                .exceptionally(
                        failure -> {
                            LOG.warn(
                                    "Task {}: its link is older than {} h and could not be read"
                                            + " anew",
                                    row.taskId(),
                                    FRESH.toHours(),
                                    failure);
                            return task;
                        });
    }
}
