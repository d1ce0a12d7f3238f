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
package io.github.camelseedance.management;

import io.github.camelseedance.api.Failures;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRow;
import io.github.camelseedance.tracking.TaskService;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person does about rows of a task table that nobody else can settle: tasks that are <em>
 * parked</em>, because every delivery failed, and requests whose outcome is <em>unknown</em>. Taken
 * from {@code SeedanceComponent.getTaskOperations()}, or {@code
 * SeedanceEndpoint.getTaskOperations()} where an endpoint has a table of its own, and usable while
 * the component runs.
 *
 * <p>All methods block their caller until the table, and for {@link #accepted} the service, has
 * answered. Each change is one conditional update: of two persons who settle the same row one
 * succeeds, and the other is told what the row has become. No method sends a request that could be
 * paid for.
 *
 * <p>All methods throw a {@link SeedanceException} when they refuse, which says in what state the
 * key is and what is possible, and when the table can not be used, with the cause; and an {@link
 * IllegalArgumentException} for a key or id that is null.
 */
public final class TaskOperations {
    private static final Logger LOG = LoggerFactory.getLogger(TaskOperations.class);
    private static final int MAX_PAGE = 1000;

    private final TaskService tasks;

    /** For the component and its endpoints, which give it out. */
    public TaskOperations(TaskService tasks) {
        this.tasks = tasks;
    }

    /** How many rows there are in each state. */
    public Map<RowState, Long> count() {
        Map<RowState, Long> counts = new EnumMap<>(RowState.class);
        for (RowState state : RowState.values()) {
            counts.put(state, 0L);
        }
        counts.putAll(join(tasks.onTable(repo -> repo.count())));
        return counts;
    }

    /** The row of a key. */
    public Optional<TaskRecord> find(String key) {
        requireGiven("key", key);
        return join(tasks.onTable(repo -> repo.find(key))).map(TaskRecord::of);
    }

    /**
     * A page of rows in the order of their keys.
     *
     * @param after the last key of the page before, or null for the first page
     * @param limit the size of the page, 1 to 1000
     * @param states rows in any of these; none stands for all
     */
    public List<TaskRecord> list(String after, int limit, RowState... states) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "limit is " + limit + ": it must be 1 to " + MAX_PAGE);
        }
        RowQuery query = RowQuery.in(states.length == 0 ? RowState.values() : states);
        return page(query, after, limit).stream().map(TaskRecord::of).toList();
    }

    private List<TaskRow> page(RowQuery query, String after, int limit) {
        return join(tasks.onTable(repo -> repo.list(query, after, limit)));
    }

    /**
     * Has the end of a parked task delivered anew, with as many attempts as any other: at once when
     * a consumer of its group runs here, else at the next scan of one that runs elsewhere.
     */
    public TaskRecord redeliver(String key) {
        TaskRow row = change(key, RowState.PARKED, TaskOperations::unparked);
        tasks.settled(row);
        LOG.info("Task {} is delivered anew, on demand (key '{}')", row.taskId(), key);
        return TaskRecord.of(row);
    }

    private static TaskRow unparked(TaskRow row) {
        return row.change().state(RowState.ENDED).attempts(0, null).released().row();
    }

    /**
     * {@link #redeliver} for all parked tasks of a group on an account.
     *
     * @return how many there were
     */
    public int redeliverAll(String account, String group) {
        RowQuery parked = RowQuery.in(RowState.PARKED).of(account, group);
        int count = 0;
        String after = null;
        List<TaskRow> page;
        do {
            page = page(parked, after, MAX_PAGE);
            for (TaskRow row : page) {
                after = row.key();
                // Empty when somebody else has just settled it.
                var freed = join(tasks.onTable(repo -> repo.update(unparked(row))));
                freed.ifPresent(tasks::settled);
                count += freed.isPresent() ? 1 : 0;
            }
        } while (page.size() == MAX_PAGE);
        LOG.info("{} tasks of group '{}' of '{}' are delivered anew", count, group, account);
        return count;
    }

    /** Settles a parked task by hand: nobody gets its end any more, and its key is remembered. */
    public TaskRecord dismiss(String key) {
        TaskRow row =
                change(
                        key,
                        RowState.PARKED,
                        parked -> parked.change().tombstone(RowState.DELIVERED).row());
        LOG.info("Task {} is dismissed (key '{}')", row.taskId(), key);
        return TaskRecord.of(row);
    }

    /**
     * Settles an unknown outcome: the service has accepted the request as this task. That the id
     * exists is read from the service with the key of the row's account first. From then on it is a
     * task like any other: the same idempotency key joins it, an exchange that still waits for its
     * callback goes on with it, and else a {@code completion} consumer of its group watches it, at
     * once when one runs here. Whether it is the task of this request the service does not tell:
     * compare prompt and time in its console.
     *
     * @param taskId the service's id of the task
     */
    public TaskRecord accepted(String key, String taskId) {
        requireGiven("taskId", taskId);
        TaskRow unknown = required(key);
        requireState(unknown, RowState.UNKNOWN);
        requireFree(unknown, taskId);
        requireExisting(unknown, taskId);
        TaskRow row =
                change(key, RowState.UNKNOWN, doubtful -> doubtful.change().accepted(taskId).row());
        tasks.settled(row);
        LOG.info("Task {} is on record as that of the key '{}'", taskId, key);
        return TaskRecord.of(row);
    }

    private void requireFree(TaskRow row, String taskId) {
        join(tasks.onTable(repo -> repo.findByTaskId(row.account(), taskId)))
                .ifPresent(
                        other -> {
                            throw new SeedanceException(
                                    "The task "
                                            + taskId
                                            + " is on record under another key, '"
                                            + other.key()
                                            + "'. Nothing was changed: find the id of the request"
                                            + " that was sent at "
                                            + row.firstSent()
                                            + ", or call notAccepted(key).");
                        });
    }

    private void requireExisting(TaskRow row, String taskId) {
        try {
            tasks.read(row.account(), taskId).join();
        } catch (CompletionException e) {
            Throwable cause = Failures.unwrap(e);
            throw new SeedanceException(unconfirmed(row, taskId, cause), taskId, cause);
        }
    }

    private static String unconfirmed(TaskRow row, String taskId, Throwable cause) {
        if (cause instanceof SeedanceInvalidRequestException) {
            return "This is no task id, so nothing was changed. " + cause.getMessage();
        }
        if (cause instanceof SeedanceRefusedException refused
                && refused.getError().httpStatus() == 404) {
            return "The service knows no task "
                    + taskId
                    + " on the account '"
                    + row.account()
                    + "'. Nothing was changed.";
        }
        return "Whether the task "
                + taskId
                + " exists could not be read, so nothing was changed; try again later. "
                + cause.getMessage();
    }

    /**
     * Settles an unknown outcome: a person has found that the service has not accepted the request.
     * Nothing is sent by this; the next message with the same idempotency key is sent as if the key
     * were new, and paid for. An exchange that still waits for its callback fails. Be certain: this
     * is the only way by which a key whose outcome was in doubt becomes free again.
     */
    public TaskRecord notAccepted(String key) {
        TaskRow row = change(key, RowState.UNKNOWN, doubtful -> doubtful.change().unsent().row());
        tasks.settled(row);
        LOG.info("The key '{}' was not accepted, a person says, and may be sent again", key);
        return TaskRecord.of(row);
    }

    private TaskRow change(String key, RowState from, UnaryOperator<TaskRow> change) {
        requireGiven("key", key);
        Optional<TaskRow> changed =
                join(
                        tasks.change(
                                key,
                                row -> {
                                    requireState(row, from);
                                    return change.apply(row);
                                }));
        return changed.orElseThrow(() -> notOnRecord(key));
    }

    private TaskRow required(String key) {
        requireGiven("key", key);
        return join(tasks.onTable(repo -> repo.find(key))).orElseThrow(() -> notOnRecord(key));
    }

    private static void requireGiven(String name, String value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    name + " is null: give the one that you mean; list(...) shows the keys");
        }
    }

    private static SeedanceException notOnRecord(String key) {
        return new SeedanceException(
                "The key '"
                        + key
                        + "' is not in the task table. list(...) shows which are; finished ones go"
                        + " after keyRetention.");
    }

    private static void requireState(TaskRow row, RowState state) {
        if (row.state() != state) {
            throw new SeedanceException(
                    "The key '"
                            + row.key()
                            + "' is "
                            + row.state()
                            + ", not "
                            + state
                            + "; nothing was changed. "
                            + possible(row.state()),
                    row.taskId(),
                    null);
        }
    }

    private static String possible(RowState state) {
        return switch (state) {
            case PREPARED ->
                    "Nothing of it is accepted: a message with this key sends it, now or again.";
            case SENDING ->
                    "It is being sent: it becomes ACCEPTED, or UNKNOWN when its sender is gone.";
            case ACCEPTED ->
                    "Its task runs: it becomes ENDED where a completion consumer or an exchange"
                            + " waits for it.";
            case ENDED, CLAIMED -> "A completion consumer of its group, or an exchange, takes it.";
            case PARKED -> "Possible are redeliver(key) and dismiss(key).";
            case UNKNOWN -> "Possible are accepted(key, taskId) and notAccepted(key).";
            case DELIVERED -> "It is finished; its key is remembered for keyRetention.";
            case REFUSED ->
                    "The service has refused it; its key is remembered for keyRetention. Use a new"
                            + " key to try anew.";
        };
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = Failures.unwrap(e);
            if (cause instanceof SeedanceException refused) {
                throw refused;
            }
            throw new SeedanceException(
                    "The task table can not be used: " + cause.getMessage(), null, cause);
        }
    }
}
