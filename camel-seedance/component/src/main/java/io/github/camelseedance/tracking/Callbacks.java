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
import java.time.Instant;
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

    private final RepositoryAccess access;
    private final KnownAccounts accounts;
    private final Tracker tracker;
    private final LostAnswers lostAnswers;

    /** Keys whose row is being looked up: many callbacks make one look. */
    private final Set<String> looks = ConcurrentHashMap.newKeySet();

    Callbacks(
            RepositoryAccess access,
            KnownAccounts accounts,
            Tracker tracker,
            LostAnswers lostAnswers) {
        this.access = access;
        this.accounts = accounts;
        this.tracker = tracker;
        this.lostAnswers = lostAnswers;
    }

    /** Takes a callback; returns at once. */
    void received(CallbackHint hint) {
        if (tracker.hint(hint) || !looks.add(hint.key())) {
            return;
        }
        access.call(repo -> look(hint, repo.find(hint.key()), repo.now()))
                .whenComplete(
                        (done, failure) -> {
                            looks.remove(hint.key());
                            if (failure != null) {
                                LOG.debug("A callback for the key '{}'", hint.key(), failure);
                            }
                        });
    }

    private boolean look(CallbackHint hint, Optional<TaskRow> found, Instant now) {
        TaskRow row = found.filter(r -> r.account().equals(hint.account())).orElse(null);
        if (row == null) {
            LOG.debug("A callback for the key '{}', which is not on record", hint.key());
        } else if (row.state() == RowState.ACCEPTED) {
            accounts.target(row, now).ifPresent(tracker::hint);
        } else if (row.taskId() == null && hint.taskId() != null) {
            lostAnswers.found(row, hint.taskId());
        }
        return true;
    }
}
