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

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the callbacks of an account come. They are relied on until some in a row are missing, and
 * again from the next one on that a read proves true. Thread-safe.
 */
final class CallbackTrust {
    /** A single one may be lost: the service tries only for some seconds. */
    static final int MISSES = 3;

    /** Where some come and others do not, that is told once in a while. */
    private static final long QUIET_NANOS = Duration.ofMinutes(10).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(CallbackTrust.class);

    private final String account;

    /** Keys of tasks whose end a read has found, and whose callbacks may still be under way. */
    private final Set<String> late = new HashSet<>();

    private int missed;
    private boolean trusted = true;

    /** Whether it was told that they are missing, and not yet that they come again. */
    private boolean warned;

    private boolean everWarned;
    private long warnedAt;

    CallbackTrust(String account) {
        this.account = account;
    }

    synchronized boolean isTrusted() {
        return trusted;
    }

    /** A read has found an end, though a callback should have told it. */
    synchronized void endFound(String key) {
        late.add(key);
    }

    /**
     * The time is over in which the callback of such a task could still have come.
     *
     * @return whether callbacks are not relied on any more, because of this one
     */
    synchronized boolean timeOver(String key) {
        if (!late.remove(key) || ++missed < MISSES) {
            return false;
        }
        boolean lost = trusted;
        trusted = false;
        warn();
        return lost;
    }

    private void warn() {
        long now = System.nanoTime();
        if (warned || (everWarned && now - warnedAt < QUIET_NANOS)) {
            return;
        }
        warned = true;
        everWarned = true;
        warnedAt = now;
        LOG.warn(
                "Account {}: the last {} tasks ended without a callback. Their ends were found by"
                        + " status reads, so that nothing is lost; until a callback comes, tasks"
                        + " are read as often as without callbacks. Please check that callbackBaseUrl"
                        + " can be reached from outside (its name and certificate), that it leads,"
                        + " with callbackPath behind it, to the HTTP server's path of Camel, and"
                        + " that callbackSecret is the same on all nodes, with the one before it in"
                        + " callbackPreviousSecret after a change. Where the way is right, a GET of"
                        + " callbackBaseUrl, callbackPath and /x is answered with 405",
                account,
                missed);
    }

    /** Others have put an end on record before us, for which they need a callback. */
    synchronized void endedElsewhere() {
        missed = 0;
    }

    /**
     * A callback has come. Whoever has seen its URL can repeat it, so that it says nothing about
     * other tasks, unless it is awaited still.
     */
    synchronized void received(String key) {
        if (late.remove(key)) {
            confirmed();
        }
    }

    /** A callback has told an end, which was found by a read that it caused. */
    synchronized void confirmed() {
        missed = 0;
        if (!trusted) {
            trusted = true;
            if (warned) {
                warned = false;
                LOG.info(
                        "Account {}: callbacks come again, so that fewer status reads do", account);
            }
        }
    }
}
