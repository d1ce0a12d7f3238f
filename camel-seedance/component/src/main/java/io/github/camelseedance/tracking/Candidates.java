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

import io.github.camelseedance.repository.TaskRow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tasks that callbacks have named for keys of which none is known: each is looked at in its turn,
 * one at a time for a key, and not sooner than an interval after the one before. One that is put
 * off lets others go first.
 */
final class Candidates {
    /** Tasks that are looked at for one key at a time; there is one that is right. */
    private static final int MAX = 16;

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /**
     * A task that a callback has named.
     *
     * @param row of the key, when the callback came
     * @param tries how often it was looked at in vain
     */
    record Candidate(TaskRow row, String taskId, int tries) {
        private String key() {
            return row.key();
        }
    }

    private static final class Search {
        private final Set<String> taskIds = new HashSet<>();
        private final Queue<Candidate> due = new ArrayDeque<>();

        /** Whether one is being looked at, or was until less than an interval ago. */
        private boolean busy;
    }

    private static final int MAX_DOUBLINGS = 16;

    private final Timer timer;
    private final Duration interval;
    private final Consumer<Candidate> look;
    private final Lock lock = new ReentrantLock();
    private final Map<String, Search> searches = new HashMap<>();

    /**
     * @param look has to end with {@link #done}, {@link #dropped} or {@link #again}
     */
    Candidates(Timer timer, Duration interval, Consumer<Candidate> look) {
        this.timer = timer;
        this.interval = interval;
        this.look = look;
    }

    /** Has a task looked at, unless that is to be done already. */
    void add(TaskRow row, String taskId) {
        lock.lock();
        try {
            Set<String> taskIds = search(row.key()).taskIds;
            if (taskIds.size() >= MAX || !taskIds.add(taskId)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        offer(new Candidate(row, taskId, 0));
    }

    private Search search(String key) {
        return searches.computeIfAbsent(key, k -> new Search());
    }

    private void offer(Candidate candidate) {
        lock.lock();
        try {
            Search search = search(candidate.key());
            if (search.busy) {
                search.due.add(candidate);
                return;
            }
            search.busy = true;
        } finally {
            lock.unlock();
        }
        look.accept(candidate);
    }

    /** A candidate has cost no read, so that the next one's turn is now. */
    void dropped(Candidate candidate) {
        forget(candidate);
        turn(candidate.key());
    }

    /** It is known what a candidate is worth. */
    void done(Candidate candidate) {
        forget(candidate);
        pause(candidate.key());
    }

    /** A candidate is to be looked at once more, each time after a longer delay. */
    void again(Candidate candidate) {
        Duration grown = interval.multipliedBy(1L << Math.min(candidate.tries, MAX_DOUBLINGS));
        Duration delay = grown.compareTo(LONGEST_DELAY) < 0 ? grown : LONGEST_DELAY;
        Candidate next = new Candidate(candidate.row, candidate.taskId, candidate.tries + 1);
        timer.schedule(delay.toNanos(), () -> offer(next));
        pause(candidate.key());
    }

    private void forget(Candidate candidate) {
        lock.lock();
        try {
            search(candidate.key()).taskIds.remove(candidate.taskId);
        } finally {
            lock.unlock();
        }
    }

    private void pause(String key) {
        timer.schedule(interval.toNanos(), () -> turn(key));
    }

    /** The next one's turn, or the end when there is none. */
    private void turn(String key) {
        Candidate next;
        lock.lock();
        try {
            Search search = search(key);
            next = search.due.poll();
            search.busy = next != null;
            if (search.taskIds.isEmpty()) {
                searches.remove(key);
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            look.accept(next);
        }
    }
}
