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

import io.github.camelseedance.api.http.Account;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A request to submit once.
 *
 * @param exchangeId of the exchange that asks, for those who follow events
 * @param account on whose account
 * @param key the idempotency key
 * @param wireKey the key as the service takes it: 16 to 96 characters of {@code [A-Za-z0-9._-]}
 * @param fingerprint digest of the request, local images by their content
 * @param group whose consumers get the end when nobody waits for it; null when nobody shall
 * @param waitTimeout how long the exchange waits for the end; zero when it does not
 * @param calledBack whether the request asks for a callback that this component receives
 * @param retryAmbiguous whether the same bytes are sent again when an outcome is unknown
 * @param submitTimeout bounds pauses and repetitions
 * @param body makes the exact JSON, once, when the key is new
 */
public record Submission(
        String exchangeId,
        Account account,
        String key,
        String wireKey,
        String fingerprint,
        String group,
        Duration waitTimeout,
        boolean calledBack,
        boolean retryAmbiguous,
        Duration submitTimeout,
        Body body) {

    /** Whether an exchange waits for the end. */
    public boolean waits() {
        return !waitTimeout.isZero();
    }

    /** Whether an exchange waits, and a callback may tell it what a lost answer does not. */
    boolean awaitsCallback() {
        return calledBack && waits();
    }

    /** Publishes local images and makes the request's JSON. Called on the media pool. */
    @FunctionalInterface
    public interface Body {
        CompletionStage<String> json();
    }
}
