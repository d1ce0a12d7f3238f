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
package io.github.camelseedance.endurance.kill;

import io.github.camelseedance.endurance.Parent;
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
import java.util.concurrent.CountDownLatch;

/**
 * A task table that tells the parent of each transition before and after it is written: {@code
 * before STATE KEY} and {@code after STATE KEY}, and of each write that has returned: {@code wrote
 * STATE KEY VERSION}. At one point it says {@code stopped KEY} and goes no further, until the
 * process is killed.
 */
final class AnnouncingTaskRepository implements TaskRepository {
    private final TaskRepository table;
    private volatile StopPoint stop;

    /**
     * @param stop or null to stop nowhere
     */
    AnnouncingTaskRepository(TaskRepository table, StopPoint stop) {
        this.table = table;
        this.stop = stop;
    }

    void stopAt(StopPoint point) {
        stop = point;
    }

    @Override
    public void start() {
        table.start();
    }

    @Override
    public Instant now() {
        return table.now();
    }

    @Override
    public Optional<TaskRow> insertIfAbsent(TaskRow row) {
        Optional<TaskRow> known = table.insertIfAbsent(row);
        if (known.isEmpty()) {
            wrote(row);
            announce(false, row.state(), row.key());
        }
        return known;
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        boolean transition =
                table.find(row.key()).filter(old -> old.state() != row.state()).isPresent();
        if (transition) {
            announce(true, row.state(), row.key());
        }
        Optional<TaskRow> written = table.update(row);
        written.ifPresent(AnnouncingTaskRepository::wrote);
        if (transition && written.isPresent()) {
            announce(false, row.state(), row.key());
        }
        return written;
    }

    private static void wrote(TaskRow row) {
        Parent.say("wrote " + row.state() + " " + row.key() + " " + row.version());
    }

    private void announce(boolean before, RowState state, String key) {
        Parent.say((before ? "before " : "after ") + state + " " + key);
        StopPoint point = stop;
        if (point != null && point.matches(before, state, key)) {
            Parent.say("stopped " + key);
            untilKilled();
        }
    }

    private static void untilKilled() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
