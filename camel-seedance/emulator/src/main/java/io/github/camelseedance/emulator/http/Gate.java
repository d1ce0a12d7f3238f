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
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.fault.AnswerFault;
import io.github.camelseedance.emulator.fault.ChangeFault;
import io.github.camelseedance.emulator.fault.ConnectionFault;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Fault.Reached;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where each request comes in: it is read, written down, met by its fault, and answered. */
final class Gate extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String BEARER = "Bearer ";
    private static final String OWN_PATHS = "/_emulator/";

    private final Routes routes;
    private final Accounts accounts;
    private final Journal journal;
    private final Faults faults;
    private final ScheduledExecutorService timer;

    Gate(
            Routes routes,
            Accounts accounts,
            Journal journal,
            Faults faults,
            ScheduledExecutorService timer) {
        this.routes = routes;
        this.accounts = accounts;
        this.journal = journal;
        this.faults = faults;
        this.timer = timer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long received = System.nanoTime();
        Wire wire = new Wire(request, response, callback);
        String path = Request.getPathInContext(request);
        if (path.startsWith(OWN_PATHS)) {
            wire.send(Reply.json(200, Json.object().put("status", "UP")));
            return true;
        }
        Route route = routes.find(request.getMethod(), path);
        Fault fault = route.phase() == null ? Fault.none() : faults.take(route.phase());
        if (fault instanceof ConnectionFault.Reset reset && reset.reached() == Reached.HEAD) {
            journal.add(record(request, path, new byte[0], received));
            wire.reset();
            return true;
        }
        read(
                request,
                route,
                callback,
                body -> {
                    RecordedRequest recorded = record(request, path, body, received);
                    journal.add(recorded);
                    if (body.length > route.maxBody()) {
                        wire.send(route.refusal().apply(tooLarge(route)));
                    } else {
                        meet(fault, route, recorded, wire);
                    }
                });
        return true;
    }

    /** Reads one byte more than is allowed, at most; that byte tells a body that is too large. */
    private static void read(
            Request request, Route route, Callback callback, Consumer<byte[]> then) {
        int most = (int) route.maxBody() + 1;
        Content.Source bounded = Content.Source.from(request, 0, most);
        Content.Source.asByteArrayAsync(
                bounded,
                most,
                Promise.Invocable.from(
                        InvocationType.BLOCKING,
                        (body, failure) -> {
                            if (failure != null) {
                                callback.failed(failure);
                            } else if (body.length < most) {
                                then.accept(body);
                            } else {
                                // a client that still writes would not see the answer
                                Content.Source.consumeAll(
                                        request, Callback.from(() -> then.accept(body)));
                            }
                        }));
    }

    private static ApiError tooLarge(Route route) {
        return new ApiError(
                413,
                "request_too_large",
                "invalid_request_error",
                null,
                "The request body is larger than " + route.maxBody() / 1024 / 1024 + " MB");
    }

    private RecordedRequest record(Request request, String path, byte[] body, long received) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(
                    field.getName(), name -> request.getHeaders().getValuesList(name));
        }
        List<String> authorization = headers.get("Authorization");
        Credential credential = authorization == null ? null : credential(authorization);
        if (authorization != null) {
            headers.put("Authorization", List.of(credential == null ? "invalid" : "valid"));
        }
        return new RecordedRequest(
                request.getMethod(),
                path,
                request.getHttpURI().getQuery(),
                headers,
                authorization != null,
                credential,
                body,
                received);
    }

    private Credential credential(List<String> authorization) {
        String value = authorization.get(0);
        boolean bearer =
                authorization.size() == 1
                        && value.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? accounts.find(value.substring(BEARER.length())).orElse(null) : null;
    }

    /** What happens when the request is read: its fault decides how far it gets. */
    private void meet(Fault fault, Route route, RecordedRequest request, Wire wire) {
        if (fault instanceof ConnectionFault.Delay delay) {
            timer.schedule(
                    () -> meet(delay.then(), route, request, wire),
                    delay.duration().toNanos(),
                    TimeUnit.NANOSECONDS);
        } else if (fault instanceof AnswerFault.Answer answer) {
            Reply reply =
                    Reply.of(
                            answer.status(),
                            answer.contentType(),
                            answer.body().getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                reply = reply.with(header.getKey(), header.getValue());
            }
            Reply instead = reply;
            after(answer.reached(), route, request, () -> wire.send(instead));
        } else if (fault instanceof ConnectionFault.Reset reset) {
            after(reset.reached(), route, request, wire::reset);
        } else if (fault instanceof ConnectionFault.Hang hang) {
            after(hang.reached(), route, request, () -> {});
        } else if (fault instanceof ChangeFault.IgnoreRange) {
            answer(route, request.withoutHeader("Range"), wire::send);
        } else {
            answer(route, request, reply -> spoil(fault, reply, wire));
        }
    }

    private void after(Reached reached, Route route, RecordedRequest request, Runnable then) {
        if (reached == Reached.EFFECT) {
            answer(route, request, reply -> then.run());
        } else {
            then.run();
        }
    }

    /** What happens to the true answer. */
    private void spoil(Fault fault, Reply reply, Wire wire) {
        if (fault instanceof ChangeFault.Truncate truncate) {
            wire.send(reply.truncated(truncate.bytes()));
        } else if (fault instanceof ChangeFault.CutAt cut && cut.bytes() < reply.length()) {
            wire.sendAnnouncing(reply.truncated(cut.bytes()), reply.length());
        } else if (fault instanceof ChangeFault.WrongLength wrong) {
            wire.sendAnnouncing(reply, Math.max(0, reply.length() + wrong.delta()));
        } else if (fault instanceof ChangeFault.RangeWithoutContentRange) {
            wire.send(reply.without("Content-Range"));
        } else if (fault instanceof ChangeFault.Dripping drip) {
            wire.drip(reply, drip.bytes(), drip.pause(), timer);
        } else {
            wire.send(reply);
        }
    }

    private static void answer(Route route, RecordedRequest request, Consumer<Reply> then) {
        route.answer(request)
                .handle((reply, failure) -> failure == null ? reply : refusal(route, failure))
                .thenAccept(then);
    }

    private static Reply refusal(Route route, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof ApiError refused) {
            return route.refusal().apply(refused);
        }
        LOG.error("The emulator failed", cause);
        return route.refusal()
                .apply(new ApiError(500, "internal_error", "api_error", null, cause.toString()));
    }
}
