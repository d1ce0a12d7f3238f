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
package io.github.camelseedance.emulator.control;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The emulator's own calls under {@code /_emulator/}, which do over HTTP what a test does in Java,
 * and the page at {@code /} that uses them. They need no key and never show one. A page of another
 * origin cannot use them: whatever a browser sends for it carries its {@code Origin}.
 */
public final class ControlApi {

    /** Where all calls are. */
    public static final String PREFIX = "/_emulator/";

    private final List<Endpoint> endpoints = new ArrayList<>();

    public ControlApi(Controls controls) {
        StateCall state = new StateCall(controls);
        endpoints.add(
                Endpoint.json("GET", PREFIX + "health", call -> Json.object().put("status", "UP")));
        endpoints.add(Endpoint.json("GET", PREFIX + "state", state::read));
        endpoints.addAll(new ClockCalls(controls.clock()).endpoints());
        endpoints.addAll(new TaskCalls(controls).endpoints());
        endpoints.addAll(new MoneyCalls(controls).endpoints());
        endpoints.addAll(new LimitCalls(controls.accounts().limits()).endpoints());
        endpoints.addAll(new FaultCalls(controls.faults()).endpoints());
        endpoints.addAll(new RequestCalls(controls.journal()).endpoints());
        endpoints.addAll(new CallbackCalls(controls).endpoints());
        endpoints.add(
                Endpoint.json(
                        "POST",
                        PREFIX + "reset",
                        call -> {
                            call.fields();
                            controls.reset().run();
                            return state.read(call);
                        }));
        endpoints.addAll(PageFiles.endpoints());
    }

    /** Whether a path is one of these, rather than the service's. */
    public static boolean owns(String path) {
        return path.equals("/") || (path + "/").startsWith(PREFIX);
    }

    /** Every call, as {@code POST /_emulator/tasks/{id}/complete}. */
    public List<String> calls() {
        return endpoints.stream()
                .filter(e -> e.template().startsWith(PREFIX) && !PageFiles.isOne(e.template()))
                .map(e -> e.method() + " " + e.template())
                .toList();
    }

    /** Does what the request says; a refusal is an answer like any other. */
    public CompletionStage<ControlReply> answer(RecordedRequest request) {
        try {
            refuseOtherOrigins(request);
            return dispatch(request).exceptionally(ControlApi::refusal);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(refusal(e));
        }
    }

    private CompletionStage<ControlReply> dispatch(RecordedRequest request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        List<String> methods = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.match(request.path());
            if (variables.isPresent()) {
                if (endpoint.method().equals(method)) {
                    return endpoint.action().apply(new Call(request, variables.get()));
                }
                methods.add(endpoint.method());
            }
        }
        if (methods.isEmpty()) {
            throw ControlError.notFound(
                    "There is nothing at " + request.path() + "; there is: " + overview());
        }
        String allowed = String.join(", ", methods);
        return CompletableFuture.completedFuture(
                new ControlError(
                                405,
                                request.path() + " takes " + allowed + ", not " + request.method())
                        .answer()
                        .with("Allow", allowed));
    }

    private String overview() {
        return calls().stream().collect(Collectors.joining(", "));
    }

    private static void refuseOtherOrigins(RecordedRequest request) {
        String origin = request.header("Origin");
        if (origin != null && !isOwn(origin, request.header("Host"))) {
            throw new ControlError(
                    403,
                    "A page of the origin "
                            + origin
                            + " may not use the control API; only the emulator's own page and"
                            + " clients that send no Origin may");
        }
    }

    /**
     * The emulator may be reached under many names; its page's origin has the one it was asked by.
     */
    private static boolean isOwn(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * @throws CompletionException for what is no refusal but a failure of the emulator itself
     */
    private static ControlReply refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof ControlError refused) {
            return refused.answer();
        }
        if (cause instanceof ApiError refused) {
            return new ControlError(refused.status(), refused.getMessage()).answer();
        }
        if (cause instanceof IllegalArgumentException) {
            return ControlError.badRequest(cause.getMessage()).answer();
        }
        if (cause instanceof IllegalStateException) {
            return new ControlError(409, cause.getMessage()).answer();
        }
        throw new CompletionException(cause);
    }
}
