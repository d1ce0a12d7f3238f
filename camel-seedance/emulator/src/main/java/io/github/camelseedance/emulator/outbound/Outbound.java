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
package io.github.camelseedance.emulator.outbound;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The HTTP client for what the emulator itself asks of others: images are fetched and callbacks are
 * sent with it. It follows no redirects and has no time-out but that of the connect, 10 s; a call
 * ends early when its future is cancelled.
 */
public final class Outbound implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final CompletionStage<Void> PREPARED = CompletableFuture.completedStage(null);

    private final Executor executor;
    private HttpClient client;

    /**
     * @param executor where calls are begun and answers are handled
     */
    public Outbound(Executor executor) {
        this.executor = executor;
    }

    /** A request under the emulator's name. */
    public static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).header("User-Agent", "seedance-emulator");
    }

    /**
     * Makes the client beforehand, since its classes take long to load: so much that the first call
     * could miss its time on a slow machine.
     *
     * @return done when the client is there
     */
    public CompletionStage<Void> prepare() {
        return isPrepared() ? PREPARED : CompletableFuture.runAsync(this::client, executor);
    }

    private synchronized boolean isPrepared() {
        return client != null;
    }

    /** Sends a request; holds the caller's thread at no time. */
    public <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> begin(request, body, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private <T> void begin(
            HttpRequest request, BodyHandler<T> body, CompletableFuture<HttpResponse<T>> answer) {
        if (answer.isDone()) {
            return;
        }
        CompletableFuture<HttpResponse<T>> call;
        try {
            call = client().sendAsync(request, body);
        } catch (IllegalArgumentException e) {
            // as for a port above 65535
            answer.completeExceptionally(e);
            return;
        }
        answer.whenComplete((response, failure) -> call.cancel(true));
        call.whenComplete(
                (response, failure) -> {
                    if (failure == null) {
                        answer.complete(response);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
    }

    /** Why a call failed, for people: the client leaves the most usual reason without a message. */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message == null && failure instanceof ConnectException) {
            message = "nothing listens there, or there is no such host";
        }
        String what = failure.getClass().getSimpleName();
        return message == null ? what : what + ": " + message;
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client =
                    HttpClient.newBuilder()
                            .executor(executor)
                            .followRedirects(Redirect.NEVER)
                            .connectTimeout(CONNECT_TIMEOUT)
                            .version(Version.HTTP_1_1)
                            .build();
        }
        return client;
    }

    /** Lets go of the client; its thread ends when the last call has. */
    @Override
    public synchronized void close() {
        client = null;
    }
}
