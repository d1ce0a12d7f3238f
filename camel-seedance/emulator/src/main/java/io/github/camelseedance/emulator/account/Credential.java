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
package io.github.camelseedance.emulator.account;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** An API key that was accepted, without the key itself. Thread-safe. */
public final class Credential {

    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final String label;
    private final Account account;
    private final Limits limits;
    private final EmulatorClock clock;

    /** When the requests of the last second came, oldest first; empty without a limit. */
    private final Deque<Instant> admitted = new ArrayDeque<>();

    Credential(String label, Account account, Limits limits, EmulatorClock clock) {
        this.label = label;
        this.account = account;
        this.limits = limits;
        this.clock = clock;
    }

    /** Names the key where the key must not be shown, as {@code key-1}. */
    public String label() {
        return label;
    }

    /** Whose key this is. */
    public Account account() {
        return account;
    }

    /** What the key may do. */
    public Limits limits() {
        return limits;
    }

    /**
     * Counts a request that carried this key.
     *
     * @param errorType the error type of a refusal, which differs between calls
     * @throws ApiError 429 {@code rate_limit_exceeded} when the last second holds as many requests
     *     as are allowed; a refused request does not count
     */
    public synchronized void admit(String errorType) {
        int most = limits.requestsPerSecond();
        if (most == 0) {
            admitted.clear();
            return;
        }
        Instant now = clock.now();
        Instant begin = now.minus(WINDOW);
        while (!admitted.isEmpty() && !admitted.peekFirst().isAfter(begin)) {
            admitted.removeFirst();
        }
        if (admitted.size() >= most) {
            throw ApiError.rateLimited(
                    errorType,
                    "The key has sent "
                            + admitted.size()
                            + " requests within a second, "
                            + most
                            + " are allowed",
                    clock.real(Duration.between(begin, admitted.peekFirst())));
        }
        admitted.addLast(now);
    }

    synchronized void clear() {
        admitted.clear();
    }

    @Override
    public String toString() {
        return label;
    }
}
