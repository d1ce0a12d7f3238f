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

import io.github.camelseedance.repository.DelegatingTaskRepository;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A node's view of a shared table, which tells each call before it is made. */
class GatedTable extends DelegatingTaskRepository {
    private final Consumer<String> gate;
    private final Consumer<TaskRow> written;

    /**
     * @param gate hears of each call, its name, before it is made; the time may be asked for freely
     * @param written hears of each row that an update of this node has written
     */
    GatedTable(TaskRepository table, Consumer<String> gate, Consumer<TaskRow> written) {
        super(table);
        this.gate = gate;
        this.written = written;
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        gate.accept("insert");
        return super.insertIfAbsent(row);
    }

    @Override
    public Optional<TaskRow> find(String key) {
        gate.accept("find");
        return super.find(key);
    }

    @Override
    public Optional<TaskRow> findByTaskId(String account, String taskId) {
        gate.accept("findByTaskId");
        return super.findByTaskId(account, taskId);
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        gate.accept("update to " + row.state());
        Optional<TaskRow> updated = super.update(row);
        updated.ifPresent(written);
        return updated;
    }

    @Override
    public List<TaskRow> list(RowQuery query, String after, int limit) {
        gate.accept("list");
        return super.list(query, after, limit);
    }

    @Override
    public int renew(Collection<String> keys, String owner, Duration lease) {
        gate.accept("renew");
        return super.renew(keys, owner, lease);
    }

    @Override
    public int purge(Instant changedBefore) {
        gate.accept("purge");
        return super.purge(changedBefore);
    }

    @Override
    public boolean isShared() {
        return true;
    }
}
