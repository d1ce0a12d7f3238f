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

import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A task table in memory whose writes fail on demand. */
final class FailingTaskTable implements TaskRepository {
    static final String MESSAGE = "the database is away";

    private final TaskRepository table = new MemoryTaskRepository();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Predicate<TaskRow> fails = row -> false;
    private volatile int left;

    /** Lets the next writes of such rows fail. */
    synchronized void fail(int times, Predicate<TaskRow> rows) {
        fails = rows;
        left = times;
    }

    /** How many writes have failed. */
    int failures() {
        return failures.get();
    }

    private synchronized void write(TaskRow row) {
        if (left > 0 && fails.test(row)) {
            left--;
            failures.incrementAndGet();
            throw new IllegalStateException(MESSAGE);
        }
    }

    @Override
    public Instant now() {
        return table.now();
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        write(row);
        return table.insertIfAbsent(row);
    }

    @Override
    public Optional<TaskRow> find(String key) {
        return table.find(key);
    }

    @Override
    public Optional<TaskRow> findByTaskId(String account, String taskId) {
        return table.findByTaskId(account, taskId);
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        write(row);
        return table.update(row);
    }

    @Override
    public List<TaskRow> list(RowQuery query, String after, int limit) {
        return table.list(query, after, limit);
    }

    @Override
    public Map<RowState, Long> count() {
        return table.count();
    }

    @Override
    public int renew(Collection<String> keys, String owner, Duration lease) {
        return table.renew(keys, owner, lease);
    }

    @Override
    public int purge(Instant changedBefore) {
        return table.purge(changedBefore);
    }

    @Override
    public boolean isShared() {
        return table.isShared();
    }
}
