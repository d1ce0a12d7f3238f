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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * For which accounts callbacks are relied on, so that status reads only guard against lost ones;
 * and which callbacks are missing.
 */
final class ExpectedCallbacks {
    private final Timer timer;
    private final Duration patience;
    private final Consumer<String> distrusted;
    private final Map<String, CallbackTrust> trusts = new ConcurrentHashMap<>();

    /**
     * @param patience how much later than its task's end a callback may come; the service tries for
     *     some seven seconds
     * @param distrusted hears of an account whose callbacks are not relied on any more
     */
    ExpectedCallbacks(Timer timer, Duration patience, Consumer<String> distrusted) {
        this.timer = timer;
        this.patience = patience;
        this.distrusted = distrusted;
    }

    void expect(String account) {
        trusts.computeIfAbsent(account, CallbackTrust::new);
    }

    boolean areReliedOn(String account) {
        CallbackTrust trust = trusts.get(account);
        return trust != null && trust.isTrusted();
    }

    /** Whether they should come, and do not. */
    boolean areMissing(String account) {
        CallbackTrust trust = trusts.get(account);
        return trust != null && !trust.isTrusted();
    }

    /** A callback has told an end that a read has confirmed. */
    void confirmed(String account) {
        CallbackTrust trust = trusts.get(account);
        if (trust != null) {
            trust.confirmed();
        }
    }

    /** A callback has come, of which it is not known yet what it is worth. */
    void received(String account, String key) {
        CallbackTrust trust = trusts.get(account);
        if (trust != null) {
            trust.received(key);
        }
    }

    /**
     * A read has found an end of which a callback should have told.
     *
     * @param first whether nobody else had put it on record
     */
    void endFound(String account, String key, boolean first) {
        CallbackTrust trust = trusts.get(account);
        if (!first) {
            trust.endedElsewhere();
            return;
        }
        trust.endFound(key);
        timer.schedule(
                patience.toNanos(),
                () -> {
                    if (trust.timeOver(key)) {
                        distrusted.accept(account);
                    }
                });
    }
}
