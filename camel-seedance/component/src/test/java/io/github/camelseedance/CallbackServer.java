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

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.camel.component.servlet.ServletComponent;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.StatisticsHandler;

/** A context's HTTP server: camel-servlet in an embedded Jetty, below {@code /camel}. */
final class CallbackServer implements AutoCloseable {
    static final String SECRET = "a-secret-of-32-characters-or-more-0001";

    private final Server server = new Server();
    private final StatisticsHandler statistics = new StatisticsHandler();
    private final ServerConnector connector = new ServerConnector(server);

    /** Starts a server of the context's own; servlets of one name would share their consumers. */
    CallbackServer(CamelContext context) throws Exception {
        String name = "servlet-" + UUID.randomUUID();
        ServletComponent servlet = context.getComponent("servlet", ServletComponent.class);
        servlet.setServletName(name);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(name, new CamelHttpTransportServlet());
        handler.addServlet(holder, "/camel/*");
        handler.addFilter(
                new FilterHolder(CallbackServer::refuseUnknownCharsets),
                "/*",
                EnumSet.of(DispatcherType.REQUEST));
        statistics.setHandler(handler);
        server.setHandler(statistics);
        server.start();
    }

    /** Jetty fails when it is asked for such a content type, and CamelServlet logs that. */
    private static void refuseUnknownCharsets(
            ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            request.getContentType();
        } catch (IllegalArgumentException e) {
            ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        chain.doFilter(request, response);
    }

    /** For {@code callbackBaseUrl}. */
    String baseUrl() {
        return "http://127.0.0.1:" + connector.getLocalPort() + "/camel";
    }

    int port() {
        return connector.getLocalPort();
    }

    /** How long the connections that there are may be silent from now on. */
    void idleTimeout(Duration time) {
        connector.getConnectedEndPoints().forEach(one -> one.setIdleTimeout(time.toMillis()));
    }

    /** How many requests are being served. */
    int requests() {
        return statistics.getRequestsActive();
    }

    /** Has all that the component submits called back here. */
    static CallbackServer receiving(ScaleTestSupport node) throws Exception {
        CallbackServer server = new CallbackServer(node.context);
        node.component.getConfiguration().setCallbackBaseUrl(server.baseUrl());
        node.component.getConfiguration().setCallbackSecret(SECRET);
        return server;
    }

    /** The same, where the service reaches the server by a proxy alone. */
    static CallbackServer behind(ReverseProxy proxy, ScaleTestSupport node) throws Exception {
        CallbackServer server = receiving(node);
        node.component.getConfiguration().setCallbackBaseUrl(proxy.baseUrl());
        proxy.forwardTo(server.baseUrl());
        return server;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
