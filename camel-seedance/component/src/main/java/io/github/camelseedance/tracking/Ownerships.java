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

import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows for which exchanges of this process wait, or which they are using. Leases are renewed
 * while an exchange lives; when the last exchange of a row has ended, the row is delivered if one
 * of them got the task's end, and free for others if none did.
 */
final class Ownerships {
    private static final Logger LOG = LoggerFactory.getLogger(Ownerships.class);

    private static final class Hold {
        private int exchanges;
        private boolean received;
    }

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final Consumer<TaskRow> released;
    private final Lock lock = new ReentrantLock();
    private final Map<String, Hold> holds = new HashMap<>();

    /**
     * @param released hears of rows that are free again; on the repository pool
     */
    Ownerships(TrackingSettings settings, RepositoryAccess access, Consumer<TaskRow> released) {
        this.settings = settings;
        this.access = access;
        this.released = released;
    }

    /** An exchange begins to use a row. */
    void hold(String key) {
        lock.lock();
        try {
            holds.computeIfAbsent(key, k -> new Hold()).exchanges++;
        } finally {
            lock.unlock();
        }
    }

    /** An exchange got the task's end. */
    void received(String key) {
        lock.lock();
        try {
            Hold hold = holds.get(key);
            if (hold != null) {
                hold.received = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** An exchange that held the row has ended, in success or failure. */
    void exchangeEnded(String key) {
        boolean received;
        lock.lock();
        try {
            Hold hold = holds.get(key);
            if (hold == null || --hold.exchanges > 0) {
                return;
            }
            received = hold.received;
            holds.remove(key);
        } finally {
            lock.unlock();
        }
        access.change(key, row -> letGo(row, received))
                .whenComplete(
                        (row, failure) -> {
                            if (failure != null) {
                                LOG.warn(
                                        "The row of key '{}' could not be released; its lease"
                                                + " will end it",
                                        key,
                                        failure);
                            } else if (!received) {
                                row.ifPresent(released);
                            }
                        });
    }

    private TaskRow letGo(TaskRow row, boolean received) {
        boolean taken = row.state() == RowState.ACCEPTED || row.state() == RowState.ENDED;
        if (!taken || !settings.waitOwner().equals(row.owner())) {
            return null;
        }
        return received
                ? row.change().tombstone(RowState.DELIVERED).row()
                : row.change().released().row();
    }

    /** Renews the leases; called well within the lease. */
    void renew() {
        List<String> keys;
        lock.lock();
        try {
            keys = List.copyOf(holds.keySet());
        } finally {
            lock.unlock();
        }
        access.renew(keys, settings.waitOwner(), settings.lease());
    }
}
