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
package io.github.camelseedance.callback;

import io.github.camelseedance.tracking.CallbackHint;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the service's calls at each path that endpoints name, by the HTTP server of one of the
 * context's components. Answered are 200 for a callback that is looked at, 404 for a token that was
 * made by none of the secrets (before the body is read), 405 for any method but POST, 400 for a
 * body that breaks off, 413 for one above 1 MiB, and 503 while the component is stopping, upon
 * which the service tries again. The answers have no body and nothing of the request in them.
 */
public final class CallbackReceivers {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackReceivers.class);

    private record Place(RestConsumerFactory server, String path) {}

    private record Receiver(CallbackProcessor processor, org.apache.camel.Consumer consumer) {}

    private final CamelContext context;
    private final Consumer<CallbackHint> hints;
    private final HttpServers servers;
    private final Map<Place, Receiver> receivers = new HashMap<>();
    private boolean stopping;

    /**
     * @param hints takes what callbacks say, at once and in any thread
     */
    public CallbackReceivers(CamelContext context, Consumer<CallbackHint> hints) {
        this.context = context;
        this.hints = hints;
        servers = new HttpServers(context);
    }

    /**
     * Receives callbacks from now on. Where some are received already, by the same server at the
     * same path, those of these settings are received too. Does nothing once it is stopping.
     *
     * @throws IllegalArgumentException when there is no HTTP server to receive them by, or more
     *     than one
     * @throws Exception when the server fails to start; nothing is left of it then
     */
    public synchronized void receive(CallbackSettings settings) throws Exception {
        if (stopping) {
            return;
        }
        HttpServer server = servers.find(settings.httpServerComponent());
        Place place = new Place(server.factory(), settings.path());
        Receiver receiver = receivers.get(place);
        if (receiver == null) {
            receivers.put(place, start(server, settings));
        } else {
            receiver.processor().accept(settings);
        }
    }

    private Receiver start(HttpServer server, CallbackSettings settings) throws Exception {
        CallbackProcessor processor = new CallbackProcessor(hints);
        processor.accept(settings);
        Receiver receiver =
                new Receiver(processor, server.consumer(context, settings.path(), processor));
        try {
            ServiceHelper.startService(receiver.consumer());
        } catch (Exception e) {
            stop(receiver);
            throw e;
        }
        LOG.info(
                "Callbacks are received by {} at {}; the service calls {}/...",
                server.name(),
                settings.path(),
                settings.baseUrl() + settings.path());
        return receiver;
    }

    /** Refuses callbacks from now on, so that the service tries again, at another node. */
    public synchronized void stopping() {
        stopping = true;
        receivers.values().forEach(receiver -> receiver.processor().stopping());
    }

    /** Receives nothing any more: no callback is handed on after this has returned. */
    public synchronized void stop() {
        stopping();
        receivers.values().forEach(CallbackReceivers::stop);
        receivers.clear();
    }

    /** The server may be gone already; the others are stopped nevertheless. */
    private static void stop(Receiver receiver) {
        try {
            ServiceHelper.stopAndShutdownService(receiver.consumer());
        } catch (RuntimeException e) {
            LOG.debug("{} can not be stopped", receiver.consumer(), e);
        }
    }
}
