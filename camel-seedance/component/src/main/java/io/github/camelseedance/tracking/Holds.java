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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** Which rows exchanges of this process hold, and what is known of each hold. */
final class Holds {
    /** A row that is held, by exchanges or by what is still to be written of it. */
    static final class Hold {
        private int exchanges;

        /** Whether this process is the row's owner, as far as it knows. */
        private boolean taken;

        /** Whether a try to take the row has failed, and was perhaps committed all the same. */
        private boolean perhapsTaken;

        /** Whether an exchange got the task's end. */
        private boolean received;
    }

    private final Lock lock = new ReentrantLock();
    private final Map<String, Hold> holds = new HashMap<>();

    /** An exchange begins to use a row. */
    void add(String key) {
        lock.lock();
        try {
            holds.computeIfAbsent(key, k -> new Hold()).exchanges++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * An exchange has ended.
     *
     * @return the hold, when it was the last one and the row has to be let go; else null
     */
    Hold remove(String key) {
        lock.lock();
        try {
            Hold hold = holds.get(key);
            if (hold == null || --hold.exchanges > 0) {
                return null;
            }
            if (hold.taken || hold.perhapsTaken || hold.received) {
                return hold;
            }
            holds.remove(key);
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** What was to be written of a hold is written. */
    void forget(String key, Hold hold) {
        lock.lock();
        try {
            if (hold.exchanges == 0) {
                holds.remove(key, hold);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * This process has become a row's owner; perhaps too late for its exchange.
     *
     * @return the hold, when nobody uses the row any more and it has to be let go; else null
     */
    Hold taken(String key) {
        return note(key, hold -> hold.taken = true);
    }

    /** The same, where a failure leaves it open. */
    Hold perhapsTaken(String key) {
        return note(key, hold -> hold.perhapsTaken = true);
    }

    private Hold note(String key, Consumer<Hold> taking) {
        lock.lock();
        try {
            Hold hold = holds.computeIfAbsent(key, k -> new Hold());
            taking.accept(hold);
            return hold.exchanges > 0 ? null : hold;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody else is a row's owner. */
    void notTaken(String key) {
        lock.lock();
        try {
            Hold hold = holds.get(key);
            if (hold != null) {
                hold.taken = false;
                hold.perhapsTaken = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** An exchange got the task's end. */
    void received(String key) {
        lock.lock();
        try {
            Hold hold = holds.get(key);
            if (hold != null) {
                hold.received = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Decides what becomes of a row that is let go, unless a new exchange uses it; none begins
     * meanwhile.
     *
     * @param decision is given whether an exchange got the task's end
     * @return null when the row is used
     */
    <T> T unlessUsed(Hold hold, Function<Boolean, T> decision) {
        lock.lock();
        try {
            return hold.exchanges > 0 ? null : decision.apply(hold.received);
        } finally {
            lock.unlock();
        }
    }

    /** Whether exchanges use a row that this process does not own. */
    boolean isWanted(String key) {
        lock.lock();
        try {
            Hold hold = holds.get(key);
            return hold != null && hold.exchanges > 0 && !hold.taken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a row is held. */
    boolean contains(String key) {
        lock.lock();
        try {
            return holds.containsKey(key);
        } finally {
            lock.unlock();
        }
    }

    /** The keys of all rows that are held. */
    List<String> keys() {
        lock.lock();
        try {
            return List.copyOf(holds.keySet());
        } finally {
            lock.unlock();
        }
    }
}
