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
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.repository.TaskRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts whose keys this process has; rows carry only their labels. */
final class KnownAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(KnownAccounts.class);

    private final SeedanceClient client;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    KnownAccounts(SeedanceClient client) {
        this.client = client;
    }

    void add(Account account) {
        accounts.put(account.label(), account);
    }

    /** What has to be known to watch the task of a row; empty when that cannot be done here. */
    Optional<Tracker.Target> target(TaskRow row, Instant now) {
        return target(row, now, true);
    }

    /**
     * The same for a task of which it is known whether it asks for a callback; a row does not tell.
     */
    Optional<Tracker.Target> target(TaskRow row, Instant now, boolean calledBack) {
        Account account = accounts.get(row.account());
        if (account == null) {
            LOG.debug("Task {}: account '{}' is not configured here", row.taskId(), row.account());
            return Optional.empty();
        }
        return Optional.of(
                new Tracker.Target(
                        account,
                        row.taskId(),
                        row.key(),
                        Group.of(row),
                        Submitted.age(row, now),
                        calledBack));
    }

    /** Reads a task once. */
    CompletableFuture<VideoTask> read(String label, String taskId) {
        Account account = accounts.get(label);
        return account == null
                ? CompletableFuture.failedFuture(
                        new SeedanceException(
                                "No endpoint of this context has account="
                                        + label
                                        + ", so its key is not known here"))
                : client.read(account, taskId);
    }
}
