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
package io.github.camelseedance;

import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.VideoTask;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Puts tasks on messages. */
final class TaskMessage {
    private TaskMessage() {}

    /** Makes a task the message's body, with its headers. */
    static void replace(Exchange exchange, VideoTask task) {
        Message message = exchange.getMessage();
        message.setBody(task);
        describe(message, task);
    }

    /**
     * The task, when it has a video.
     *
     * @throws SeedanceTaskFailedException for every other end
     */
    static VideoTask requireCompleted(VideoTask task) {
        if (!task.completed()) {
            throw new SeedanceTaskFailedException(task);
        }
        return task;
    }

    /** Sets the headers that tell about a task, and takes away those that another has left. */
    static void describe(Message message, VideoTask task) {
        set(message, SeedanceConstants.TASK_ID, task.id());
        set(message, SeedanceConstants.STATUS, task.status());
        set(message, SeedanceConstants.PROGRESS, task.progress());
        set(message, SeedanceConstants.ESTIMATED_TIME, task.estimatedTime());
        set(message, SeedanceConstants.VIDEO_URL, task.videoUrl());
        set(message, SeedanceConstants.RESULT_EXPIRES_AT, task.resultExpiresAt());
        set(message, SeedanceConstants.CREDITS_RESERVED, task.creditsReserved());
        boolean failed = task.error() != null;
        set(message, SeedanceConstants.ERROR_CODE, failed ? task.error().code() : null);
        set(message, SeedanceConstants.ERROR_MESSAGE, failed ? task.error().message() : null);
    }

    private static void set(Message message, String header, Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }
}
