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
package io.github.camelseedance;

import io.github.camelseedance.api.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * An operation that a route calls. It holds no state: {@code toD} evicts producers while exchanges
 * wait. On failure body and headers stay as they were, because a redelivery needs them.
 *
 * @param <T> what the operation brings
 */
abstract class SeedanceProducer<T> extends DefaultAsyncProducer {
    SeedanceProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
    }

    /** Starts the operation; throws or fails with what the exchange shall fail with. */
    abstract CompletableFuture<T> start(Exchange exchange) throws Exception;

    /** Puts the result on the exchange; on the worker pool. */
    abstract void finish(Exchange exchange, T result) throws Exception;

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            SeedanceRuntime runtime = runtime();
            start(exchange)
                    .whenComplete(
                            (result, failure) ->
                                    runtime.resume(
                                            () -> {
                                                complete(runtime, exchange, result, failure);
                                                callback.done(false);
                                            }));
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void complete(SeedanceRuntime runtime, Exchange exchange, T result, Throwable failure) {
        try {
            if (failure != null) {
                throw Failures.unwrap(failure);
            }
            finish(exchange, result);
        } catch (Throwable e) {
            exchange.setException(e);
            if (e instanceof RejectedExecutionException && runtime.isStopping()) {
                // The source rolls back; nothing is redelivered here or sent to a dead letter.
                exchange.getExchangeExtension().setInterrupted(true);
            }
        }
    }

    @Override
    public SeedanceEndpoint getEndpoint() {
        return (SeedanceEndpoint) super.getEndpoint();
    }

    SeedanceConfiguration configuration() {
        return getEndpoint().getConfiguration();
    }

    SeedanceRuntime runtime() {
        return getEndpoint().getComponent().runtime();
    }
}
