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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    /** A row as it stood at a time of the repository. */
    record Seen(TaskRow row, Instant at) {}

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final LastingWrites writes;
    private final Timer timer;
    private final Consumer<TaskRow> freed;
    private final Holds holds = new Holds();

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
        holds.add(key);
    }

    /**
     * Takes an open row for the exchanges that hold it, or one whose outcome is unknown and may
     * become known. Where another waiter has it, it is taken when that one's lease is over: if that
     * waiter is dead, no consumer may get in between.
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
                                letGo(key, holds.perhapsTaken(key));
                            }
                        });
    }

    private Optional<Seen> own(TaskRepository repo, String key) {
        return RepositoryAccess.change(repo, key, row -> own(repo, row))
                .map(row -> new Seen(row, repo.now()));
    }

    private TaskRow own(TaskRepository repo, TaskRow row) {
        Instant now = repo.now();
        boolean takable = isOpen(row) && !row.heldByOther(settings.waitOwner(), now);
        // Whose outcome was written as unknown for us is ours until the lease is renewed.
        boolean kept = row.state() == RowState.UNKNOWN && isMine(row) && !row.free(now);
        return takable && !kept
                ? row.change().heldBy(settings.waitOwner(), now.plus(settings.lease())).row()
                : null;
    }

    /** Takes note of a row that shall be ours; where no exchange wants it any more it is let go. */
    void seen(Seen seen) {
        TaskRow row = seen.row();
        if (isMine(row)) {
            letGo(row.key(), holds.taken(row.key()));
        } else if (isOpen(row)) {
            holds.notTaken(row.key());
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
                    if (holds.isWanted(key)) {
                        own(key).exceptionally(
                                        failure -> {
                                            LOG.debug("Key '{}' is not taken yet", key, failure);
                                            takeOver(key, RETRY);
                                            return Optional.empty();
                                        });
                    }
                });
    }

    /** Whether an exchange of this process waits for a row or uses it, however old its lease is. */
    boolean isHeld(String key) {
        return holds.contains(key);
    }

    /** Whether an exchange of this process waits for any row or uses it. */
    boolean isUsed() {
        return !holds.keys().isEmpty();
    }

    /** An exchange got the task's end. */
    void received(String key) {
        holds.received(key);
    }

    /** An exchange that held the row has ended, in success or failure. */
    void exchangeEnded(String key) {
        letGo(key, holds.remove(key));
    }

    /**
     * The hold stays, and its lease is renewed, until this is written.
     *
     * @param hold null when there is nothing to be let go
     */
    private void letGo(String key, Holds.Hold hold) {
        if (hold == null) {
            return;
        }
        writes.write(
                        "the end of the exchange with the key '" + key + "'",
                        repo ->
                                RepositoryAccess.change(
                                        repo,
                                        key,
                                        row ->
                                                holds.unlessUsed(
                                                        hold, received -> letGo(row, received))))
                .whenComplete(
                        (row, failure) -> {
                            holds.forget(key, hold);
                            if (failure == null) {
                                row.filter(r -> r.owner() == null).ifPresent(freed);
                            }
                        });
    }

    /** Whoever waits for the task, it needs no consumer any more once an exchange has got it. */
    private TaskRow letGo(TaskRow row, boolean received) {
        boolean task = isOpen(row) && row.taskId() != null;
        if (task && received) {
            return row.change().tombstone(RowState.DELIVERED).row();
        }
        if (!isMine(row)) {
            return null;
        }
        // Without a group nobody else will ever take it: its key is enough to find the task.
        return task && row.group() == null
                ? row.change().tombstone(RowState.DELIVERED).row()
                : row.change().released().row();
    }

    private static boolean isOpen(TaskRow row) {
        return row.state() == RowState.ACCEPTED
                || row.state() == RowState.ENDED
                || row.state() == RowState.UNKNOWN;
    }

    private boolean isMine(TaskRow row) {
        return isOpen(row) && settings.waitOwner().equals(row.owner());
    }

    /** Renews the leases; called well within the lease. */
    CompletableFuture<Boolean> renew() {
        return access.renew(holds.keys(), settings.waitOwner(), settings.lease());
    }
}
