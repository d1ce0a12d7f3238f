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
import io.github.camelseedance.emulator.outbound.BoundedBody;
import io.github.camelseedance.emulator.outbound.Outbound;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Sends callbacks as the service does: 2xx within 10 s is success, everything else is tried again
 * after 1, 2 and 4 s. All these times are the clock's. Thread-safe.
 */
final class Courier {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Bytes that are read of a receiver's answer. */
    private static final long MAX_ANSWER = 64 * 1024;

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /**
     * What a receiver gets in real time at least, however fast the clock is: the 10 s on it would
     * be over before any receiver could answer.
     */
    private static final Duration REAL_TIMEOUT = TIMEOUT;

    /** Attempts that begin at a time; more would overrun the accept queue of a small receiver. */
    private static final int MOST_AT_ONCE = 32;

    /** Real time after which an attempt keeps no other waiting, however long its answer takes. */
    private static final Duration TURN = Duration.ofMillis(200);

    private final EmulatorClock clock;
    private final Outbound outbound;
    private final Set<Sending> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Sending> queue = new ArrayDeque<>();
    private final Set<Sending.Try> turns = Collections.newSetFromMap(new IdentityHashMap<>());

    Courier(EmulatorClock clock, Outbound outbound) {
        this.clock = clock;
        this.outbound = outbound;
    }

    /** Sends so much later on the clock. */
    synchronized void sendAfter(Duration delay, Sending sending) {
        open.add(sending);
        clock.after(delay, () -> attempt(sending));
    }

    /** Sends now. */
    synchronized void send(Sending sending) {
        open.add(sending);
        attempt(sending);
    }

    /** Lets be what a fault keeps from being sent. */
    synchronized void omit(Sending sending) {
        sending.state = Delivery.State.NOT_SENT;
        sending.firstTried.complete(null);
    }

    synchronized Delivery view(Sending sending) {
        return sending.view();
    }

    private synchronized void attempt(Sending sending) {
        if (!open.contains(sending)) {
            return;
        }
        sending.current = new Sending.Try();
        clock.busyWith(sending.current.over);
        queue.addLast(sending);
        beginWaiting();
    }

    private void beginWaiting() {
        while (turns.size() < MOST_AT_ONCE && !queue.isEmpty()) {
            begin(queue.removeFirst());
        }
    }

    private synchronized void endTurn(Sending.Try attempt) {
        if (turns.remove(attempt)) {
            beginWaiting();
        }
    }

    private void begin(Sending sending) {
        Sending.Try attempt = sending.current;
        turns.add(attempt);
        attempt.over
                .copy()
                .completeOnTimeout(null, TURN.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> endTurn(attempt));
        clock.busyWith(attempt.over);
        attempt.begin(clock.now());
        attempt.timeout =
                clock.after(
                        timeout(),
                        () ->
                                over(
                                        sending,
                                        attempt,
                                        0,
                                        "no answer within " + TIMEOUT.toSeconds() + " s"));
        CompletableFuture<HttpResponse<byte[]>> call =
                outbound.send(
                        sending.request(), info -> new BoundedBody(MAX_ANSWER, Courier::enough));
        attempt.call = call;
        call.whenComplete(
                (response, failure) -> {
                    if (failure == null) {
                        over(sending, attempt, response.statusCode(), fault(response));
                    } else {
                        over(sending, attempt, 0, reason(failure));
                    }
                });
    }

    private Duration timeout() {
        long least = (long) (REAL_TIMEOUT.toMillis() * clock.speed());
        return Duration.ofMillis(Math.max(TIMEOUT.toMillis(), least));
    }

    /** Nobody wants the body: one that is longer than an answer may be counts by its status. */
    private static void enough(CompletableFuture<byte[]> body) {
        body.complete(new byte[0]);
    }

    private static String fault(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return switch (status / 100) {
            case 2 -> null;
            case 3 -> "answered " + status + ", and redirects are not followed";
            default -> "answered " + status;
        };
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return Outbound.reason(cause);
    }

    private void over(Sending sending, Sending.Try attempt, int status, String failure) {
        synchronized (this) {
            if (sending.current != attempt) {
                // it timed out meanwhile, or nobody wants to know any more
                return;
            }
            sending.current = null;
            attempt.timeout.cancel();
            sending.attempts.add(attempt.end(status, failure));
            goOn(sending, failure == null);
        }
        attempt.call.cancel(true);
        attempt.over.complete(null);
        sending.firstTried.complete(null);
    }

    private void goOn(Sending sending, boolean delivered) {
        int retries = sending.attempts.size() - 1;
        if (!delivered && retries < PAUSES.size()) {
            clock.after(PAUSES.get(retries), () -> attempt(sending));
            return;
        }
        sending.state = delivered ? Delivery.State.DELIVERED : Delivery.State.GIVEN_UP;
        open.remove(sending);
        if (sending.next != null) {
            send(sending.next);
        }
    }

    /** Hangs up everywhere; what was on its way is neither tried again nor written down. */
    void clear() {
        List<Sending> dropped;
        List<Sending.Try> hung = new ArrayList<>();
        synchronized (this) {
            dropped = List.copyOf(open);
            open.clear();
            queue.clear();
            turns.clear();
            for (Sending sending : dropped) {
                if (sending.current != null) {
                    hung.add(sending.current);
                    sending.current = null;
                }
            }
        }
        for (Sending.Try attempt : hung) {
            if (attempt.call != null) {
                attempt.call.cancel(true);
            }
            attempt.over.complete(null);
        }
        dropped.forEach(sending -> sending.firstTried.complete(null));
    }
}
