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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;

/**
 * A task that the service has accepted, for those who wait for its end.
 *
 * @param key its idempotency key; null for a task that is not on record
 * @param task the task as far as it is known; an end is believed
 * @param known whether it was there before, so that nothing was sent now
 * @param age how long ago it was accepted, by the repository's clock
 * @param calledBack whether its end may be called back; a row does not tell whether it is
 */
public record Submitted(
        String key, VideoTask task, boolean known, Duration age, boolean calledBack) {

    /** A task that was accepted just now. */
    static Submitted anew(Submission submission, VideoTask task) {
        return new Submitted(submission.key(), task, false, Duration.ZERO, submission.calledBack());
    }

    /** A task that is on record. */
    static Submitted known(TaskRow row, VideoTask task, Instant now) {
        return new Submitted(row.key(), task, true, age(row, now), true);
    }

    /** A task of which the table knows nothing. */
    public static Submitted elsewhere(VideoTask task) {
        return new Submitted(null, task, true, Duration.ZERO, false);
    }

    /** The same task for somebody who has come later. */
    Submitted joined() {
        return new Submitted(key, task, true, age, calledBack);
    }

    /** The task that a row stands for, as far as the row knows it. */
    static VideoTask taskOf(TaskRow row) {
        return row.ended() != null ? row.ended() : VideoTask.pending(row.taskId());
    }

    /** How old a row's task is: retention counts from its sending, whoever takes it up when. */
    static Duration age(TaskRow row, Instant now) {
        return Duration.between(row.firstSent() == null ? row.createdAt() : row.firstSent(), now);
    }
}
