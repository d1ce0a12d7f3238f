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

    /** Nobody holds a row any more: consumers of its group take over, where there are any. */
    void freed(TaskRow row) {
        freed(row, null, true);
    }

    /**
     * The same for a task of which more is known.
     *
     * @param estimatedTime in seconds, or null
     * @param calledBack whether its end may be called back
     */
    void freed(TaskRow row, Integer estimatedTime, boolean calledBack) {
        if (row.state() != RowState.ACCEPTED) {
            deliveries.offer(row);
        } else if (deliveries.isConsumed(Group.of(row))) {
            accounts.target(row, row.changedAt(), calledBack)
                    .ifPresent(target -> tracker.watch(target, estimatedTime));
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
