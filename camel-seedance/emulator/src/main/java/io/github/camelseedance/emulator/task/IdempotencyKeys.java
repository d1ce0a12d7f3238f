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
package io.github.camelseedance.emulator.task;

import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Sha256;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Remembers, for 24 hours, which create was accepted under which key of which account. A create
 * that is refused leaves its key free. Thread-safe.
 */
public final class IdempotencyKeys {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{16,96}");
    private static final Duration KEPT = Duration.ofHours(24);

    /** The same text is another key in another account. */
    private record Owned(Account owner, String key) {}

    private final EmulatorClock clock;
    private final Map<Owned, Use> uses = new LinkedHashMap<>();

    public IdempotencyKeys(EmulatorClock clock) {
        this.clock = clock;
    }

    /**
     * Takes a key for a create with the given body.
     *
     * @return the first answer when this is a replay; else the caller is the first, and must tell
     *     {@link Claim#accepted} or {@link Claim#refused}
     * @throws ApiError 400 for an illegal key, 409 {@code idempotency_conflict} for another body,
     *     409 {@code paid_outcome_unknown} while the first create is not decided
     */
    public synchronized Claim claim(Account owner, String key, byte[] body) {
        if (!LEGAL.matcher(key).matches()) {
            throw ApiError.invalidRequest(
                    "Idempotency-Key",
                    "Idempotency-Key must have 16 to 96 characters of A-Z a-z 0-9 . _ -");
        }
        Instant now = clock.now();
        forgetOld(now);
        byte[] digest = Sha256.of(body);
        Owned owned = new Owned(owner, key);
        Use use = uses.get(owned);
        if (use == null) {
            use = new Use(digest, now);
            uses.put(owned, use);
            return new Claim(owned, use, null);
        }
        if (!Arrays.equals(use.digest, digest)) {
            throw conflict(
                    "idempotency_conflict", "The key was used before with another request body");
        }
        if (use.answer == null) {
            throw conflict(
                    "paid_outcome_unknown",
                    "The first request with this key is still undecided; retry later with the"
                            + " same key and body");
        }
        return new Claim(owned, use, use.answer);
    }

    /** A create's hold on its key. */
    public final class Claim {

        private final Owned owned;
        private final Use use;
        private final byte[] first;

        private Claim(Owned owned, Use use, byte[] first) {
            this.owned = owned;
            this.use = use;
            this.first = first;
        }

        /** The first answer when this is a replay, else nothing. */
        public Optional<byte[]> replay() {
            return Optional.ofNullable(first);
        }

        /** The task is created, so that the key stays with it whatever else happens. */
        public void accepted(byte[] answer) {
            synchronized (IdempotencyKeys.this) {
                use.answer = answer;
            }
        }

        /** Leaves the key free, unless a task was created. */
        public void refused() {
            synchronized (IdempotencyKeys.this) {
                if (use.answer == null) {
                    uses.remove(owned, use);
                }
            }
        }
    }

    public synchronized void clear() {
        uses.clear();
    }

    /** Keys lie in the order of their claims, so the walk ends at the first that is young. */
    private void forgetOld(Instant now) {
        for (Iterator<Use> oldest = uses.values().iterator(); oldest.hasNext(); ) {
            Use use = oldest.next();
            if (now.isBefore(use.claimed.plus(KEPT))) {
                return;
            }
            if (use.answer != null) {
                oldest.remove();
            }
        }
    }

    private static ApiError conflict(String code, String message) {
        return new ApiError(409, code, "invalid_request_error", "Idempotency-Key", message);
    }

    private static final class Use {
        private final byte[] digest;
        private final Instant claimed;
        private byte[] answer;

        Use(byte[] digest, Instant claimed) {
            this.digest = digest;
            this.claimed = claimed;
        }
    }
}
