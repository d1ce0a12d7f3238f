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
package io.github.camelseedance.emulator.task;

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.OutcomeFault;

/**
 * How a task ends.
 *
 * @param status null for a task that never does by itself
 * @param error null unless it fails
 * @param results how many videos it leaves
 */
record Outcome(TaskStatus status, TaskError error, int results) {

    static final Outcome COMPLETED = new Outcome(TaskStatus.COMPLETED, null, 1);
    static final Outcome WITHOUT_RESULTS = new Outcome(TaskStatus.COMPLETED, null, 0);
    static final Outcome CANCELLED = new Outcome(TaskStatus.CANCELLED, null, 0);
    static final Outcome NEVER = new Outcome(null, null, 0);

    /** What a fault makes of a task's end; a video unless it says otherwise. */
    static Outcome of(Fault fault) {
        if (fault instanceof OutcomeFault.Failed failed) {
            return failed(failed.code(), failed.message());
        } else if (fault instanceof OutcomeFault.Cancelled) {
            return CANCELLED;
        } else if (fault instanceof OutcomeFault.WithoutResults) {
            return WITHOUT_RESULTS;
        } else if (fault instanceof OutcomeFault.NeverEnds) {
            return NEVER;
        }
        return COMPLETED;
    }

    static Outcome failed(String code, String message) {
        return new Outcome(TaskStatus.FAILED, new TaskError(code, message), 0);
    }

    /** Whether there is to be a video. */
    boolean hasVideo() {
        return results > 0;
    }
}
