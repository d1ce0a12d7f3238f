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

import io.github.camelseedance.api.TaskError;
import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import java.util.Optional;

/** What status reads say about the end of a task, which is believed when it is certain. */
final class EndRules {
    /** So many single reads must agree before a task is called lost or without a result. */
    private static final int CONFIRMATIONS = 4;

    private final TrackingSettings settings;

    EndRules(TrackingSettings settings) {
        this.settings = settings;
    }

    /** Whether a task that was read has ended. */
    boolean isEnd(Watch watch, VideoTask task) {
        return task.ended() && !isHollow(watch, task);
    }

    /** Completed without a result: read again a few times before it is believed. */
    private static boolean isHollow(Watch watch, VideoTask task) {
        if (!TaskStatus.COMPLETED.equalsIgnoreCase(task.status()) || task.completed()) {
            return false;
        }
        synchronized (watch) {
            watch.closely = true;
            return ++watch.emptyReads < CONFIRMATIONS;
        }
    }

    /** The end of a task that was read and is open, when it has been for too long. */
    Optional<VideoTask> expired(Watch watch, VideoTask task) {
        if (watch.ageNanos() < settings.taskRetention().toNanos()) {
            return Optional.empty();
        }
        return Optional.of(
                task.withStatus(
                        TaskStatus.EXPIRED,
                        new TaskError(
                                TaskStatus.EXPIRED, "it was still '" + task.status() + "'", null)));
    }

    /** The end of a task that a single read has not found, when it has not been for long. */
    Optional<VideoTask> notFound(Watch watch) {
        boolean lost;
        synchronized (watch) {
            if (watch.notFoundReads++ == 0) {
                watch.notFoundSince = System.nanoTime();
            }
            long since = System.nanoTime() - watch.notFoundSince;
            lost = watch.notFoundReads >= CONFIRMATIONS && since >= settings.lostAfter().toNanos();
        }
        return lost
                ? Optional.of(endedHere(watch, TaskStatus.LOST, "the service answers 404 for it"))
                : Optional.empty();
    }

    /** The longest time between two reads of a task that is not found. */
    long notFoundNanos() {
        return settings.lostAfter().toNanos() / CONFIRMATIONS;
    }

    private static VideoTask endedHere(Watch watch, String status, String why) {
        return new VideoTask(
                watch.taskId,
                status,
                watch.progress.percent(),
                watch.estimatedTime,
                null,
                null,
                null,
                null,
                new TaskError(status, why, null),
                null,
                null);
    }
}
