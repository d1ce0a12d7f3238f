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

import java.time.Duration;

/** A wait ended before the task did. The task lives on: it is neither cancelled nor sent again. */
public class SeedanceTimeoutException extends SeedanceException {
    private final Duration waited;

    /**
     * @param taskId the task that lives on
     * @param status its last known status
     * @param waited how long was waited
     */
    public SeedanceTimeoutException(String taskId, String status, Duration waited) {
        super(
                "The task "
                        + taskId
                        + " was still "
                        + status
                        + " after waitTimeout="
                        + waited.toMillis()
                        + "ms. It lives on and will be charged when it completes: wait again with"
                        + " seedance:await and this task id, or with the same idempotency key, or"
                        + " raise waitTimeout.",
                taskId,
                null);
        this.waited = waited;
    }

    /** How long was waited. */
    public Duration getWaited() {
        return waited;
    }
}
