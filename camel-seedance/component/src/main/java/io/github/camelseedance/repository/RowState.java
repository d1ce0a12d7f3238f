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
package io.github.camelseedance.repository;

/** How far the work under one idempotency key has come. */
public enum RowState {
    /** The intent is on record; nothing was sent, or what was sent was provably not accepted. */
    PREPARED,
    /** The exact bytes are on record and are being sent. */
    SENDING,
    /** The service has accepted; the task id is on record. */
    ACCEPTED,
    /** The task has ended and nobody has taken its end yet. */
    ENDED,
    /** Somebody is handing the end to a route. */
    CLAIMED,
    /** A route has taken the end; a tombstone. */
    DELIVERED,
    /** Every delivery failed; a person has to look. */
    PARKED,
    /** The service refused; nothing was charged; a tombstone. */
    REFUSED,
    /** Nobody knows whether the service accepted. */
    UNKNOWN;

    /** Whether a row in this state is kept only so that its key is remembered. */
    public boolean isTombstone() {
        return this == DELIVERED || this == REFUSED;
    }
}
