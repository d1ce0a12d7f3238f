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

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A task as the service last described it. Everything but {@code id} and {@code status} may be
 * missing.
 *
 * @param id the service's task id
 * @param status one of {@link TaskStatus}, or a word that is not known here
 * @param progress 0 to 100
 * @param estimatedTime the service's estimate of the whole run in seconds, or null
 * @param videoDuration length of the video in seconds, or null
 * @param model the model's id, or null
 * @param created when the service accepted the task, or null
 * @param results links to the video; the first one is it
 * @param error why it ended without a video, or null
 * @param creditsReserved credits that the service holds for this task, or null
 * @param creditsUsed credits that the task has cost, or null
 */
public record VideoTask(
        String id,
        String status,
        int progress,
        Integer estimatedTime,
        Integer videoDuration,
        String model,
        Instant created,
        List<String> results,
        TaskError error,
        Double creditsReserved,
        Double creditsUsed)
        implements Serializable {

    /** How long a result link lives after the task has ended, as the service documents it. */
    public static final Duration RESULT_LIFETIME = Duration.ofHours(24);

    /** Copies the results, so that a task never changes once it is read. */
    public VideoTask {
        results = results == null ? List.of() : List.copyOf(results);
    }

    /** A task of which nothing but its id is known yet. */
    public static VideoTask pending(String id) {
        return new VideoTask(
                id, TaskStatus.PENDING, 0, null, null, null, null, null, null, null, null);
    }

    /** Whether the task will not change any more. */
    public boolean ended() {
        return TaskStatus.isEnd(status);
    }

    /** Whether there is a video. */
    public boolean completed() {
        return TaskStatus.COMPLETED.equalsIgnoreCase(status) && !results.isEmpty();
    }

    /** The link to the video, or null. */
    public String videoUrl() {
        return results.isEmpty() ? null : results.get(0);
    }

    /** A time until which the link is certain to live, or null where it cannot be told. */
    public Instant resultExpiresAt() {
        return created == null || results.isEmpty() ? null : created.plus(RESULT_LIFETIME);
    }

    /** This task with another status, for ends that are found on this side. */
    public VideoTask withStatus(String newStatus, TaskError newError) {
        return new VideoTask(
                id,
                newStatus,
                progress,
                estimatedTime,
                videoDuration,
                model,
                created,
                results,
                newError,
                creditsReserved,
                creditsUsed);
    }

    /** Shows no link: its query string is a bearer's right to the video. */
    @Override
    public String toString() {
        return "VideoTask[id=" + id + ", status=" + status + ", progress=" + progress + "]";
    }
}
