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

import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The only way to the task table: every call runs on the repository pool, outside any transaction
 * of a route, because an intent inside that transaction would be invisible to others and rolled
 * back with it.
 */
final class RepositoryAccess {
    private final TaskRepository repository;
    private final Executor pool;

    RepositoryAccess(TaskRepository repository, Executor pool) {
        this.repository = repository;
        this.pool = pool;
    }

    boolean isShared() {
        return repository.isShared();
    }

    /**
     * Calls the repository; the future completes on the repository pool. When that is shut down,
     * which is when the component stops, the caller's thread does it: what a last answer of the
     * service says must not get lost.
     */
    <T> CompletableFuture<T> call(Function<TaskRepository, T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable call =
                () -> {
                    try {
                        answer.complete(work.apply(repository));
                    } catch (RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                };
        try {
            pool.execute(call);
        } catch (RejectedExecutionException e) {
            call.run();
        }
        return answer;
    }

    /**
     * Prolongs the leases of rows that this process holds.
     *
     * @return whether there were any, so that the table was asked
     */
    CompletableFuture<Boolean> renew(Collection<String> keys, String owner, Duration lease) {
        List<String> held = List.copyOf(keys);
        return held.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : call(repo -> repo.renew(held, owner, lease)).thenApply(renewed -> true);
    }

    /**
     * Changes a row as it stands now, again whenever somebody else was faster.
     *
     * @param change gives the changed row, or null to leave it as it is
     * @return the row as it stands afterwards; empty when there is none
     */
    CompletableFuture<Optional<TaskRow>> change(String key, UnaryOperator<TaskRow> change) {
        return call(repo -> change(repo, key, change));
    }

    /** The same, for code that runs on the repository pool already. */
    static Optional<TaskRow> change(
            TaskRepository repo, String key, UnaryOperator<TaskRow> change) {
        while (true) {
            Optional<TaskRow> row = repo.find(key);
            TaskRow changed = row.map(change).orElse(null);
            if (changed == null) {
                return row;
            }
            Optional<TaskRow> written = repo.update(changed);
            if (written.isPresent()) {
                return written;
            }
        }
    }
}
