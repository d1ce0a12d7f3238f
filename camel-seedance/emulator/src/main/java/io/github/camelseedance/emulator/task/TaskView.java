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

import java.time.Instant;

/**
 * A task as it was when asked. All times are emulated ones.
 *
 * @param idempotencyKey null when the create had none
 * @param request what was asked for; {@link VideoRequest#json()} is the body as sent, {@link
 *     VideoRequest#callbackUrl()} where its end is told
 * @param progress 0 to 100
 * @param due when the clock ends it; null when it never ends by itself, or by reads
 * @param ended null while it has not
 * @param error null unless it failed
 * @param results how many videos it has left
 * @param linkExpires when the link to its video dies or died; null when it has left none
 * @param account whose task it is
 * @param key the label of the API key that it was created with
 * @param credits reserved at creation
 */
public record TaskView(
        String id,
        String idempotencyKey,
        VideoRequest request,
        TaskStatus status,
        int progress,
        Instant created,
        Instant due,
        Instant ended,
        TaskError error,
        int results,
        Instant linkExpires,
        String account,
        String key,
        double credits) {

    /** What has been paid for it: all that was reserved when it is completed, else nothing. */
    public double creditsUsed() {
        return status == TaskStatus.COMPLETED ? credits : 0;
    }
}
