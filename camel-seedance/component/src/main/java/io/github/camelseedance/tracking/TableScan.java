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
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks through the open rows for what nobody is working on: tasks to watch, ends to claim, and
 * sendings whose outcome will never be known here.
 */
final class TableScan {
    static final int PAGE = 500;

    private final RepositoryAccess access;
    private final Deliveries deliveries;
    private final Tracker tracker;
    private final BiConsumer<TaskRow, Instant> watch;
    private final UnknownOutcomes unknowns;
    private final Predicate<String> atWork;

    /**
     * @param tracker of the tasks that are being watched here
     * @param watch takes a task that is open, and the repository's time
     * @param atWork whether this process itself is sending the request of a key
     */
    TableScan(
            RepositoryAccess access,
            Deliveries deliveries,
            Tracker tracker,
            BiConsumer<TaskRow, Instant> watch,
            UnknownOutcomes unknowns,
            Predicate<String> atWork) {
        this.access = access;
        this.deliveries = deliveries;
        this.tracker = tracker;
        this.watch = watch;
        this.unknowns = unknowns;
        this.atWork = atWork;
    }

    /**
     * Finds what a group's consumers have to do; blocks until the whole table has been seen. What
     * is not open any more for this group needs no reads here: others have seen to it.
     */
    void run(Group group) {
        long begun = System.nanoTime();
        RowQuery query =
                RowQuery.in(RowState.ACCEPTED, RowState.ENDED, RowState.CLAIMED)
                        .of(group.account(), group.name())
                        .onlyFree();
        pages(after -> access.call(repo -> take(repo, repo.list(query, after, PAGE))).join());
        tracker.forget(group, begun);
    }

    /** The time is asked for once a page: each question is a call of the database. */
    private List<TaskRow> take(TaskRepository repo, List<TaskRow> page) {
        if (!page.isEmpty()) {
            Instant now = repo.now();
            page.forEach(row -> take(row, now));
        }
        return page;
    }

    private void take(TaskRow row, Instant now) {
        if (row.state() == RowState.ACCEPTED) {
            watch.accept(row, now);
        } else {
            tracker.endedElsewhere(row.account(), row.taskId(), row.ended());
            deliveries.offer(row);
        }
    }

    /**
     * Gives up sendings whose sender is gone; runs on the repository pool.
     *
     * @return how many rows were looked at
     */
    int abandoned(TaskRepository repo) {
        unknowns.tellLate(repo);
        RowQuery query = RowQuery.in(RowState.SENDING).onlyFree();
        return pages(after -> abandon(repo, repo.list(query, after, PAGE)));
    }

    /** However old its lease is: a paused process is not gone. */
    private List<TaskRow> abandon(TaskRepository repo, List<TaskRow> page) {
        page.stream()
                .filter(row -> !atWork.test(row.key()))
                .forEach(row -> unknowns.abandon(repo, row));
        return page;
    }

    /**
     * Goes through pages of rows until one is not full.
     *
     * @param pager gives the page after a key, or the first one after null
     * @return how many rows there were
     */
    static int pages(Function<String, List<TaskRow>> pager) {
        String after = null;
        int rows = 0;
        List<TaskRow> page;
        do {
            page = pager.apply(after);
            rows += page.size();
            after = page.isEmpty() ? null : page.get(page.size() - 1).key();
        } while (page.size() == PAGE);
        return rows;
    }
}
