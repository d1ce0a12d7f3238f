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
package io.github.camelseedance.repository;

import io.github.camelseedance.api.SeedanceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The task table of one process, gone with it. Bounded: a full one refuses new intents, before
 * anything is paid, and evicts nothing.
 */
public final class MemoryTaskRepository implements TaskRepository {

    /** Rows that fit by default, tombstones included. */
    public static final int DEFAULT_CAPACITY = 250_000;

    private final int capacity;
    private final Lock lock = new ReentrantLock();
    private final NavigableMap<String, TaskRow> open = new TreeMap<>();
    private final Map<String, TaskRow> tombstones = new HashMap<>();
    private final Map<String, String> keysByTask = new HashMap<>();

    public MemoryTaskRepository() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * @param capacity how many rows fit, tombstones included
     */
    public MemoryTaskRepository(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        lock.lock();
        try {
            Optional<TaskRow> known = find(row.key());
            if (known.isPresent()) {
                return known;
            }
            if (open.size() + tombstones.size() >= capacity) {
                throw new SeedanceException(
                        "The in-memory task table is full ("
                                + capacity
                                + " rows, "
                                + open.size()
                                + " of them open). Nothing was sent. Ends that nobody takes stay"
                                + " in it: start a seedance:completion consumer for their group, or"
                                + " submit with track=false; taken ones go when keyRetention has"
                                + " passed. Or name a taskRepository with more room.");
            }
            store(row.written(now(), 1));
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<TaskRow> find(String key) {
        lock.lock();
        try {
            TaskRow row = open.get(key);
            return Optional.ofNullable(row == null ? tombstones.get(key) : row);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<TaskRow> findByTaskId(String account, String taskId) {
        lock.lock();
        try {
            String key = keysByTask.get(taskIndex(account, taskId));
            return key == null ? Optional.empty() : find(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        lock.lock();
        try {
            Optional<TaskRow> known = find(row.key());
            if (known.isEmpty() || known.get().version() != row.version()) {
                return Optional.empty();
            }
            TaskRow written = row.written(now(), row.version() + 1);
            store(written);
            return Optional.of(written);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<TaskRow> list(RowQuery query, String after, int limit) {
        lock.lock();
        try {
            Instant now = now();
            return rows(query, after).filter(row -> query.matches(row, now)).limit(limit).toList();
        } finally {
            lock.unlock();
        }
    }

    private Stream<TaskRow> rows(RowQuery query, String after) {
        var rest = after == null ? open : open.tailMap(after, false);
        if (query.states().stream().noneMatch(RowState::isTombstone)) {
            return rest.values().stream();
        }
        return Stream.concat(
                        rest.values().stream(),
                        tombstones.values().stream()
                                .filter(row -> after == null || row.key().compareTo(after) > 0))
                .sorted(Comparator.comparing(TaskRow::key));
    }

    @Override
    public Map<RowState, Long> count() {
        lock.lock();
        try {
            return Stream.concat(open.values().stream(), tombstones.values().stream())
                    .collect(Collectors.groupingBy(TaskRow::state, Collectors.counting()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int renew(Collection<String> keys, String owner, Duration lease) {
        lock.lock();
        try {
            Instant until = now().plus(lease);
            int renewed = 0;
            for (String key : keys) {
                TaskRow row = open.get(key);
                if (row != null && isRenewable(row) && owner.equals(row.owner())) {
                    update(row.change().heldBy(owner, until).row());
                    renewed++;
                }
            }
            return renewed;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isRenewable(TaskRow row) {
        return row.taskId() != null || row.state() == RowState.UNKNOWN;
    }

    @Override
    public int purge(Instant changedBefore) {
        lock.lock();
        try {
            int before = open.size() + tombstones.size();
            Instant now = now();
            open.values()
                    .removeIf(
                            row ->
                                    row.state() == RowState.PREPARED
                                            && !row.ambiguous()
                                            && (row.owner() == null
                                                    || !row.leaseUntil().isAfter(now))
                                            && row.changedAt().isBefore(changedBefore));
            tombstones
                    .values()
                    .removeIf(
                            row -> {
                                boolean old = row.changedAt().isBefore(changedBefore);
                                if (old && row.taskId() != null) {
                                    keysByTask.remove(taskIndex(row.account(), row.taskId()));
                                }
                                return old;
                            });
            return before - open.size() - tombstones.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isShared() {
        return false;
    }

    private void store(TaskRow row) {
        open.remove(row.key());
        tombstones.remove(row.key());
        (row.state().isTombstone() ? tombstones : open).put(row.key(), row);
        if (row.taskId() != null) {
            keysByTask.put(taskIndex(row.account(), row.taskId()), row.key());
        }
    }

    private static String taskIndex(String account, String taskId) {
        return account + '\n' + taskId;
    }
}
