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
import io.github.camelseedance.repository.TaskRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Ends that got on record without the exchanges of this process that wait for them: by other
 * processes, because callbacks came to them, or here just before a wait began.
 */
final class EndsElsewhere {
    private final RepositoryAccess access;
    private final Ownerships ownerships;
    private final Tracker tracker;
    private final RowQuery ended;
    private volatile boolean expected;

    /**
     * @param owner holds the rows of the exchanges of this process
     */
    EndsElsewhere(RepositoryAccess access, Ownerships ownerships, Tracker tracker, String owner) {
        this.access = access;
        this.ownerships = ownerships;
        this.tracker = tracker;
        this.ended = RowQuery.in(RowState.ENDED).heldBy(owner);
    }

    /** Requests of this process ask for callbacks. */
    void expect() {
        expected = true;
    }

    /**
     * Looks for such ends, where there may be any.
     *
     * @return whether the table was asked
     */
    CompletableFuture<Boolean> look() {
        if (!expected || !ownerships.isUsed()) {
            return CompletableFuture.completedFuture(false);
        }
        return access.call(
                repo -> {
                    TableScan.pages(after -> look(repo.list(ended, after, TableScan.PAGE)));
                    return true;
                });
    }

    private List<TaskRow> look(List<TaskRow> page) {
        page.forEach(this::ended);
        return page;
    }

    private void ended(TaskRow row) {
        tracker.endedElsewhere(row.account(), row.taskId(), row.ended());
    }
}
