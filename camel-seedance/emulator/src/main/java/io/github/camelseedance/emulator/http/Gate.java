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
package io.github.camelseedance.emulator.http;

import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.account.Credential;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.service.FaultChoice;
import io.github.camelseedance.emulator.service.Resets;
import io.github.camelseedance.emulator.service.Route;
import io.github.camelseedance.emulator.service.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Where each request comes in: its key is looked at, and its route and its fault are found. */
public final class Gate {

    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";

    private final Routes routes;
    private final Accounts accounts;
    private final EmulatorClock clock;
    private final Journal journal;
    private final Journal unread = new Journal(0);
    private final FaultChoice faults;
    private final Resets resets;
    private final Executor workers;
    private final ScheduledExecutorService timer;

    /**
     * @param workers for work that would hold an I/O thread too long
     * @param timer for what a fault lets happen later
     */
    public Gate(
            Routes routes,
            Accounts accounts,
            EmulatorClock clock,
            Journal journal,
            FaultChoice faults,
            Resets resets,
            Executor workers,
            ScheduledExecutorService timer) {
        this.routes = routes;
        this.accounts = accounts;
        this.clock = clock;
        this.journal = journal;
        this.faults = faults;
        this.resets = resets;
        this.workers = workers;
        this.timer = timer;
    }

    /** Counts a connection that a client has just opened. */
    void connected() {
        journal.connected();
    }

    /**
     * Takes a request in whose head has just arrived.
     *
     * @return what goes on with its body; nothing when the body does not matter any more
     */
    Optional<Call> admit(RequestHead head, Wire wire) {
        long received = System.nanoTime();
        Route route = routes.find(head.method(), head.path());
        RecordedRequest request = authenticated(head, received);
        Journal noted = route.recorded() ? journal : unread;
        Optional<Fault> reset = faults.beforeBody(route, request);
        if (reset.isPresent()) {
            new NotedWire(wire, noted.add(request), reset.get()).reset();
            return Optional.empty();
        }
        Resets.Span span = route.recorded() ? resets.span() : Resets.ALWAYS;
        return Optional.of(new Call(route, request, faults, span, wire, noted, workers, timer));
    }

    private RecordedRequest authenticated(RequestHead head, long received) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(head.headers());
        List<String> authorization = headers.get(AUTHORIZATION);
        Credential credential = authorization == null ? null : credential(authorization);
        if (authorization != null) {
            headers.put(AUTHORIZATION, List.of(credential == null ? "invalid" : "valid"));
        }
        return new RecordedRequest(
                head.method(),
                head.path(),
                head.query(),
                headers,
                authorization != null,
                credential,
                new byte[0],
                received,
                clock.now(),
                null);
    }

    private Credential credential(List<String> authorization) {
        String value = authorization.get(0);
        boolean bearer =
                authorization.size() == 1
                        && value.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? accounts.find(value.substring(BEARER.length())).orElse(null) : null;
    }
}
