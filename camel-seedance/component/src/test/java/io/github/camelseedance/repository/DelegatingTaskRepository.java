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

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task table that passes all calls on to another one, but for what a test changes. */
public abstract class DelegatingTaskRepository implements TaskRepository {
    private final TaskRepository table;

    protected DelegatingTaskRepository(TaskRepository table) {
        this.table = table;
    }

    /** The table behind this one; asked for at each call. */
    protected TaskRepository table() {
        return table;
    }

    @Override
    public Instant now() {
        return table().now();
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        return table().insertIfAbsent(row);
    }

    @Override
    public Optional<TaskRow> find(String key) {
        return table().find(key);
    }

    @Override
    public Optional<TaskRow> findByTaskId(String account, String taskId) {
        return table().findByTaskId(account, taskId);
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        return table().update(row);
    }

    @Override
    public List<TaskRow> list(RowQuery query, String after, int limit) {
        return table().list(query, after, limit);
    }

    @Override
    public Map<RowState, Long> count() {
        return table().count();
    }

    @Override
    public int renew(Collection<String> keys, String owner, Duration lease) {
        return table().renew(keys, owner, lease);
    }

    @Override
    public int purge(Instant changedBefore) {
        return table().purge(changedBefore);
    }

    @Override
    public boolean isShared() {
        return table.isShared();
    }
}
