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
import io.github.camelseedance.api.http.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An open task in this process: what is known of it, and who waits for it. Its fields are guarded
 * by its own monitor.
 */
final class Watch {
    /** Names a task among those of all accounts. */
    record Id(String account, String taskId) {}

    final Account account;
    final String taskId;

    /** The row's key; null for a task that the table does not know. */
    final String key;

    /** Whose consumers get the end when nobody waits; null for nobody. */
    final Group group;

    private final long acceptedNanos;
    private final List<CompletableFuture<VideoTask>> waiters = new ArrayList<>(1);

    String status = TaskStatus.PENDING;
    ReadSchedule.Progress progress = ReadSchedule.Progress.NONE;
    Integer estimatedTime;

    /** Reads in a row that answered 404, and when the first of them did. */
    int notFoundReads;

    long notFoundSince;

    /** Reads in a row that said completed and had no result. */
    int emptyReads;

    /** Callbacks that came for it. */
    final Hints hints;

    /** Whether no callback is to be waited for: the task is read on the normal schedule. */
    boolean closely;

    /** Whether the next read is one that guards against a lost callback. */
    boolean guarded;

    /** Whether the last read has answered a callback. */
    private boolean hinted;

    /** Changes with each re-scheduling, so that entries of a due queue can be told to be stale. */
    long scheduled;

    /** When the next read is due; means nothing before the first scheduling. */
    private long due;

    /** When somebody here has last known that it is open. */
    private long seen;

    boolean done;

    Watch(Tracker.Target target, long statusIntervalNanos) {
        this.account = target.account();
        this.taskId = target.taskId();
        this.key = target.key();
        this.group = target.group();
        this.closely = !target.calledBack();
        this.hints = new Hints(statusIntervalNanos);
        this.acceptedNanos = System.nanoTime() - target.age().toNanos();
    }

    Id id() {
        return new Id(account.label(), taskId);
    }

    long ageNanos() {
        return System.nanoTime() - acceptedNanos;
    }

    /**
     * Takes in somebody's interest in an open task.
     *
     * @return false when the watch is over and will not tell any more
     */
    synchronized boolean join(Consumer<Watch> interest) {
        if (!done) {
            seen = System.nanoTime();
            interest.accept(this);
        }
        return !done;
    }

    synchronized void add(CompletableFuture<VideoTask> waiter) {
        waiters.add(waiter);
    }

    /**
     * Ends the watch when nobody has known since then that the task is open, and nobody waits for
     * its end; whether it is over.
     */
    synchronized boolean endForgotten(long since) {
        done |= seen - since < 0 && waiters.isEmpty() && !hints.isKept(System.nanoTime());
        return done;
    }

    /** Notes when the next read is due; the number of this scheduling, earlier ones are void. */
    synchronized long schedule(long at) {
        due = at;
        return ++scheduled;
    }

    /** Whether the next read is due later than that. */
    synchronized boolean isDueAfter(long at) {
        return scheduled == 0 || at - due < 0;
    }

    synchronized void remove(CompletableFuture<VideoTask> waiter) {
        waiters.removeIf(known -> known == waiter);
    }

    synchronized boolean hasWaiters() {
        return !waiters.isEmpty();
    }

    /** Marks the task as ended here; the waiters to tell, or null when it was already. */
    synchronized List<CompletableFuture<VideoTask>> end() {
        if (done) {
            return null;
        }
        done = true;
        List<CompletableFuture<VideoTask>> all = List.copyOf(waiters);
        waiters.clear();
        return all;
    }

    /** The same unless somebody waits for the end; whether the watch is over. */
    synchronized boolean endUnawaited() {
        done |= waiters.isEmpty();
        return done;
    }

    /** Takes the service's estimate, in seconds; true when there was none. */
    synchronized boolean learn(int estimate) {
        if (estimatedTime != null) {
            return false;
        }
        estimatedTime = estimate;
        return true;
    }

    /**
     * How long until the next read, in nanoseconds.
     *
     * @param relyOnCallback whether that may only be a guard against a lost callback
     * @param wanted whether anybody is there for the task's end, and not only a callback
     */
    synchronized long nextRead(ReadSchedule schedule, boolean relyOnCallback, boolean wanted) {
        guarded = relyOnCallback && !closely;
        long now = System.nanoTime();
        long steady = schedule.next(ageNanos(), estimatedTime, progress, guarded);
        long kept = hints.untilFree(now);
        if (!wanted && kept > 0) {
            // It is kept only so that more callbacks do not cause more reads, and then forgotten.
            steady = kept;
        }
        return Math.min(steady, hints.delay(now));
    }

    /** Whether the read that was answered just now has guarded against a lost callback. */
    synchronized boolean isGuard() {
        return guarded;
    }

    /** Whether a callback came before the answer of the last read. */
    synchronized boolean isToldOf() {
        return hinted || hints.isOwed();
    }

    /** Takes in what a read says; true when that is news. */
    synchronized boolean update(VideoTask task) {
        hinted = hints.answered();
        if (hinted) {
            // The answer may lag behind the callback, of which there will be no other.
            closely = true;
            guarded = false;
        }
        boolean news = task.progress() != progress.percent() || !task.status().equals(status);
        status = task.status();
        progress = new ReadSchedule.Progress(task.progress(), ageNanos());
        if (task.estimatedTime() != null) {
            estimatedTime = task.estimatedTime();
        }
        notFoundReads = 0;
        return news;
    }
}
