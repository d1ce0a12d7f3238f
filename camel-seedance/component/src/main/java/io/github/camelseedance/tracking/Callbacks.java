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

import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about callbacks: the task is read, and all else follows from that answer. A callback
 * that comes twice, late, early or in a wrong order is one look too many, and no more.
 */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /** With delays that double from the first up to 3.2 s, so many looks outlast a create call. */
    private static final int LOOKS = 36;

    private static final int DOUBLINGS = 5;

    /** Also from one look at a key to the next, however many callbacks come. */
    private static final long FIRST_DELAY_NANOS = Duration.ofMillis(100).toNanos();

    /** Tasks that callbacks for one key name between two looks; there is one that is right. */
    private static final int MAX_TASKS = 16;

    private final RepositoryAccess access;
    private final Timer timer;
    private final KnownAccounts accounts;
    private final Tracker tracker;
    private final LostAnswers lostAnswers;

    /** What is being looked up: many callbacks for one key make one look at a time. */
    private final Map<Origin, Look> looks = new ConcurrentHashMap<>();

    Callbacks(
            RepositoryAccess access,
            Timer timer,
            KnownAccounts accounts,
            Tracker tracker,
            LostAnswers lostAnswers) {
        this.access = access;
        this.timer = timer;
        this.accounts = accounts;
        this.tracker = tracker;
        this.lostAnswers = lostAnswers;
    }

    private record Origin(String account, String key) {}

    /** Takes a callback; returns at once. */
    void received(CallbackHint hint) {
        tracker.calledBack(hint);
        if (tracker.hint(hint)) {
            return;
        }
        Look mine = new Look(hint);
        Look look =
                looks.compute(
                        new Origin(hint.account(), hint.key()),
                        (origin, known) -> known == null ? mine : known.with(hint));
        if (look == mine) {
            look.run();
        }
    }

    /** The look at one key's row, again until the row says what is to be done. */
    private final class Look {
        private final Origin origin;

        /** The tasks that callbacks name and that have not been told. */
        private final Set<String> taskIds = new LinkedHashSet<>();

        /** Whether a callback has come since the last look began. */
        private boolean news;

        private int tries;

        Look(CallbackHint hint) {
            origin = new Origin(hint.account(), hint.key());
            with(hint);
        }

        synchronized Look with(CallbackHint hint) {
            news = true;
            if (hint.taskId() != null && taskIds.size() < MAX_TASKS) {
                taskIds.add(hint.taskId());
            }
            return this;
        }

        void run() {
            synchronized (this) {
                news = false;
            }
            access.call(repo -> isSettled(repo.find(origin.key()), repo.now()))
                    .whenComplete(this::looked);
        }

        /** Whether no other look is needed. */
        private boolean isSettled(Optional<TaskRow> found, Instant now) {
            TaskRow row = found.filter(r -> r.account().equals(origin.account())).orElse(null);
            if (row == null) {
                LOG.debug("A callback for the key '{}', which is not on record", origin.key());
            } else if (row.state() == RowState.ACCEPTED) {
                accounts.target(row, now).ifPresent(tracker::hint);
            } else if (row.taskId() == null) {
                tell(row);
                // The answer of the create may be under way, and the callback faster than it.
                return row.state() != RowState.SENDING;
            }
            return true;
        }

        private void tell(TaskRow row) {
            List<String> named;
            synchronized (this) {
                named = List.copyOf(taskIds);
                taskIds.clear();
            }
            named.forEach(taskId -> lostAnswers.found(row, taskId));
        }

        private void looked(Boolean settled, Throwable failure) {
            tries++;
            if (failure != null) {
                LOG.debug("A callback for the key '{}'", origin.key(), failure);
            }
            boolean last = tries == LOOKS || (failure == null && settled);
            timer.schedule(
                    last ? FIRST_DELAY_NANOS : FIRST_DELAY_NANOS << Math.min(tries - 1, DOUBLINGS),
                    last ? this::rest : this::run);
        }

        private void rest() {
            if (looks.computeIfPresent(origin, (o, look) -> again()) != null) {
                run();
            }
        }

        /** Nothing, or itself to begin anew when a callback came since the last look began. */
        private synchronized Look again() {
            tries = 0;
            return news ? this : null;
        }
    }
}
