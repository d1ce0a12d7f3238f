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

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * Which rows {@link TaskRepository#list} gives.
 *
 * @param states any of these
 * @param account label of the account, or null for all
 * @param group of {@code completion} consumers, or null for all
 * @param free only those that nobody holds now and that need not wait for a next attempt
 * @param owner only those that this owner holds, however old its lease is; or null for all
 */
public record RowQuery(
        Set<RowState> states, String account, String group, boolean free, String owner) {

    public RowQuery {
        states = Set.copyOf(states);
        if (states.isEmpty()) {
            throw new IllegalArgumentException("states is empty; name one RowState at least");
        }
    }

    /** All rows in these states. */
    public static RowQuery in(RowState... states) {
        return new RowQuery(Set.of(states), null, null, false, null);
    }

    /** All rows that are not tombstones. */
    public static RowQuery open() {
        return in(
                Arrays.stream(RowState.values())
                        .filter(state -> !state.isTombstone())
                        .toArray(RowState[]::new));
    }

    /** The same, of one group of an account. */
    public RowQuery of(String ofAccount, String ofGroup) {
        return new RowQuery(states, ofAccount, ofGroup, free, owner);
    }

    /** The same, as far as somebody may take them now. */
    public RowQuery onlyFree() {
        return new RowQuery(states, account, group, true, owner);
    }

    /** The same, as far as an owner holds them. */
    public RowQuery heldBy(String holder) {
        return new RowQuery(states, account, group, free, holder);
    }

    /** Whether a row is asked for; for implementations that look at each. */
    public boolean matches(TaskRow row, Instant now) {
        return states.contains(row.state())
                && (account == null || account.equals(row.account()))
                && (group == null || group.equals(row.group()))
                && (!free || row.free(now))
                && (owner == null || owner.equals(row.owner()));
    }
}
