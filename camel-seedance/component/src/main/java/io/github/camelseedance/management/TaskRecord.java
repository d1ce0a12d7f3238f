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
package io.github.camelseedance.management;

import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.time.Instant;

/**
 * A row of the task table as an operator sees it: neither the request with its prompt nor any link.
 * Times are the table's.
 *
 * @param key the idempotency key
 * @param account label of the account
 * @param group whose {@code completion} consumers get the end; null when nobody does
 * @param state how far it has come
 * @param taskId the service's id; null before it is known
 * @param created when the intent was put on record
 * @param firstSent when the request was sent, and the first time of several in doubt; or null
 * @param status how the task has ended; null before it has, and once it is delivered
 * @param errorCode why the task ended without a video, or why the service refused; or null
 * @param errorMessage the service's text for it, or null
 * @param attempts how many deliveries have failed
 * @param nextAttempt before which no new delivery starts, or null
 * @param owner the process that is at work on it, as {@code context@host/...}, or null
 * @param changed when the row was last written
 */
public record TaskRecord(
        String key,
        String account,
        String group,
        RowState state,
        String taskId,
        Instant created,
        Instant firstSent,
        String status,
        String errorCode,
        String errorMessage,
        int attempts,
        Instant nextAttempt,
        String owner,
        Instant changed) {

    static TaskRecord of(TaskRow row) {
        TaskError error = row.ended() == null ? null : row.ended().error();
        if (error == null && row.refusal() != null) {
            error = new TaskError(row.refusal().code(), row.refusal().message(), null);
        }
        return new TaskRecord(
                row.key(),
                row.account(),
                row.group(),
                row.state(),
                row.taskId(),
                row.createdAt(),
                row.firstSent(),
                row.ended() == null ? null : row.ended().status(),
                error == null ? null : error.code(),
                error == null ? null : error.message(),
                row.attempts(),
                row.nextAttemptAt(),
                row.owner(),
                row.changedAt());
    }
}
