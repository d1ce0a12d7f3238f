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
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of which nobody here will ever know whether they are paid for. The conditional update
 * decides which process says so: the one that wrote it. Runs on the repository pool.
 */
final class UnknownOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownOutcomes.class);

    private final TrackingSettings settings;
    private final TrackingListener listener;

    /** The versions of writes that failed, and were perhaps committed all the same, by key. */
    private final Map<String, Long> failed = new ConcurrentHashMap<>();

    UnknownOutcomes(TrackingSettings settings, TrackingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Gives up a row whose exchange is told. Whoever waits to hear more of it goes on holding it.
     *
     * @return the row, or empty when somebody else has written it since
     */
    Optional<TaskRow> write(TaskRepository repo, TaskRow row) {
        tellLate(repo);
        try {
            Optional<TaskRow> unknown =
                    repo.update(row.change().state(RowState.UNKNOWN).ambiguous().row());
            unknown.ifPresent(this::tell);
            return unknown;
        } catch (RuntimeException e) {
            failed.put(row.key(), row.version() + 1);
            throw e;
        }
    }

    /**
     * The same for a row whose sender is gone, so that a person has to hear of it here. It is said
     * before it is written: where this process dies in between, the next one says it again. The row
     * is held meanwhile, so that no two processes say it at a time.
     */
    Optional<TaskRow> abandon(TaskRepository repo, TaskRow row) {
        Instant until = repo.now().plus(settings.sendingLease());
        Optional<TaskRow> held =
                repo.update(row.change().heldBy(settings.doubtOwner(), until).row());
        held.ifPresent(UnknownOutcomes::log);
        return held.flatMap(mine -> write(repo, mine.change().released().row()));
    }

    /** Tells of rows that are written although the table failed when they were. */
    void tellLate(TaskRepository repo) {
        failed.forEach(
                (key, version) -> {
                    Optional<TaskRow> row = repo.find(key);
                    if (failed.remove(key, version)) {
                        row.filter(found -> found.state() == RowState.UNKNOWN)
                                .filter(found -> found.version() == version)
                                .ifPresent(this::tell);
                    }
                });
    }

    private void tell(TaskRow row) {
        listener.outcomeUnknown(row.account(), row.key());
    }

    private static void log(TaskRow row) {
        LOG.error(
                "It is not known whether the request with the key '{}', sent at {}, was accepted:"
                        + " its sender is gone. Submit it again under the same key with"
                        + " ambiguousSubmit=retry within 23 h; or look it up in the service's"
                        + " console, and call accepted(key, taskId) or notAccepted(key) of"
                        + " SeedanceComponent.getTaskOperations().",
                row.key(),
                row.firstSent());
    }
}
