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

import java.time.Duration;

/**
 * How tasks are tracked.
 *
 * @param node names this process as the owner of rows
 * @param statusInterval between two reads of one task around its estimated end
 * @param statusReadsPerSecond the most read calls a second, for each account
 * @param taskRetention after which a task that has not ended is called expired
 * @param keyRetention how long keys are remembered after their task was delivered
 * @param createTimeout for one create call; a row that is being sent is unknown one lease later
 * @param lease how long a row is held without a renewal
 * @param scanInterval between two looks at the table for what other processes have done
 * @param lostAfter how long the service must keep answering that it does not know a task
 */
public record TrackingSettings(
        String node,
        Duration statusInterval,
        int statusReadsPerSecond,
        Duration taskRetention,
        Duration keyRetention,
        Duration createTimeout,
        Duration lease,
        Duration scanInterval,
        Duration lostAfter) {

    /** The owner of rows for which an exchange waits in this process. */
    public String waitOwner() {
        return node + "/wait";
    }

    /** The owner of rows which a {@code completion} consumer in this process is delivering. */
    public String completionOwner() {
        return node + "/completion";
    }

    /** The owner of rows while this process tells that nobody knows their outcome. */
    String doubtOwner() {
        return node + "/doubt";
    }

    /** How long a row may be in the state {@code sending} before its outcome is unknown. */
    Duration sendingLease() {
        return createTimeout.plus(lease);
    }
}
