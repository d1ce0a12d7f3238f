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

import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.TaskRepository;
import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ended tasks on their way to {@code completion} consumers: claimed by one conditional update,
 * confirmed or released by another. Consumers of one group on one account compete.
 */
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** Older links are read anew before they are handed out; they live for 24 hours. */
    private static final Duration FRESH = Duration.ofHours(23);

    /** Makes a task's links young again. */
    interface Refresh {
        CompletableFuture<VideoTask> read(String account, String taskId);
    }

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final Timer timer;
    private final Refresh refresh;
    private final Map<Group, Set<Runnable>> consumers = new ConcurrentHashMap<>();
    private final Map<Group, ReadyKeys> ready = new ConcurrentHashMap<>();
    private final Set<String> claims = ConcurrentHashMap.newKeySet();

    Deliveries(TrackingSettings settings, RepositoryAccess access, Timer timer, Refresh refresh) {
        this.settings = settings;
        this.access = access;
        this.timer = timer;
        this.refresh = refresh;
    }

    /**
     * Adds a running consumer.
     *
     * @param trigger called, in any thread, when there is something to claim
     */
    public void register(Group group, Runnable trigger) {
        consumers.computeIfAbsent(group, g -> new CopyOnWriteArraySet<>()).add(trigger);
    }

    /** Takes a consumer out. */
    public void unregister(Group group, Runnable trigger) {
        consumers.getOrDefault(group, Set.of()).remove(trigger);
    }

    boolean isConsumed(Group group) {
        return group != null && !consumers.getOrDefault(group, Set.of()).isEmpty();
    }

    /** Tells the group's consumers of a row that they may claim. */
    void offer(TaskRow row) {
        boolean waiting = row.state() == RowState.ENDED || row.state() == RowState.CLAIMED;
        Group group = Group.of(row);
        if (waiting && isConsumed(group)) {
            offer(group, row.key());
        }
    }

    private void offer(Group group, String key) {
        ready(group).add(key);
        consumers.getOrDefault(group, Set.of()).forEach(Runnable::run);
    }

    /** Whether something waits to be claimed. */
    public boolean isReady(Group group) {
        return !ready(group).isEmpty();
    }

    private ReadyKeys ready(Group group) {
        return ready.computeIfAbsent(group, g -> new ReadyKeys());
    }

    /**
     * Claims what is ready; blocks on the repository, so it must not be called on its pool.
     *
     * @param limit how many at most
     * @throws java.util.concurrent.CompletionException when the repository fails before anything is
     *     claimed
     */
    public List<Delivery> claim(Group group, int limit) {
        ReadyKeys keys = ready(group);
        List<Delivery> claimed = new ArrayList<>();
        while (claimed.size() < limit) {
            String key = keys.poll();
            if (key == null) {
                break;
            }
            try {
                access.call(repo -> claim(repo, key))
                        .join()
                        .map(this::delivery)
                        .ifPresent(claimed::add);
            } catch (RuntimeException e) {
                keys.add(key);
                if (claimed.isEmpty()) {
                    throw e;
                }
                break;
            }
        }
        return claimed;
    }

    private Optional<TaskRow> claim(TaskRepository repo, String key) {
        Instant now = repo.now();
        return repo.find(key)
                .filter(row -> row.claimable(now))
                .flatMap(
                        row ->
                                repo.update(
                                        row.change()
                                                .state(RowState.CLAIMED)
                                                .heldBy(
                                                        settings.completionOwner(),
                                                        now.plus(settings.lease()))
                                                .row()));
    }

    /** Renews the leases of what routes are working on; called well within the lease. */
    void renew() {
        access.renew(claims, settings.completionOwner(), settings.lease());
    }

    private Delivery delivery(TaskRow row) {
        claims.add(row.key());
        VideoTask task = row.ended();
        boolean old = row.endedAt().plus(FRESH).isBefore(row.changedAt());
        if (old && task.completed()) {
            task = refreshed(row, task);
        }
        return new Delivery(row.key(), task);
    }

    private VideoTask refreshed(TaskRow row, VideoTask task) {
        try {
            VideoTask now = refresh.read(row.account(), row.taskId()).join();
            return TaskStatus.isEnd(now.status()) ? now : task;
        } catch (RuntimeException e) {
            LOG.warn(
                    "Task {}: its link is older than {} h and could not be read anew",
                    row.taskId(),
                    FRESH.toHours(),
                    e);
            return task;
        }
    }

    /** The route has taken the task's end. */
    public void confirm(Delivery delivery) {
        access.change(
                        delivery.key(),
                        row -> mine(row) ? row.change().tombstone(RowState.DELIVERED).row() : null)
                .whenComplete((row, failure) -> written(delivery, failure));
    }

    /** The route was interrupted: the next claim may follow at once, and nothing is counted. */
    public void giveBack(Delivery delivery) {
        access.change(
                        delivery.key(),
                        row ->
                                mine(row)
                                        ? row.change().state(RowState.ENDED).released().row()
                                        : null)
                .whenComplete((row, failure) -> written(delivery, failure));
    }

    /**
     * The route has failed: it gets the task again after a delay, or the row is parked.
     *
     * @param maximumRedeliveries how often a route may get it again
     * @param delay before it does
     */
    public void release(Delivery delivery, int maximumRedeliveries, Duration delay) {
        access.call(repo -> release(repo, delivery, maximumRedeliveries, delay))
                .whenComplete(
                        (row, failure) -> {
                            written(delivery, failure);
                            if (failure == null) {
                                row.ifPresent(r -> released(r, delay));
                            }
                        });
    }

    private Optional<TaskRow> release(
            TaskRepository repo, Delivery delivery, int maximumRedeliveries, Duration delay) {
        return RepositoryAccess.change(
                repo,
                delivery.key(),
                row -> {
                    if (!mine(row)) {
                        return null;
                    }
                    boolean park = row.attempts() >= maximumRedeliveries;
                    return row.change()
                            .state(park ? RowState.PARKED : RowState.ENDED)
                            .attempts(row.attempts() + 1, park ? null : repo.now().plus(delay))
                            .released()
                            .row();
                });
    }

    private void released(TaskRow row, Duration delay) {
        if (row.state() == RowState.PARKED) {
            LOG.error(
                    "Task {} is parked: {} deliveries to group '{}' have failed. It stays in the"
                            + " task table under the key '{}' until redeliver(key) or dismiss(key)"
                            + " of SeedanceComponent.getTaskOperations() is called",
                    row.taskId(),
                    row.attempts(),
                    row.group(),
                    row.key());
        } else if (row.state() == RowState.ENDED) {
            // A little later than the row says, so that the claim finds it due.
            timer.schedule(delay.plusMillis(20).toNanos(), () -> offer(row));
        }
    }

    private boolean mine(TaskRow row) {
        return row.state() == RowState.CLAIMED && settings.completionOwner().equals(row.owner());
    }

    private void written(Delivery delivery, Throwable failure) {
        claims.remove(delivery.key());
        if (failure != null) {
            LOG.warn(
                    "The delivery of task {} could not be written; it will be delivered again",
                    delivery.task().id(),
                    failure);
        }
    }
}
