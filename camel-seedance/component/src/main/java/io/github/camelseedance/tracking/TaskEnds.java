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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What becomes of a task that was seen to end: it is on record, and those who wait hear of it. */
final class TaskEnds {
    private final LastingWrites writes;
    private final Deliveries deliveries;

    TaskEnds(LastingWrites writes, Deliveries deliveries) {
        this.writes = writes;
        this.deliveries = deliveries;
    }

    void ended(Watch watch, VideoTask task, List<CompletableFuture<VideoTask>> waiters) {
        if (watch.key == null) {
            waiters.forEach(waiter -> waiter.complete(task));
            return;
        }
        writes.write(
                        "the end of task " + watch.taskId,
                        repo -> recordEnd(repo, watch.key, task),
                        failure -> waiters.forEach(waiter -> waiter.complete(task)))
                .whenComplete(
                        (row, failure) -> {
                            waiters.forEach(waiter -> waiter.complete(task));
                            if (failure == null) {
                                row.filter(r -> r.owner() == null).ifPresent(deliveries::offer);
                            }
                        });
    }

    private static Optional<TaskRow> recordEnd(TaskRepository repo, String key, VideoTask task) {
        return RepositoryAccess.change(
                repo,
                key,
                row ->
                        row.state() == RowState.ACCEPTED
                                ? row.change().state(RowState.ENDED).ended(task, repo.now()).row()
                                : null);
    }
}
