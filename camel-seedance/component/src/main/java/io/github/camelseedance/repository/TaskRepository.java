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

/**
 * The task table. It is called only on the component's repository pool, so it may block; each
 * method is one transaction of its own, committed when it returns. A method that throws has changed
 * nothing that its caller may rely on: what it was to write is written anew or looked up.
 */
public interface TaskRepository {

    /**
     * Makes the table ready: called once, before anything else, when the first route that uses it
     * starts.
     *
     * @throws io.github.camelseedance.api.SeedanceException when it cannot be used; the route does
     *     not start then
     */
    default void start() {}

    /** The time by which rows are stamped and leases end: the database's where there is one. */
    Instant now();

    /**
     * Puts an intent on record, unless its key is known.
     *
     * @return the row that is on record already; empty when this one was inserted
     * @throws io.github.camelseedance.api.SeedanceException when the table is full
     */
    Optional<TaskRow> insertIfAbsent(TaskRow row);

    /** The row of a key. */
    Optional<TaskRow> find(String key);

    /** The row of a task. */
    Optional<TaskRow> findByTaskId(String account, String taskId);

    /**
     * Writes a row if nobody else has written it since it was read, which its version tells; never
     * inserts.
     *
     * @return the row as written, or empty when the version on record is another
     */
    Optional<TaskRow> update(TaskRow row);

    /**
     * Rows in the order of their keys.
     *
     * @param after the last key of the page before, or null
     * @param limit the size of a page
     */
    List<TaskRow> list(RowQuery query, String after, int limit);

    /** How many rows there are in each state; a state without rows may be missing. */
    Map<RowState, Long> count();

    /**
     * Prolongs leases, each by the rule of {@link #update}: of a row that somebody else has taken
     * over nothing changes, nor of one without a task id, unless its outcome is {@link
     * RowState#UNKNOWN} and its owner waits to hear of it.
     *
     * @param keys whose rows
     * @param owner who holds them
     * @param lease from now on
     * @return how many leases were prolonged
     */
    int renew(Collection<String> keys, String owner, Duration lease);

    /**
     * Forgets tombstones, and intents that nobody holds and of which nothing was ever accepted.
     *
     * @param changedBefore only those that were written last before this time
     * @return how many
     */
    int purge(Instant changedBefore);

    /** Whether other processes see the same table. */
    boolean isShared();
}
