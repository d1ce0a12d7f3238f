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
package io.github.camelseedance.repository.jdbc;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** Rows to and from columns, in the order of {@link Statements}. */
final class Rows {
    private Rows() {}

    /** What an intent is from its beginning. */
    static void bindNew(Parameters parameters, TaskRow row) throws SQLException {
        parameters
                .text(row.key())
                .text(row.account())
                .text(row.group())
                .text(row.fingerprint())
                .time(row.createdAt());
        bindChanging(parameters, row);
    }

    /** What a row's way changes. */
    static void bindChanging(Parameters parameters, TaskRow row) throws SQLException {
        parameters
                .text(row.state().name())
                .text(row.request())
                .text(row.taskId())
                .time(row.firstSent())
                .flag(row.ambiguous())
                .text(RowJson.write(row.refusal()))
                .text(RowJson.write(row.ended()))
                .time(row.endedAt())
                .text(row.owner())
                .time(row.leaseUntil())
                .number(row.attempts())
                .time(row.nextAttemptAt());
    }

    static TaskRow read(ResultSet row) throws SQLException {
        return new TaskRow(
                row.getString("idempotency_key"),
                row.getString("account"),
                row.getString("task_group"),
                row.getString("fingerprint"),
                state(row.getString("state")),
                row.getString("request"),
                row.getString("task_id"),
                time(row, "created_at"),
                time(row, "first_sent"),
                row.getBoolean("ambiguous"),
                RowJson.readError(row.getString("refusal")),
                RowJson.readTask(row.getString("task")),
                time(row, "ended_at"),
                row.getString("owner"),
                time(row, "lease_until"),
                row.getInt("attempts"),
                time(row, "next_attempt_at"),
                time(row, "changed_at"),
                row.getLong("version"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static RowState state(String name) {
        try {
            return RowState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new SeedanceException(
                    "The task table holds a row in the state '"
                            + name
                            + "', which this release does not know; it knows "
                            + Arrays.toString(RowState.values())
                            + ". A newer release has written it: upgrade this one.",
                    null,
                    e);
        }
    }
}
