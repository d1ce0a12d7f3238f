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

import io.github.camelseedance.repository.TaskRepository;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes of what has happened already, which no failure of the table undoes: they are tried again
 * for as long as the process lives. One of those that wait is tried at a time, so that a table that
 * is down is asked seldom; when that works, all others follow at once.
 */
final class LastingWrites {
    private static final Logger LOG = LoggerFactory.getLogger(LastingWrites.class);
    private static final long FIRST_DELAY_NANOS = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_DELAY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double JITTER = 0.2;

    private record Write<T>(
            String what, Function<TaskRepository, T> work, CompletableFuture<T> written) {}

    private final RepositoryAccess access;
    private final Timer timer;
    private final TableOutage outage;
    private final Lock lock = new ReentrantLock();
    private final Queue<Write<?>> waiting = new ArrayDeque<>();
    private long delayNanos = FIRST_DELAY_NANOS;
    private boolean armed;
    private boolean stopped;

    LastingWrites(RepositoryAccess access, Timer timer, TableOutage outage) {
        this.access = access;
        this.timer = timer;
        this.outage = outage;
    }

    /**
     * Writes, now or as soon as the table works.
     *
     * @param what is written, for the log
     * @param work must do no harm when it is done once more: a try that failed may have been
     *     committed all the same
     * @return fails only when the component stops and a last try has failed
     */
    <T> CompletableFuture<T> write(String what, Function<TaskRepository, T> work) {
        return write(what, work, failure -> {});
    }

    /**
     * The same, for those whom somebody waits for.
     *
     * @param delayed hears, once, that the first try has failed
     */
    <T> CompletableFuture<T> write(
            String what, Function<TaskRepository, T> work, Consumer<Throwable> delayed) {
        Write<T> write = new Write<>(what, work, new CompletableFuture<>());
        attempt(write)
                .exceptionally(
                        failure -> {
                            delayed.accept(failure);
                            return null;
                        });
        return write.written;
    }

    private <T> CompletableFuture<T> attempt(Write<T> write) {
        return access.call(write.work)
                .whenComplete(
                        (value, failure) -> {
                            if (failure == null) {
                                outage.worked();
                                write.written.complete(value);
                            } else {
                                outage.failed(write.what, failure);
                                keep(write, failure);
                            }
                        });
    }

    private void keep(Write<?> write, Throwable failure) {
        lock.lock();
        try {
            if (!stopped) {
                waiting.add(write);
                arm();
                return;
            }
        } finally {
            lock.unlock();
        }
        LOG.warn("The component has stopped; not written: {}", write.what, failure);
        write.written.completeExceptionally(failure);
    }

    private void arm() {
        if (!armed) {
            armed = true;
            double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            timer.schedule((long) (delayNanos * jitter), this::probe);
            delayNanos = Math.min(2 * delayNanos, LONGEST_DELAY_NANOS);
        }
    }

    private void probe() {
        Write<?> next;
        lock.lock();
        try {
            armed = false;
            next = waiting.poll();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            attempt(next).thenRun(this::others);
        }
    }

    private void others() {
        lock.lock();
        try {
            delayNanos = FIRST_DELAY_NANOS;
        } finally {
            lock.unlock();
        }
        takeAll().forEach(this::attempt);
    }

    private List<Write<?>> takeAll() {
        lock.lock();
        try {
            List<Write<?>> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** What still waits is tried once more, and what comes from now on once. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        takeAll().forEach(this::attempt);
    }
}
