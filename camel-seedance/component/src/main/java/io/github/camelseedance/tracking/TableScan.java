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

import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the open rows for what nobody is working on: tasks to watch, ends to claim, and
 * sendings whose outcome will never be known here.
 */
final class TableScan {
    private static final Logger LOG = LoggerFactory.getLogger(TableScan.class);
    private static final int PAGE = 500;

    private final RepositoryAccess access;
    private final Deliveries deliveries;
    private final BiConsumer<TaskRow, Instant> watch;
    private final TrackingListener listener;

    /**
     * @param watch takes a task that nobody watches, and the repository's time
     */
    TableScan(
            RepositoryAccess access,
            Deliveries deliveries,
            BiConsumer<TaskRow, Instant> watch,
            TrackingListener listener) {
        this.access = access;
        this.deliveries = deliveries;
        this.watch = watch;
        this.listener = listener;
    }

    /** Blocks until the whole table has been seen. */
    void run(Group group) {
        pages(
                RowQuery.in(RowState.ACCEPTED, RowState.ENDED, RowState.CLAIMED)
                        .of(group.account(), group.name())
                        .onlyFree(),
                (repo, row) -> take(row, repo.now()));
        abandoned();
    }

    /** Gives up sendings whose sender is gone; blocks. */
    void abandoned() {
        pages(RowQuery.in(RowState.SENDING).onlyFree(), this::abandon);
    }

    private void pages(RowQuery query, BiConsumer<TaskRepository, TaskRow> look) {
        String after = null;
        List<TaskRow> page;
        do {
            String from = after;
            page = access.call(repo -> page(repo, query, from, look)).join();
            after = page.isEmpty() ? null : page.get(page.size() - 1).key();
        } while (page.size() == PAGE);
    }

    private static List<TaskRow> page(
            TaskRepository repo,
            RowQuery query,
            String after,
            BiConsumer<TaskRepository, TaskRow> look) {
        List<TaskRow> page = repo.list(query, after, PAGE);
        page.forEach(row -> look.accept(repo, row));
        return page;
    }

    private void take(TaskRow row, Instant now) {
        if (row.state() == RowState.ACCEPTED) {
            watch.accept(row, now);
        } else {
            deliveries.offer(row);
        }
    }

    private void abandon(TaskRepository repo, TaskRow row) {
        Optional<TaskRow> unknown =
                repo.update(row.change().state(RowState.UNKNOWN).ambiguous().released().row());
        if (unknown.isPresent()) {
            LOG.error(
                    "It is not known whether the request with the key '{}', sent at {}, was"
                            + " accepted: its sender is gone. Submit it again under the same key"
                            + " with ambiguousSubmit=retry within 23 h; or look it up in the"
                            + " service's console, and call accepted(key, taskId) or"
                            + " notAccepted(key) of SeedanceComponent.getTaskOperations().",
                    row.key(),
                    row.firstSent());
            listener.outcomeUnknown(row.account(), row.key());
        }
    }
}
