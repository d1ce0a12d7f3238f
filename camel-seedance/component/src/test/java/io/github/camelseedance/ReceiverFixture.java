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
package io.github.camelseedance;

import io.github.camelseedance.callback.CallbackReceivers;
import io.github.camelseedance.callback.CallbackSettings;
import io.github.camelseedance.tracking.CallbackHint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A receiver of callbacks behind a real server, and what it hands on. */
final class ReceiverFixture implements AutoCloseable {
    static final String PATH = "/seedance/callback";

    final CamelContext context = new DefaultCamelContext();
    final List<CallbackHint> hints = new CopyOnWriteArrayList<>();
    final CallbackServer server;
    final CallbackReceivers receivers;

    ReceiverFixture() throws Exception {
        this(null);
    }

    /**
     * @param hintTaker in place of {@link #hints}
     */
    ReceiverFixture(Consumer<CallbackHint> hintTaker) throws Exception {
        server = new CallbackServer(context);
        receivers = new CallbackReceivers(context, hintTaker == null ? hints::add : hintTaker);
        context.start();
        receivers.receive(settings(CallbackServer.SECRET, null));
    }

    CallbackSettings settings(String secret, String previousSecret) {
        return new CallbackSettings(server.baseUrl(), PATH, secret, previousSecret, null);
    }

    int port() {
        return server.port();
    }

    /** Where the task of a key is called back. */
    String target(String key) {
        return target(settings(CallbackServer.SECRET, null), key);
    }

    String target(CallbackSettings settings, String key) {
        return settings.url("default", key).replaceFirst("http://[^/]*", "");
    }

    @Override
    public void close() throws Exception {
        receivers.stop();
        context.stop();
        server.close();
    }
}
