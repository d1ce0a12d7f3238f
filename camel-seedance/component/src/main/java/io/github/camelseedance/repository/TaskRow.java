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

import io.github.camelseedance.api.ApiError;
import io.github.camelseedance.api.VideoTask;
import java.time.Instant;

/**
 * One row of the task table: all that is on record under one idempotency key. Times are the
 * repository's ({@link TaskRepository#now()}). The API key is never part of it.
 *
 * @param key the idempotency key; the table's primary key
 * @param account label of the account
 * @param group whose {@code completion} consumers may deliver the end; null when nobody may
 * @param fingerprint digest of the request, by which a key's second use is told from its abuse
 * @param state how far it has come
 * @param request the exact JSON that is sent; null before it exists, and once its outcome is known
 * @param taskId the service's id; null before it is known
 * @param createdAt when the intent was put on record
 * @param firstSent when the request was sent, and the first time of several in doubt; or null
 * @param ambiguous whether any attempt had an unknown outcome; goes back to false only by {@link
 *     Change#unsent}
 * @param refusal the answer with which the service refused, or null
 * @param ended the task as it ended, or null
 * @param endedAt when the end was seen, or null
 * @param owner who is responsible for the row, or null
 * @param leaseUntil until when that holds, or null
 * @param attempts how many deliveries have failed
 * @param nextAttemptAt before which no new delivery starts, or null
 * @param changedAt when the row was last written; set by the repository
 * @param version counts the writes; set by the repository
 */
public record TaskRow(
        String key,
        String account,
        String group,
        String fingerprint,
        RowState state,
        String request,
        String taskId,
        Instant createdAt,
        Instant firstSent,
        boolean ambiguous,
        ApiError refusal,
        VideoTask ended,
        Instant endedAt,
        String owner,
        Instant leaseUntil,
        int attempts,
        Instant nextAttemptAt,
        Instant changedAt,
        long version) {

    /** A new intent. */
    public static TaskRow prepared(
            String key, String account, String group, String fingerprint, Instant now) {
        return new TaskRow(
                key,
                account,
                group,
                fingerprint,
                RowState.PREPARED,
                null,
                null,
                now,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                now,
                0);
    }

    /** Whether somebody else than {@code self} holds the row now. */
    public boolean heldByOther(String self, Instant now) {
        return owner != null && !owner.equals(self) && leaseUntil.isAfter(now);
    }

    /** Whether a delivery may start now. */
    public boolean claimable(Instant now) {
        return (state == RowState.ENDED || state == RowState.CLAIMED) && free(now);
    }

    /** Whether nobody holds the row, and it need not wait for a next attempt. */
    public boolean free(Instant now) {
        return (owner == null || !leaseUntil.isAfter(now))
                && (nextAttemptAt == null || !nextAttemptAt.isAfter(now));
    }

    /** A changer of this row; its result is written by {@link TaskRepository#update}. */
    public Change change() {
        return new Change(this);
    }

    /** Collects what shall be different in a copy of a row. */
    public static final class Change {
        private final TaskRow row;
        private RowState state;
        private String request;
        private String taskId;
        private Instant firstSent;
        private boolean ambiguous;
        private ApiError refusal;
        private VideoTask ended;
        private Instant endedAt;
        private String owner;
        private Instant leaseUntil;
        private int attempts;
        private Instant nextAttemptAt;

        private Change(TaskRow row) {
            this.row = row;
            state = row.state;
            request = row.request;
            taskId = row.taskId;
            firstSent = row.firstSent;
            ambiguous = row.ambiguous;
            refusal = row.refusal;
            ended = row.ended;
            endedAt = row.endedAt;
            owner = row.owner;
            leaseUntil = row.leaseUntil;
            attempts = row.attempts;
            nextAttemptAt = row.nextAttemptAt;
        }

        public Change state(RowState value) {
            state = value;
            return this;
        }

        public Change request(String value) {
            request = value;
            return this;
        }

        public Change taskId(String value) {
            taskId = value;
            return this;
        }

        /**
         * The service has accepted the request as this task. Who holds the row goes on holding it;
         * without a group nobody will ever take the end, so that the key is all that is kept.
         */
        public Change accepted(String id) {
            request = null;
            taskId = id;
            return row.group == null ? tombstone(RowState.DELIVERED) : state(RowState.ACCEPTED);
        }

        /**
         * Notes a sending. The first one whose outcome is in doubt stays on record, because the
         * service may have begun with it; one that was certainly not accepted does not count.
         */
        public Change sentAt(Instant value) {
            firstSent = ambiguous && firstSent != null ? firstSent : value;
            return this;
        }

        /** Notes that an attempt's outcome is unknown. */
        public Change ambiguous() {
            ambiguous = true;
            return this;
        }

        /**
         * A person has found that nothing was accepted, whatever was in doubt: the key is as if it
         * were new. No program decides this, because the next sending is paid for.
         */
        public Change unsent() {
            ambiguous = false;
            firstSent = null;
            request = null;
            return state(RowState.PREPARED).released();
        }

        public Change refusal(ApiError value) {
            refusal = value;
            return this;
        }

        public Change ended(VideoTask value, Instant at) {
            ended = value;
            endedAt = at;
            return this;
        }

        public Change heldBy(String newOwner, Instant until) {
            owner = newOwner;
            leaseUntil = until;
            return this;
        }

        public Change released() {
            return heldBy(null, null);
        }

        public Change attempts(int value, Instant next) {
            attempts = value;
            nextAttemptAt = next;
            return this;
        }

        /** Makes a tombstone: key, task id, fingerprint and outcome stay, the rest goes. */
        public Change tombstone(RowState outcome) {
            request = null;
            ended = null;
            nextAttemptAt = null;
            return state(outcome).released();
        }

        /** The changed copy. */
        public TaskRow row() {
            return new TaskRow(
                    row.key,
                    row.account,
                    row.group,
                    row.fingerprint,
                    state,
                    request,
                    taskId,
                    row.createdAt,
                    firstSent,
                    ambiguous,
                    refusal,
                    ended,
                    endedAt,
                    owner,
                    leaseUntil,
                    attempts,
                    nextAttemptAt,
                    row.changedAt,
                    row.version);
        }
    }

    /** Shows neither the request nor the task's links: their query strings are rights. */
    @Override
    public String toString() {
        return "TaskRow[key="
                + key
                + ", account="
                + account
                + ", state="
                + state
                + ", taskId="
                + taskId
                + ", version="
                + version
                + "]";
    }

    /**
     * This row as a repository has written it; for implementations of {@link TaskRepository}.
     *
     * @param at by the repository's clock
     * @param newVersion one more than before
     */
    public TaskRow written(Instant at, long newVersion) {
        return new TaskRow(
                key,
                account,
                group,
                fingerprint,
                state,
                request,
                taskId,
                createdAt,
                firstSent,
                ambiguous,
                refusal,
                ended,
                endedAt,
                owner,
                leaseUntil,
                attempts,
                nextAttemptAt,
                at,
                newVersion);
    }
}
