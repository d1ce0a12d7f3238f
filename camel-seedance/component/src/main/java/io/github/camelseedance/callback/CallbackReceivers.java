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
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Receives the service's calls, at each path that endpoints name. */
public final class CallbackReceivers {
    private record Place(String httpServerComponent, String path) {}

    private record Receiver(CallbackProcessor processor, org.apache.camel.Consumer server) {}

    private final CamelContext context;
    private final Consumer<CallbackHint> hints;
    private final Map<Place, Receiver> receivers = new HashMap<>();

    /**
     * @param hints takes what callbacks say, at once and in any thread
     */
    public CallbackReceivers(CamelContext context, Consumer<CallbackHint> hints) {
        this.context = context;
        this.hints = hints;
    }

    /**
     * Receives callbacks from now on; does nothing where that is done already.
     *
     * @throws Exception when there is no HTTP server to receive them by
     */
    public synchronized void receive(CallbackSettings settings) throws Exception {
        Place place = new Place(settings.httpServerComponent(), settings.path());
        Receiver receiver = receivers.get(place);
        if (receiver == null) {
            CallbackProcessor processor = new CallbackProcessor(hints);
            receiver = new Receiver(processor, server(place, processor));
            receivers.put(place, receiver);
            receiver.processor().accept(settings);
            ServiceHelper.startService(receiver.server());
        } else {
            receiver.processor().accept(settings);
        }
    }

    private org.apache.camel.Consumer server(Place place, CallbackProcessor processor)
            throws Exception {
        String name = place.httpServerComponent() == null ? "servlet" : place.httpServerComponent();
        RestConsumerFactory factory = (RestConsumerFactory) context.getComponent(name);
        RestConfiguration configuration =
                CamelContextHelper.getRestConfiguration(context, null, name);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("disableStreamCache", "true");
        return factory.createConsumer(
                context,
                processor,
                "POST",
                place.path(),
                "{token}",
                null,
                null,
                configuration,
                parameters);
    }

    /** Refuses callbacks from now on, so that the service tries again, at another node. */
    public synchronized void stopping() {
        receivers.values().forEach(receiver -> receiver.processor().stopping());
    }

    /** Receives nothing any more; blocks until what is under way is handed on. */
    public synchronized void stop() {
        receivers.values().forEach(receiver -> ServiceHelper.stopService(receiver.server()));
        receivers.clear();
    }
}
