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

/**
 * A create call was sent and its answer is not known: the service may have accepted, and will
 * charge, the generation. Nothing is sent again under this key unless {@code ambiguousSubmit=retry}
 * says so, which asks the service for the first answer by the same key.
 */
public class SeedanceOutcomeUnknownException extends SeedanceException {
    private final String idempotencyKey;
    private final String reason;

    /**
     * @param idempotencyKey the key under which the call was sent
     * @param why what happened, in words
     * @param cause or null
     */
    public SeedanceOutcomeUnknownException(String idempotencyKey, String why, Throwable cause) {
        super(
                "It is not known whether the service accepted the generation with the idempotency"
                        + " key '"
                        + idempotencyKey
                        + "': "
                        + why
                        + ". It may have been accepted and will then be charged, so it was not sent"
                        + " again. Look it up in the service's console and settle it with"
                        + " accepted or notAccepted of the component's TaskOperations; or send the"
                        + " same exchange with ambiguousSubmit=retry, which asks by the same key"
                        + " and can not pay twice within the service's ledger. A new key"
                        + " generates anew, and may pay a second time.",
                null,
                cause);
        this.idempotencyKey = idempotencyKey;
        this.reason = why;
    }

    /** The key under which the call was sent. */
    public String getIdempotencyKey() {
        return idempotencyKey;
    }

    /** What happened, in words. */
    public String getReason() {
        return reason;
    }
}
