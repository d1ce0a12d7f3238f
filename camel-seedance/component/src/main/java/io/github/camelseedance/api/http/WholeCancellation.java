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
package io.github.camelseedance.api.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * Lets the cancellation of a request end whatever it has under way. HttpClient 5.6 cancels only the
 * step that was noted last, and where a lease or a connect ends at once, that is noted after the
 * exchange which came out of it: the exchange, and its connection, would live on until the far side
 * has been silent for the whole response time-out.
 */
public final class WholeCancellation implements AsyncExecChainHandler {
    @Override
    public void execute(
            HttpRequest request,
            AsyncEntityProducer entityProducer,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        Steps steps = new Steps();
        scope.cancellableDependency.setDependency(steps);
        chain.proceed(
                request,
                entityProducer,
                new AsyncExecChain.Scope(
                        scope.exchangeId,
                        scope.route,
                        scope.originalRequest,
                        steps,
                        scope.clientContext,
                        scope.execRuntime,
                        scope.scheduler,
                        scope.execCount),
                callback);
    }

    /** The steps of one request; to cancel one that has ended does nothing. */
    private static final class Steps implements CancellableDependency {
        private final List<Cancellable> begun = new ArrayList<>();
        private boolean cancelled;

        @Override
        public void setDependency(Cancellable step) {
            synchronized (this) {
                if (!cancelled) {
                    begun.add(step);
                    return;
                }
            }
            step.cancel();
        }

        @Override
        public synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean cancel() {
            synchronized (this) {
                if (cancelled) {
                    return false;
                }
                cancelled = true;
            }
            // Nothing is added any more, and outside the lock nobody can be waited for.
            begun.forEach(Cancellable::cancel);
            return true;
        }
    }
}
