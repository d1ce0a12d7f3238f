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

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single HTTP exchanges, each under one deadline for all of it: waiting for a connection, making
 * it, sending, and the last byte of the answer. Socket time-outs alone let a slow drip live for
 * ever.
 */
final class HttpCalls {
    private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);

    private final CloseableHttpAsyncClient client;
    private final ScheduledExecutorService timer;
    private final Set<Call> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HttpCalls(CloseableHttpAsyncClient client, ScheduledExecutorService timer) {
        this.client = client;
        this.timer = timer;
    }

    /** The deadline has passed. */
    static final class DeadlineException extends InterruptedIOException {
        private static final long serialVersionUID = 1L;

        DeadlineException(String option, Duration timeout) {
            super("there was no full answer within " + option + "=" + timeout.toMillis() + "ms");
        }
    }

    /**
     * Sends one request.
     *
     * @param body or null
     * @param option the name of the option that holds the time-out, for the error text
     * @return the answer, whatever its status; fails as HttpClient does, or with {@link
     *     DeadlineException}
     */
    CompletableFuture<Answer> send(
            HttpRequest request, AsyncEntityProducer body, String option, Duration timeout) {
        Call call = new Call(request, option, timeout);
        call.start(body);
        return call.result;
    }

    /**
     * Takes no more calls, and ends those in flight: HttpClient forgets them when it is closed.
     *
     * @param grace how long they may take to end by themselves
     */
    void close(Duration grace) {
        closed = true;
        CompletableFuture<?>[] results =
                inFlight.stream().map(call -> call.result).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(results).get(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Calls in flight at the end: {}", inFlight.size());
        }
        inFlight.forEach(Call::stop);
    }

    private final class Call implements FutureCallback<Answer> {
        private final CompletableFuture<Answer> result = new CompletableFuture<>();
        private final AnswerConsumer consumer = new AnswerConsumer();
        private final long began = System.nanoTime();
        private final HttpRequest request;
        private final String option;
        private final Duration timeout;
        private volatile Future<Answer> exchange;
        private volatile boolean expired;

        Call(HttpRequest request, String option, Duration timeout) {
            this.request = request;
            this.option = option;
            this.timeout = timeout;
        }

        void start(AsyncEntityProducer body) {
            Future<?> alarm;
            try {
                alarm = timer.schedule(this::expire, timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                fail(e);
                return;
            }
            inFlight.add(this);
            result.whenComplete(
                    (answer, failure) -> {
                        inFlight.remove(this);
                        alarm.cancel(false);
                    });
            if (closed) {
                cancelled();
                return;
            }
            exchange =
                    client.execute(
                            new BasicRequestProducer(request, body), consumer, context(), this);
            if (result.isDone()) {
                exchange.cancel(true);
            }
        }

        private HttpClientContext context() {
            HttpClientContext context = HttpClientContext.create();
            context.setRequestConfig(
                    RequestConfig.custom()
                            .setRedirectsEnabled(false)
                            // Not on the client's builder: HttpClient 5.5, which Camel 4.18
                            // brings, has nothing of the kind there.
                            .setContentCompressionEnabled(false)
                            .setConnectionRequestTimeout(Timeout.of(timeout))
                            .setResponseTimeout(Timeout.of(timeout))
                            .build());
            return context;
        }

        private void expire() {
            expired = true;
            stop();
        }

        private void stop() {
            Future<Answer> running = exchange;
            if (running != null) {
                running.cancel(true);
            }
            cancelled();
        }

        @Override
        public void completed(Answer answer) {
            log("HTTP " + answer.status());
            result.complete(answer);
        }

        @Override
        public void failed(Exception failure) {
            fail(isOver() ? new DeadlineException(option, timeout) : failure);
        }

        /** The socket's time-out is as long, and is heard of first where the timer is late. */
        private boolean isOver() {
            return expired || System.nanoTime() - began >= timeout.toNanos();
        }

        @Override
        public void cancelled() {
            failed(new CancellationException("the HTTP client was closed"));
        }

        private void fail(Exception failure) {
            Answer error = consumer.brokenError();
            if (error != null) {
                completed(error);
            } else if (!result.isDone()) {
                log(failure.toString());
                result.completeExceptionally(failure);
            }
        }

        private void log(String outcome) {
            if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "{} {}://{}{}: {} after {} ms",
                        request.getMethod(),
                        request.getScheme(),
                        request.getAuthority(),
                        request.getPath(),
                        Redaction.text(outcome),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            }
        }
    }
}
