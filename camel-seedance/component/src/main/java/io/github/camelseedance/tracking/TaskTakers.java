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
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;

/**
 * Who goes on with a task that has got on record: the exchanges that wait for it, or else the
 * consumers of its group.
 */
final class TaskTakers implements SubmitOnce.Accepted {
    private final Ownerships ownerships;
    private final AwaitedAnswers answers;
    private final Consumption consumption;

    TaskTakers(Ownerships ownerships, AwaitedAnswers answers, Consumption consumption) {
        this.ownerships = ownerships;
        this.answers = answers;
        this.consumption = consumption;
    }

    @Override
    public void accepted(Submission submission, VideoTask task, TaskRow row) {
        Ownerships.Seen seen = new Ownerships.Seen(row, row.changedAt());
        if (submission.waits() || row.owner() != null) {
            ownerships.seen(seen);
        } else {
            consumption.freed(row, task.estimatedTime(), submission.calledBack());
        }
        answers.changed(seen);
    }

    /** A callback has told of the task of a row. */
    @Override
    public void found(Ownerships.Seen seen) {
        TaskRow row = seen.row();
        ownerships.seen(seen);
        answers.changed(seen);
        if (row.state() == RowState.ACCEPTED) {
            // Its end is what the callback was about.
            consumption.look(row, seen.at());
        } else if (row.owner() == null) {
            consumption.freed(row);
        }
    }

    /** A person has settled a row. */
    void settled(TaskRow row) {
        if (row.owner() == null) {
            consumption.freed(row);
        }
        answers.changed(new Ownerships.Seen(row, row.changedAt()));
    }
}
