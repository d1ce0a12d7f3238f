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

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceRefusedException;
import java.util.concurrent.RejectedExecutionException;

/** What an attempt to submit fails with: where anything is in doubt it says so. */
final class AttemptFailures {
    private final String key;

    /** Whether an earlier attempt may have been accepted, as far as it is known. */
    private volatile boolean inDoubt;

    AttemptFailures(String key) {
        this.key = key;
    }

    void inDoubt(boolean doubt) {
        inDoubt = doubt;
    }

    /** The component stops. */
    RejectedExecutionException stopped() {
        return new RejectedExecutionException(
                "The component stops: the request with the key '"
                        + key
                        + "' is not sent any more. The same idempotency key takes it up.");
    }

    /** Somebody else has been at work for too long. */
    SeedanceException busy() {
        return inDoubt
                ? unknown("it is being sent elsewhere now", null)
                : new SeedanceException(
                        "The request with the key '"
                                + key
                                + "' is being sent elsewhere since longer than"
                                + " submitTimeout. Nothing was sent here; try again"
                                + " later with the same key.");
    }

    /** Answers that are on record speak for themselves; all else is the table's failure. */
    Throwable notSent(Throwable failure) {
        if (failure instanceof SeedanceInvalidRequestException
                || failure instanceof SeedanceRefusedException
                || failure instanceof SeedanceOutcomeUnknownException) {
            return failure;
        }
        if (inDoubt) {
            return unknown("the task table failed then: " + failure.getMessage(), failure);
        }
        return new SeedanceException(
                "The task table failed, so nothing was sent for the key '"
                        + key
                        + "'. Try again later with the same key. The failure: "
                        + failure.getMessage(),
                null,
                failure);
    }

    private SeedanceOutcomeUnknownException unknown(String then, Throwable cause) {
        return new SeedanceOutcomeUnknownException(
                key, "an earlier attempt got no answer, and " + then, cause);
    }
}
