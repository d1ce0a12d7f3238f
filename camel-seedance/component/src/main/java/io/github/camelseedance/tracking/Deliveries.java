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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ended tasks on their way to {@code completion} consumers: claimed by one conditional update,
 * confirmed or released by another. Consumers of one group on one account compete.
 */
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final TrackingSettings settings;
    private final RepositoryAccess access;
    private final LastingWrites writes;
    private final Timer timer;
    private final FreshLinks links;
    private final TableOutage outage;
    private final Predicate<String> held;
    private final Map<Group, Set<Runnable>> consumers = new ConcurrentHashMap<>();
    private final Map<Group, ReadyKeys> ready = new ConcurrentHashMap<>();

    /** What routes have got and of which the outcome is not written yet. */
    private final Set<String> claims = ConcurrentHashMap.newKeySet();

    /**
     * @param held whether an exchange of this process uses the row of a key
     */
    Deliveries(
            TrackingSettings settings,
            RepositoryAccess access,
            LastingWrites writes,
            Timer timer,
            FreshLinks links,
            TableOutage outage,
            Predicate<String> held) {
        this.settings = settings;
        this.access = access;
        this.writes = writes;
        this.timer = timer;
        this.links = links;
        this.outage = outage;
        this.held = held;
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
                claim(key).map(this::delivery).ifPresent(claimed::add);
            } catch (RuntimeException e) {
                keys.add(key);
                outage.failed("the claim of an ended task", e.getCause());
                if (claimed.isEmpty()) {
                    throw e;
                }
                break;
            }
        }
        return claimed;
    }

    /** What an exchange of this process has got is not claimed anew, however old its lease is. */
    private Optional<TaskRow> claim(String key) {
        if (held.test(key) || !claims.add(key)) {
            return Optional.empty();
        }
        Optional<TaskRow> claimed = Optional.empty();
        try {
            claimed = access.call(repo -> claim(repo, key)).join();
            outage.worked();
            return claimed;
        } finally {
            if (claimed.isEmpty()) {
                claims.remove(key);
            }
        }
    }

    /**
     * A row that is claimed here already, though no route has it, is what a claim has left whose
     * answer got lost after it was committed: it need not wait for its lease.
     */
    private Optional<TaskRow> claim(TaskRepository repo, String key) {
        Instant now = repo.now();
        return repo.find(key)
                .filter(row -> row.claimable(now) || isMine(row))
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
    CompletableFuture<Boolean> renew() {
        return access.renew(claims, settings.completionOwner(), settings.lease());
    }

    private Delivery delivery(TaskRow row) {
        return new Delivery(row.key(), links.task(row, row.changedAt()).join());
    }

    /** The route has taken the task's end. */
    public void confirm(Delivery delivery) {
        settle(delivery, row -> row.change().tombstone(RowState.DELIVERED).row());
    }

    /** The route was interrupted: the next claim may follow at once, and nothing is counted. */
    public void giveBack(Delivery delivery) {
        settle(delivery, row -> row.change().state(RowState.ENDED).released().row())
                .thenAccept(row -> row.ifPresent(this::offer));
    }

    /**
     * The route has failed: it gets the task again after a delay, or the row is parked.
     *
     * @param maximumRedeliveries how often a route may get it again
     * @param delay before it does
     */
    public void release(Delivery delivery, int maximumRedeliveries, Duration delay) {
        written(
                        delivery,
                        writes.write(
                                outcomeOf(delivery),
                                repo -> release(repo, delivery, maximumRedeliveries, delay)))
                .thenAccept(row -> row.ifPresent(r -> released(r, delay)));
    }

    private CompletableFuture<Optional<TaskRow>> settle(
            Delivery delivery, UnaryOperator<TaskRow> change) {
        return written(
                delivery,
                writes.write(
                        outcomeOf(delivery),
                        repo ->
                                RepositoryAccess.change(
                                        repo,
                                        delivery.key(),
                                        row -> isMine(row) ? change.apply(row) : null)));
    }

    private <T> CompletableFuture<T> written(Delivery delivery, CompletableFuture<T> write) {
        return write.whenComplete((row, failure) -> claims.remove(delivery.key()));
    }

    private static String outcomeOf(Delivery delivery) {
        return "the outcome of the delivery of task " + delivery.task().id();
    }

    private Optional<TaskRow> release(
            TaskRepository repo, Delivery delivery, int maximumRedeliveries, Duration delay) {
        return RepositoryAccess.change(
                repo,
                delivery.key(),
                row -> {
                    if (!isMine(row)) {
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

    private boolean isMine(TaskRow row) {
        return row.state() == RowState.CLAIMED && settings.completionOwner().equals(row.owner());
    }
}
