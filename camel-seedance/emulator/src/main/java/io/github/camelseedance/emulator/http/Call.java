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

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.service.FaultChoice;
import io.github.camelseedance.emulator.service.Resets;
import io.github.camelseedance.emulator.service.Route;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A request that was let in and whose body is still to come.
 *
 * @param head the request without its body
 * @param span when it arrived, since it can have no effect after a reset
 * @param workers for bodies whose parsing would hold up other connections
 */
record Call(
        Route route,
        RecordedRequest head,
        FaultChoice faults,
        Resets.Span span,
        Wire wire,
        Journal journal,
        Executor workers,
        ScheduledExecutorService timer) {

    private static final int LARGE = 64 * 1024;

    /** Bytes that the body may have. */
    int maxBody() {
        return (int) route.maxBody();
    }

    /**
     * Goes on with the body.
     *
     * @param body of one that is too large, no more than one byte above the bound is needed
     */
    void answer(byte[] body) {
        RecordedRequest request = head.withBody(body);
        Journal.Entry entry;
        try {
            entry = span.within(() -> journal.add(request));
        } catch (ApiError reset) {
            wire.send(route.refused(reset));
            return;
        }
        if (body.length > maxBody()) {
            met(Fault.none(), entry).refuse(tooLarge());
        } else if (body.length > LARGE) {
            workers.execute(() -> answer(request, entry));
        } else {
            answer(request, entry);
        }
    }

    private void answer(RecordedRequest request, Journal.Entry entry) {
        Fault fault;
        try {
            fault = span.within(() -> faults.of(route, request));
        } catch (ApiError e) {
            met(Fault.none(), entry).refuse(e);
            return;
        }
        met(fault, entry).meet(fault, request);
    }

    private FaultyAnswer met(Fault fault, Journal.Entry entry) {
        return new FaultyAnswer(route, span, new NotedWire(wire, entry, fault), timer);
    }

    private ApiError tooLarge() {
        return new ApiError(
                413,
                "invalid_request",
                "invalid_request_error",
                null,
                "The request body is larger than " + maxBody() / 1024 / 1024 + " MB");
    }
}
