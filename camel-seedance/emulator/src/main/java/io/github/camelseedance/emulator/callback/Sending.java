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
package io.github.camelseedance.emulator.callback;

import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.outbound.Outbound;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One delivery and how far it has come. Guarded by its {@link Courier}. */
final class Sending {

    final String taskId;
    final String url;
    final List<Attempt> attempts = new ArrayList<>();

    /** Done when the first attempt is over, or when there will be none. */
    final CompletableFuture<Void> firstTried = new CompletableFuture<>();

    Delivery.State state = Delivery.State.WAITING;

    /** What is sent when this one has ended, or null. */
    Sending next;

    /** The attempt that waits for its turn or its answer, or null. */
    Try current;

    private final String method;
    private final String body;

    private Sending(String taskId, String url, String method, String body) {
        this.taskId = taskId;
        this.url = url;
        this.method = method;
        this.body = body;
    }

    /** As the API sends it. */
    static Sending post(String taskId, String url, String body) {
        return new Sending(taskId, url, "POST", body);
    }

    /** What a followed redirect makes of a POST. */
    static Sending emptyGet(String taskId, String url) {
        return new Sending(taskId, url, "GET", "");
    }

    HttpRequest request() {
        HttpRequest.Builder request = Outbound.request(URI.create(url));
        return method.equals("GET")
                ? request.build()
                : request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
    }

    Delivery view() {
        return new Delivery(taskId, url, method, body, state, List.copyOf(attempts));
    }

    /** One attempt that is not over. */
    static final class Try {

        /** Done when everything that follows from the attempt's end is on the clock. */
        final CompletableFuture<Void> over = new CompletableFuture<>();

        CompletableFuture<?> call;
        EmulatorClock.Event timeout;
        private Instant begun;
        private long begunNanos;

        void begin(Instant now) {
            begun = now;
            begunNanos = System.nanoTime();
        }

        Attempt end(int status, String failure) {
            Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
            return new Attempt(begun, status, failure, took);
        }
    }
}
