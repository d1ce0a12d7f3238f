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
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides what a key's use means before anything is sent: a new intent, a task that exists already,
 * or an answer that is on record. Runs on the repository pool.
 */
final class KeyReservation {
    /** The service's own ledger of keys is trusted for so long, from the first sending. */
    private static final Duration LEDGER = Duration.ofHours(23);

    private final Submission submission;
    private final String owner;
    private final Duration lease;
    private final UnknownOutcomes unknowns;
    private final Predicate<String> unwritten;
    private final Consumer<Optional<String>> inDoubt;

    /**
     * @param lease how long the row is held while images are published
     * @param unwritten whether the outcome of a sending is known here, and not on record yet
     * @param inDoubt told that an earlier sending is in doubt, before the row is taken, and who
     *     waits for a callback about it
     */
    KeyReservation(
            Submission submission,
            String owner,
            Duration lease,
            UnknownOutcomes unknowns,
            Predicate<String> unwritten,
            Consumer<Optional<String>> inDoubt) {
        this.submission = submission;
        this.owner = owner;
        this.lease = lease;
        this.unknowns = unknowns;
        this.unwritten = unwritten;
        this.inDoubt = inDoubt;
    }

    /**
     * @return the row: held by us and to be sent, or with a task id and done; empty when somebody
     *     else is at work on it just now
     * @throws SeedanceException when the key's answer is on record, or the key belongs to another
     *     request
     */
    Optional<TaskRow> reserve(TaskRepository repo) {
        Instant now = repo.now();
        TaskRow intent =
                TaskRow.prepared(
                                submission.key(),
                                submission.account().label(),
                                submission.group(),
                                submission.fingerprint(),
                                now)
                        .change()
                        .heldBy(owner, now.plus(lease))
                        .row();
        TaskRow known = repo.insertIfAbsent(intent).orElse(null);
        if (known == null) {
            // Read anew for its version; after a long pause it may be somebody else's already.
            return repo.find(submission.key())
                    .filter(row -> row.state() == RowState.PREPARED && owner.equals(row.owner()));
        }
        requireSameRequest(known);
        return switch (known.state()) {
            case ACCEPTED, ENDED, CLAIMED, DELIVERED, PARKED -> Optional.of(known);
            case REFUSED -> throw refusedBefore(known);
            case UNKNOWN -> resume(repo, known, now);
            case PREPARED -> known.heldByOther(owner, now) ? Optional.empty() : hold(repo, known);
            case SENDING -> isBeingSent(known, now) ? Optional.empty() : resume(repo, known, now);
        };
    }

    private void requireSameRequest(TaskRow known) {
        if (!known.fingerprint().equals(submission.fingerprint())) {
            throw new SeedanceInvalidRequestException(
                    List.of(
                            Violation.shape(
                                    "idempotencyKey",
                                    submission.key(),
                                    "this key belongs to another request"
                                            + (known.taskId() == null
                                                    ? ""
                                                    : " (task " + known.taskId() + ")")
                                            + "; set a new key for a new request")));
        }
    }

    /**
     * A row that is held by this process, which sends nothing under the key but by this attempt, is
     * what a write has left whose answer got lost: it need not wait for its lease.
     */
    private boolean isBeingSent(TaskRow row, Instant now) {
        return unwritten.test(row.key()) || row.heldByOther(owner, now);
    }

    /** Bytes that were certainly not accepted are made anew when the links in them may be dead. */
    private Optional<TaskRow> hold(TaskRepository repo, TaskRow row) {
        Instant now = repo.now();
        boolean fresh = now.isBefore(row.createdAt().plus(LEDGER));
        return repo.update(
                row.change()
                        .request(fresh ? row.request() : null)
                        .heldBy(owner, now.plus(lease))
                        .row());
    }

    /** An unknown outcome is asked for again only on demand, and only while the ledger lasts. */
    private Optional<TaskRow> resume(TaskRepository repo, TaskRow row, Instant now) {
        inDoubt.accept(
                Optional.ofNullable(row.owner())
                        .filter(w -> row.state() == RowState.UNKNOWN && !row.free(now)));
        if (submission.retryAmbiguous() && withinLedger(row, now)) {
            return repo.update(
                    row.change()
                            .state(RowState.SENDING)
                            .ambiguous()
                            .heldBy(owner, now.plus(lease))
                            .row());
        }
        if (row.state() == RowState.SENDING && unknowns.abandon(repo, row).isEmpty()) {
            return Optional.empty();
        }
        throw new SeedanceOutcomeUnknownException(
                row.key(), "an earlier attempt, at " + row.firstSent() + ", got no answer", null);
    }

    /** Whether the service still answers a key's second use from its ledger. */
    static boolean withinLedger(TaskRow row, Instant now) {
        return row.firstSent() != null
                && !now.isBefore(row.firstSent())
                && now.isBefore(row.firstSent().plus(LEDGER));
    }

    static SeedanceRefusedException refusedBefore(TaskRow row) {
        return new SeedanceRefusedException(
                "Creating a task, at " + row.firstSent() + ",",
                row.refusal(),
                false,
                "The answer is on record and nothing was sent now: change the request, or set a"
                        + " new idempotency key to try anew.",
                null,
                null);
    }
}
