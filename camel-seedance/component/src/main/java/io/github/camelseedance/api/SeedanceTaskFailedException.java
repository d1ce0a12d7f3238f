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
package io.github.camelseedance.api;

/** A task ended without a video. */
public class SeedanceTaskFailedException extends SeedanceException {
    private final VideoTask task;

    public SeedanceTaskFailedException(VideoTask task) {
        super(describe(task), task.id(), null);
        this.task = task;
    }

    /** The task as it ended. */
    public VideoTask getTask() {
        return task;
    }

    /** The service's error code, or null. */
    public String getErrorCode() {
        return task.error() == null ? null : task.error().code();
    }

    /** The service's text, or null. */
    public String getErrorMessage() {
        return task.error() == null ? null : task.error().message();
    }

    /** Whether a new generation, under a new idempotency key, can help. */
    public boolean isNewTryCanHelp() {
        return task.error() != null && task.error().newTryCanHelp();
    }

    private static String describe(VideoTask task) {
        StringBuilder text = new StringBuilder("The task ").append(task.id()).append(' ');
        switch (task.status()) {
            case TaskStatus.COMPLETED -> text.append("is completed but has no result");
            case TaskStatus.LOST -> text.append("is not known to the service any more");
            case TaskStatus.EXPIRED -> text.append("did not end within taskRetention");
            default -> text.append("ended as ").append(task.status());
        }
        TaskError error = task.error();
        if (error != null) {
            text.append(": ").append(error.code()).append(": ").append(error.message());
        }
        return text.append(". ").append(advice(task)).toString();
    }

    private static String advice(VideoTask task) {
        if (TaskStatus.COMPLETED.equals(task.status())) {
            return "It may have been charged: ask the service's support with the task id before"
                    + " generating anew.";
        }
        if (task.error() != null && task.error().newTryCanHelp()) {
            return "A new try can help: wait a minute and set a new idempotency key.";
        }
        return "The same input is likely to end the same way: change it, and set a new idempotency"
                + " key to generate anew.";
    }
}
