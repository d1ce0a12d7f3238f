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

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the callbacks of an account come. They are relied on until some in a row are missing, and
 * again from the next one on. Thread-safe.
 */
final class CallbackTrust {
    /** A single one may be lost: the service tries only for some seconds. */
    static final int MISSES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(CallbackTrust.class);

    private final String account;

    /** Keys of tasks whose end a read has found, and whose callbacks may still be under way. */
    private final Set<String> late = new HashSet<>();

    private int missed;
    private boolean trusted = true;

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
        if (!late.remove(key) || ++missed < MISSES || !trusted) {
            return false;
        }
        trusted = false;
        LOG.warn(
                "Account {}: the last {} tasks ended without a callback. Their ends were found by"
                        + " status reads, so that nothing is lost; until a callback comes, tasks"
                        + " are read as often as without callbacks. Please check that the service"
                        + " can reach callbackBaseUrl from outside: its name and certificate, the"
                        + " path that a proxy forwards, and that POST is answered with 200",
                account,
                missed);
        return true;
    }

    /** Others have put an end on record before us, for which they need a callback. */
    synchronized void endedElsewhere() {
        missed = 0;
    }

    /** A callback has come. */
    synchronized void received(String key) {
        late.remove(key);
        missed = 0;
        if (!trusted) {
            trusted = true;
            LOG.info("Account {}: callbacks come again, so that fewer status reads do", account);
        }
    }
}
