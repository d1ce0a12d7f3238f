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
import java.util.concurrent.atomic.AtomicBoolean;

/** What becomes of a task that was seen to end: it is on record, and those who wait hear of it. */
final class TaskEnds {
    private final LastingWrites writes;
    private final Deliveries deliveries;

    TaskEnds(LastingWrites writes, Deliveries deliveries) {
        this.writes = writes;
        this.deliveries = deliveries;
    }

    /** An end on record, and whether it was the first to be written. */
    private record Recorded(Optional<TaskRow> row, boolean here) {}

    /**
     * @param waiters to be completed with the task
     * @return whether it is this end that has been put on record
     */
    CompletableFuture<Boolean> ended(
            Watch watch, VideoTask task, List<CompletableFuture<VideoTask>> waiters) {
        if (watch.key == null) {
            waiters.forEach(waiter -> waiter.complete(task));
            return CompletableFuture.completedFuture(false);
        }
        return writes.write(
                        "the end of task " + watch.taskId,
                        repo -> recordEnd(repo, watch.key, task),
                        failure -> waiters.forEach(waiter -> waiter.complete(task)))
                .whenComplete(
                        (recorded, failure) -> {
                            waiters.forEach(waiter -> waiter.complete(task));
                            if (failure == null) {
                                recorded.row()
                                        .filter(row -> row.owner() == null)
                                        .ifPresent(deliveries::offer);
                            }
                        })
                .thenApply(Recorded::here);
    }

    private static Recorded recordEnd(TaskRepository repo, String key, VideoTask task) {
        AtomicBoolean here = new AtomicBoolean();
        Optional<TaskRow> row =
                RepositoryAccess.change(
                        repo,
                        key,
                        r -> {
                            here.set(r.state() == RowState.ACCEPTED);
                            return here.get()
                                    ? r.change().state(RowState.ENDED).ended(task, repo.now()).row()
                                    : null;
                        });
        return new Recorded(row, here.get());
    }
}
