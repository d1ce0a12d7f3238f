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
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What consumers of this process do about rows: they have tasks watched, and take their ends. */
final class Consumption {
    private final Deliveries deliveries;
    private final Tracker tracker;
    private final KnownAccounts accounts;

    Consumption(Deliveries deliveries, Tracker tracker, KnownAccounts accounts) {
        this.deliveries = deliveries;
        this.tracker = tracker;
        this.accounts = accounts;
    }

    /** A task was accepted just now, and nobody waits for it. */
    void accepted(TaskRow row, boolean calledBack, Integer estimatedTime) {
        freed(row, () -> accounts.target(row, row.changedAt(), calledBack), estimatedTime);
    }

    /** Nobody holds a row any more: consumers of its group take over, where there are any. */
    void freed(TaskRow row) {
        freed(row, () -> accounts.target(row, row.changedAt()), null);
    }

    private void freed(
            TaskRow row, Supplier<Optional<Tracker.Target>> target, Integer estimatedTime) {
        if (row.state() != RowState.ACCEPTED) {
            deliveries.offer(row);
        } else if (deliveries.isConsumed(Group.of(row))) {
            target.get().ifPresent(known -> tracker.watch(known, estimatedTime));
        }
    }

    /** Watches the task of a row, as far as its account is known here. */
    void watch(TaskRow row, Instant now) {
        accounts.target(row, now).ifPresent(target -> tracker.watch(target, null));
    }

    /** Has the task of a row looked at once, whether anybody here watches it or not. */
    void look(TaskRow row, Instant now) {
        accounts.target(row, now).ifPresent(tracker::hint);
    }
}
