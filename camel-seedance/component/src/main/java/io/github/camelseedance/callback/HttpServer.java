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

import java.util.HashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.http.common.DefaultHttpBinding;
import org.apache.camel.http.common.HttpCommonEndpoint;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.PluginHelper;

/**
 * A component by whose HTTP server callbacks can be received.
 *
 * @param name of the component, or of the bean
 * @param factory the component, or the bean
 */
record HttpServer(String name, RestConsumerFactory factory) {

    /** A consumer of POST requests one step below a path; not started yet. */
    Consumer consumer(CamelContext context, String path, Processor processor) throws Exception {
        // Camel does so when it makes the first route, and fails each request where there is none.
        PluginHelper.getUnitOfWorkFactory(context).afterPropertiesConfigured(context);
        Consumer consumer =
                factory.createConsumer(
                        context,
                        processor,
                        "POST",
                        path,
                        "{token}",
                        null,
                        null,
                        configuration(context),
                        new HashMap<>());
        if (consumer.getEndpoint() instanceof HttpCommonEndpoint endpoint) {
            readNothingUnasked(endpoint);
        }
        return consumer;
    }

    /** The rest configuration of the context, unless it is another component's. */
    private RestConfiguration configuration(CamelContext context) {
        RestConfiguration configuration = context.getRestConfiguration();
        String component = configuration.getComponent();
        return component == null || component.equals(name)
                ? configuration
                : new RestConfiguration();
    }

    /**
     * Of servlet and jetty: by default they read the body (all of it, to a cache), parameters and
     * form fields of each request before its processor is called, which a stranger can let last,
     * and let fail with a warning in the log.
     */
    private static void readNothingUnasked(HttpCommonEndpoint endpoint) {
        DefaultHttpBinding binding = new DefaultHttpBinding();
        binding.setMapHttpMessageBody(false);
        binding.setMapHttpMessageHeaders(false);
        binding.setMapHttpMessageFormUrlEncodedBody(false);
        binding.setMuteException(true);
        endpoint.setHttpBinding(binding);
        endpoint.setDisableStreamCache(true);
    }
}
