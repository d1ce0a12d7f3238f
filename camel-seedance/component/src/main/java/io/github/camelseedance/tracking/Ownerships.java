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
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** A little later than the row says, so that the lease is over by the table's clock too. */
    private static final Duration AFTER_LEASE = Duration.ofMillis(5);

    private static final class Hold {
        private int exchanges;

        /** Whether this process is the row's owner, as far as it knows. */
        private boolean taken;

        /** Whether a try to take the row has failed, and was perhaps committed all the same. */
        private boolean perhapsTaken;

        /** Whether an exchange got the task's end. */
        private boolean received;
    }

    /** A row as it stood at a time of the repository. */
    record Seen(TaskRow row, Instant at) {}

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final LastingWrites writes;
    private final Timer timer;
    private final Consumer<TaskRow> freed;
    private final Lock lock = new ReentrantLock();
    private final Map<String, Hold> holds = new HashMap<>();

    /**
     * @param freed hears of rows that are free again; on the repository pool
     */
    Ownerships(
            TrackingSettings settings,
            RepositoryAccess access,
            LastingWrites writes,
            Timer timer,
            Consumer<TaskRow> freed) {
        this.settings = settings;
        this.access = access;
        this.writes = writes;
        this.timer = timer;
        this.freed = freed;
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

    /**
     * Takes an open row for the exchanges that hold it. Where another waiter has it, it is taken
     * when that one's lease is over: if that waiter is dead, no consumer may get in between.
     *
     * @return the row as it stands after the first try, ours or not
     */
    CompletableFuture<Optional<Seen>> own(String key) {
        return access.call(repo -> own(repo, key))
                .whenComplete(
                        (seen, failure) -> {
                            if (failure == null) {
                                seen.ifPresent(this::seen);
                            } else {
                                note(key, hold -> hold.perhapsTaken = true);
                            }
                        });
    }

    private Optional<Seen> own(TaskRepository repo, String key) {
        return RepositoryAccess.change(
                        repo,
                        key,
                        row -> {
                            Instant now = repo.now();
                            return isOpen(row) && !row.heldByOther(settings.waitOwner(), now)
                                    ? row.change()
                                            .heldBy(
                                                    settings.waitOwner(),
                                                    now.plus(settings.lease()))
                                            .row()
                                    : null;
                        })
                .map(row -> new Seen(row, repo.now()));
    }

    /** Takes note of a row that shall be ours. */
    void seen(Seen seen) {
        TaskRow row = seen.row();
        if (isMine(row)) {
            note(row.key(), hold -> hold.taken = true);
        } else if (isOpen(row)) {
            notTaken(row.key());
            takeOver(row.key(), whileHeld(seen));
        }
    }

    /** Until the lease of another waiter is over; sooner, since it may let go before. */
    private Duration whileHeld(Seen seen) {
        Instant until = seen.row().leaseUntil();
        Duration third = settings.lease().dividedBy(3);
        if (until == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(seen.at(), until).plus(AFTER_LEASE);
        return left.compareTo(third) < 0 ? left : third;
    }

    private void takeOver(String key, Duration delay) {
        timer.schedule(
                delay.toNanos(),
                () -> {
                    if (isWanted(key)) {
                        own(key).exceptionally(
                                        failure -> {
                                            LOG.debug("Key '{}' is not taken yet", key, failure);
                                            takeOver(key, RETRY);
                                            return Optional.empty();
                                        });
                    }
                });
    }

    private boolean isWanted(String key) {
        lock.lock();
        try {
            Hold hold = holds.get(key);
            return hold != null && hold.exchanges > 0 && !hold.taken;
        } finally {
            lock.unlock();
        }
    }

    /** This process has become, or may be, a row's owner; perhaps too late for its exchange. */
    private void note(String key, Consumer<Hold> taking) {
        Hold hold;
        lock.lock();
        try {
            hold = holds.computeIfAbsent(key, k -> new Hold());
            taking.accept(hold);
            if (hold.exchanges > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        letGo(key, hold);
    }

    private void notTaken(String key) {
        lock.lock();
        try {
            Hold hold = holds.get(key);
            if (hold != null) {
                hold.taken = false;
                hold.perhapsTaken = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether an exchange of this process waits for a row or uses it, however old its lease is. */
    boolean isHeld(String key) {
        lock.lock();
        try {
            return holds.containsKey(key);
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
        Hold hold;
        lock.lock();
        try {
            hold = holds.get(key);
            if (hold == null || --hold.exchanges > 0) {
                return;
            }
            if (!hold.taken && !hold.perhapsTaken && !hold.received) {
                holds.remove(key);
                return;
            }
        } finally {
            lock.unlock();
        }
        letGo(key, hold);
    }

    /** The hold stays, and its lease is renewed, until this is written. */
    private void letGo(String key, Hold hold) {
        writes.write(
                        "the end of the exchange with the key '" + key + "'",
                        repo -> RepositoryAccess.change(repo, key, row -> letGo(row, hold)))
                .whenComplete(
                        (row, failure) -> {
                            forget(key, hold);
                            if (failure == null) {
                                row.filter(r -> r.owner() == null).ifPresent(freed);
                            }
                        });
    }

    /** Whoever waits for the task, it needs no consumer any more once an exchange has got it. */
    private TaskRow letGo(TaskRow row, Hold hold) {
        lock.lock();
        try {
            if (!isOpen(row) || hold.exchanges > 0) {
                return null;
            }
            if (hold.received) {
                return row.change().tombstone(RowState.DELIVERED).row();
            }
            if (!isMine(row)) {
                return null;
            }
            // Without a group nobody else will ever take it: its key is enough to find the task.
            return row.group() == null
                    ? row.change().tombstone(RowState.DELIVERED).row()
                    : row.change().released().row();
        } finally {
            lock.unlock();
        }
    }

    private void forget(String key, Hold hold) {
        lock.lock();
        try {
            if (hold.exchanges == 0) {
                holds.remove(key, hold);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOpen(TaskRow row) {
        return row.state() == RowState.ACCEPTED || row.state() == RowState.ENDED;
    }

    private boolean isMine(TaskRow row) {
        return isOpen(row) && settings.waitOwner().equals(row.owner());
    }

    /** Renews the leases; called well within the lease. */
    CompletableFuture<Boolean> renew() {
        List<String> keys;
        lock.lock();
        try {
            keys = List.copyOf(holds.keySet());
        } finally {
            lock.unlock();
        }
        return access.renew(keys, settings.waitOwner(), settings.lease());
    }
}
