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
    int progress;
    Integer estimatedTime;

    /** Reads in a row that answered 404, and when the first of them did. */
    int notFoundReads;

    long notFoundSince;

    /** Reads in a row that said completed and had no result. */
    int emptyReads;

    /** Changes with each re-scheduling, so that entries of a due queue can be told to be stale. */
    long scheduled;

    boolean done;

    /**
     * @param ageNanos how long ago the task was accepted
     */
    Watch(Account account, String taskId, String key, Group group, long ageNanos) {
        this.account = account;
        this.taskId = taskId;
        this.key = key;
        this.group = group;
        this.acceptedNanos = System.nanoTime() - ageNanos;
    }

    Id id() {
        return new Id(account.label(), taskId);
    }

    long ageNanos() {
        return System.nanoTime() - acceptedNanos;
    }

    /** Adds a waiter; false when the task has ended meanwhile and will not tell any more. */
    synchronized boolean add(CompletableFuture<VideoTask> waiter) {
        return !done && waiters.add(waiter);
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

    /** Takes the service's estimate, in seconds; true when there was none. */
    synchronized boolean learn(int estimate) {
        if (estimatedTime != null) {
            return false;
        }
        estimatedTime = estimate;
        return true;
    }

    /** Takes in what a read says; true when that is news. */
    synchronized boolean update(VideoTask task) {
        boolean news = task.progress() != progress || !task.status().equals(status);
        status = task.status();
        progress = task.progress();
        if (task.estimatedTime() != null) {
            estimatedTime = task.estimatedTime();
        }
        notFoundReads = 0;
        return news;
    }
}
