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

import java.util.Locale;
import java.util.Set;

/**
 * The status words of a task: those of the service, and two that are found on this side. The
 * service may use words that are not listed here; such a word is never an end.
 */
public final class TaskStatus {
    /** Accepted, not started. */
    public static final String PENDING = "pending";

    /** Being generated. */
    public static final String PROCESSING = "processing";

    /** Done; the result link lives for 24 hours. */
    public static final String COMPLETED = "completed";

    /** Ended without a video; not charged. */
    public static final String FAILED = "failed";

    /** Ended by the service before it was done. */
    public static final String CANCELLED = "cancelled";

    /** Found here: the service keeps answering that it does not know the task. */
    public static final String LOST = "lost";

    /** Found here: the task did not end within {@code taskRetention}. */
    public static final String EXPIRED = "expired";

    private static final Set<String> ENDS = Set.of(COMPLETED, FAILED, CANCELLED, LOST, EXPIRED);
    private static final Set<String> KNOWN =
            Set.of(PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED, LOST, EXPIRED);

    private TaskStatus() {}

    /** Whether a task with this status will not change any more. */
    public static boolean isEnd(String status) {
        return status != null && ENDS.contains(status.toLowerCase(Locale.ROOT));
    }

    /** Whether this is one of the words above. */
    public static boolean isKnown(String status) {
        return status != null && KNOWN.contains(status.toLowerCase(Locale.ROOT));
    }
}
