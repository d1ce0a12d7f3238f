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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.RestConsumerFactory;

/** Finds the HTTP server of a context: one of its components, whichever it is. */
final class HttpServers {
    /** Camel's components that have an HTTP server, or use one that is there. */
    private static final List<String> KNOWN =
            List.of("platform-http", "servlet", "jetty", "undertow", "netty-http");

    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";

    private final CamelContext context;

    /** What was found once stays, whatever is added to the context later. */
    private final Map<String, HttpServer> found = new HashMap<>();

    HttpServers(CamelContext context) {
        this.context = context;
    }

    /**
     * Finds the component, or bean, of a name; without one that of the context's rest
     * configuration; without that the single one in the context or its registry, and where there is
     * none there, on the class path.
     *
     * @param name or null
     * @throws IllegalArgumentException when there is none, or not a single one
     */
    HttpServer find(String name) {
        HttpServer server = found.get(name);
        if (server == null) {
            server = name == null ? unnamed() : named("httpServerComponent", name);
            found.put(name, server);
        }
        return server;
    }

    private HttpServer unnamed() {
        String component = context.getRestConfiguration().getComponent();
        if (component != null) {
            return named("component of the rest configuration", component);
        }
        Map<String, RestConsumerFactory> present = present();
        if (present.size() == 1) {
            String name = present.keySet().iterator().next();
            return new HttpServer(name, present.get(name));
        }
        List<String> candidates = present.isEmpty() ? onClassPath() : List.copyOf(present.keySet());
        if (candidates.size() == 1) {
            return named("httpServerComponent", candidates.get(0));
        }
        throw new IllegalArgumentException(
                candidates.isEmpty()
                        ? "callbackBaseUrl is set, but there is no HTTP server to receive callbacks"
                                + " by: no component of the context and no bean in its registry is"
                                + " one (a RestConsumerFactory), and none of "
                                + KNOWN
                                + " is on the class path. Add one, such as camel-servlet or"
                                + " camel-platform-http, or leave callbackBaseUrl out"
                        : "callbackBaseUrl is set, and there is more than one HTTP server to"
                                + " receive callbacks by: "
                                + candidates
                                + ". Set httpServerComponent to one of them");
    }

    private HttpServer named(String option, String name) {
        Object bean = context.getRegistry().lookupByName(name);
        Object server =
                bean instanceof RestConsumerFactory && !(bean instanceof Component)
                        ? bean
                        : context.getComponent(name);
        if (server instanceof RestConsumerFactory factory) {
            return new HttpServer(name, factory);
        }
        throw new IllegalArgumentException(
                option
                        + "="
                        + name
                        + (server == null
                                ? " names no component and no bean"
                                : " names what has no HTTP server")
                        + ", so that no callbacks can be received by it. Name a component that is a"
                        + " RestConsumerFactory, such as one of "
                        + KNOWN
                        + ", and have its artifact on the class path, such as camel-servlet for"
                        + " servlet");
    }

    private Map<String, RestConsumerFactory> present() {
        Map<String, RestConsumerFactory> present = new TreeMap<>();
        for (String name : context.getComponentNames()) {
            if (context.hasComponent(name) instanceof RestConsumerFactory factory) {
                present.put(name, factory);
            }
        }
        context.getRegistry()
                .findByTypeWithName(RestConsumerFactory.class)
                .forEach(
                        (name, factory) -> {
                            if (!present.containsValue(factory)) {
                                present.putIfAbsent(name, factory);
                            }
                        });
        return present;
    }

    /** Looked for without making any: a component that is made may open a port. */
    private List<String> onClassPath() {
        FactoryFinder finder = context.getCamelContextExtension().getFactoryFinder(COMPONENTS);
        return KNOWN.stream().filter(name -> finder.findClass(name).isPresent()).toList();
    }
}
