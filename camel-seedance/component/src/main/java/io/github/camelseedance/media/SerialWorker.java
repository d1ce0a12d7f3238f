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
package io.github.camelseedance.media;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks one after the other on a pool that it shares: between two rounds it gives the thread
 * back.
 */
final class SerialWorker {
    private final Executor pool;
    private List<Runnable> waiting = new ArrayList<>();
    private boolean active;

    SerialWorker(Executor pool) {
        this.pool = pool;
    }

    /**
     * Adds a task, which must not throw.
     *
     * @throws RejectedExecutionException if the pool takes no work
     */
    void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (active) {
                return;
            }
            active = true;
        }
        pool.execute(this::run);
    }

    private void run() {
        do {
            List<Runnable> round;
            synchronized (this) {
                round = waiting;
                waiting = new ArrayList<>();
            }
            round.forEach(Runnable::run);
        } while (!rests() && !handsOver());
    }

    private synchronized boolean rests() {
        active = !waiting.isEmpty();
        return !active;
    }

    /** A pool that is being shut down takes no more work: then the rest is done right here. */
    private boolean handsOver() {
        try {
            pool.execute(this::run);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
