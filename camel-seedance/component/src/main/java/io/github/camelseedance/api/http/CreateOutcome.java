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
package io.github.camelseedance.api.http;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import java.time.Duration;

/** What is known after one create call. Each answer, and each way to get none, is one of these. */
public sealed interface CreateOutcome {

    /**
     * The service has accepted: there is a task id.
     *
     * @param replayed whether the service answered from its ledger, without a new task
     */
    record Accepted(VideoTask task, boolean replayed) implements CreateOutcome {}

    /**
     * Provably not accepted: the client was never asked for the request's bytes, or the answer is
     * 429. The same bytes may be sent again.
     *
     * @param cause what happened; retryable
     * @param retryAfter how long the service asks to wait, or null
     */
    record NotAccepted(SeedanceException cause, Duration retryAfter) implements CreateOutcome {}

    /** Refused with an admission code: nothing was accepted, and nothing will be charged. */
    record Refused(SeedanceRefusedException cause) implements CreateOutcome {}

    /** 409 {@code paid_outcome_unknown}: the first call with this key is not settled yet. */
    record Unsettled(SeedanceRefusedException cause) implements CreateOutcome {}

    /** Nobody on this side can tell: it may have been accepted, and charged. */
    record Ambiguous(SeedanceException cause) implements CreateOutcome {}
}
