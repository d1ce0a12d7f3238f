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

    /** A write that failed, and was perhaps committed all the same. */
    private record Failed(long version, boolean abandoned) {}

    private final TrackingListener listener;
    private final Map<String, Failed> failed = new ConcurrentHashMap<>();

    UnknownOutcomes(TrackingListener listener) {
        this.listener = listener;
    }

    /**
     * Gives up a row whose exchange is told. Whoever waits to hear more of it goes on holding it.
     *
     * @return the row, or empty when somebody else has written it since
     */
    Optional<TaskRow> write(TaskRepository repo, TaskRow row) {
        return write(repo, row, false);
    }

    /** The same for a row whose sender is gone, so that a person has to hear of it here. */
    Optional<TaskRow> abandon(TaskRepository repo, TaskRow row) {
        return write(repo, row.change().released().row(), true);
    }

    private Optional<TaskRow> write(TaskRepository repo, TaskRow row, boolean abandoned) {
        tellLate(repo);
        try {
            Optional<TaskRow> unknown =
                    repo.update(row.change().state(RowState.UNKNOWN).ambiguous().row());
            unknown.ifPresent(written -> tell(written, abandoned));
            return unknown;
        } catch (RuntimeException e) {
            failed.put(row.key(), new Failed(row.version() + 1, abandoned));
            throw e;
        }
    }

    /** Tells of rows that are written although the table failed when they were. */
    void tellLate(TaskRepository repo) {
        failed.forEach(
                (key, write) -> {
                    Optional<TaskRow> row = repo.find(key);
                    if (failed.remove(key, write)) {
                        row.filter(found -> found.state() == RowState.UNKNOWN)
                                .filter(found -> found.version() == write.version())
                                .ifPresent(found -> tell(found, write.abandoned()));
                    }
                });
    }

    private void tell(TaskRow row, boolean abandoned) {
        listener.outcomeUnknown(row.account(), row.key());
        if (abandoned) {
            LOG.error(
                    "It is not known whether the request with the key '{}', sent at {}, was"
                            + " accepted: its sender is gone. Submit it again under the same key"
                            + " with ambiguousSubmit=retry within 23 h; or look it up in the"
                            + " service's console, and call accepted(key, taskId) or"
                            + " notAccepted(key) of SeedanceComponent.getTaskOperations().",
                    row.key(),
                    row.firstSent());
        }
    }
}
