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

import io.github.camelseedance.repository.DelegatingTaskRepository;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A task table in memory that fails on demand: some writes of it, or all of it. */
public final class FailingTaskTable extends DelegatingTaskRepository {
    public static final String MESSAGE = "the database is away";

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger finds = new AtomicInteger();
    private final List<Instant> purges = new CopyOnWriteArrayList<>();
    private volatile Predicate<TaskRow> fails = row -> false;
    private volatile int left;
    private volatile boolean late;
    private volatile boolean down;
    private volatile boolean failRenewals;

    public FailingTaskTable() {
        super(new MemoryTaskRepository());
    }

    /** Lets every call fail, or none. */
    public void down(boolean value) {
        down = value;
    }

    /** Lets every renewal of leases fail, or none. */
    public void failRenewals(boolean value) {
        failRenewals = value;
    }

    /** Lets the next writes of such rows fail after they were committed. */
    public synchronized void failLate(int times, Predicate<TaskRow> rows) {
        fail(times, rows);
        late = true;
    }

    /** Lets the next writes of such rows fail. */
    public synchronized void fail(int times, Predicate<TaskRow> rows) {
        fails = rows;
        left = times;
        late = false;
    }

    /** How many calls have failed. */
    public int failures() {
        return failures.get();
    }

    /** How often a row was looked up by its key. */
    public int finds() {
        return finds.get();
    }

    /** Before which time rows were to be deleted, each time. */
    public List<Instant> purges() {
        return purges;
    }

    /** The table, unless it is down. */
    @Override
    protected TaskRepository table() {
        if (down) {
            throw failed();
        }
        return super.table();
    }

    private <T> T write(TaskRow row, Supplier<T> work) {
        boolean fails = isNext(row);
        T written = fails && !late ? null : work.get();
        if (fails) {
            throw failed();
        }
        return written;
    }

    private IllegalStateException failed() {
        failures.incrementAndGet();
        return new IllegalStateException(MESSAGE);
    }

    private synchronized boolean isNext(TaskRow row) {
        boolean next = left > 0 && fails.test(row);
        left -= next ? 1 : 0;
        return next;
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        return write(row, () -> super.insertIfAbsent(row));
    }

    @Override
    public Optional<TaskRow> find(String key) {
        finds.incrementAndGet();
        return super.find(key);
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        return write(row, () -> super.update(row));
    }

    @Override
    public int renew(Collection<String> keys, String owner, Duration lease) {
        if (failRenewals) {
            throw failed();
        }
        return super.renew(keys, owner, lease);
    }

    @Override
    public int purge(Instant changedBefore) {
        purges.add(changedBefore);
        return super.purge(changedBefore);
    }
}
