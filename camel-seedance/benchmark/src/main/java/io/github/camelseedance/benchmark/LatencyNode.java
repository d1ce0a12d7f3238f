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
package io.github.camelseedance.benchmark;

import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConstants;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.repository.TaskRepository;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.camel.component.servlet.ServletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A context with the component, and the HTTP server that its callbacks arrive at. */
final class LatencyNode implements AutoCloseable {
    private static final String SECRET = "a-secret-of-32-characters-or-more-0001";
    private static final String IMAGE = "https://images.example.com/cat.jpg";

    final DefaultCamelContext context = new DefaultCamelContext();

    /** When the server has begun to read the first callback for each idempotency key. */
    final Map<String, Long> received = new ConcurrentHashMap<>();

    private final SeedanceComponent component = new SeedanceComponent();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    LatencyNode(SeedanceEmulator emulator, TaskRepository table) throws Exception {
        component.getConfiguration().setApiKey(emulator.apiKey());
        component.getConfiguration().setBaseUrl(emulator.baseUrl());
        component.getConfiguration().setTaskRepository(table);
        context.addComponent("seedance", component);
        context.getShutdownStrategy().setTimeout(10);
        startServer();
    }

    private void startServer() throws Exception {
        // Servlets of one name would share their consumers.
        String name = "servlet-" + UUID.randomUUID();
        context.getComponent("servlet", ServletComponent.class).setServletName(name);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.addServlet(new ServletHolder(name, new CamelHttpTransportServlet()), "/camel/*");
        server.setHandler(
                new Handler.Wrapper(servlets) {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback)
                            throws Exception {
                        received.putIfAbsent(
                                key(Request.getPathInContext(request)), request.getBeginNanoTime());
                        return super.handle(request, response, callback);
                    }
                });
        server.start();
    }

    /** The idempotency key that the token at the end of a callback's path stands for. */
    private static String key(String path) {
        String token = path.substring(path.lastIndexOf('/') + 1);
        String origin = token.substring(token.indexOf('_') + 1, token.indexOf('.'));
        String text = new String(Base64.getUrlDecoder().decode(origin), StandardCharsets.UTF_8);
        return text.substring(text.indexOf('\n') + 1);
    }

    /** Has what this node submits called back at a node. */
    void calledBackAt(LatencyNode node) {
        component
                .getConfiguration()
                .setCallbackBaseUrl("http://127.0.0.1:" + node.connector.getLocalPort() + "/camel");
        component.getConfiguration().setCallbackSecret(SECRET);
    }

    void start(LambdaRouteBuilder routes) throws Exception {
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() throws Exception {
                        routes.accept(this);
                    }
                });
        context.start();
    }

    AsyncProducer producer(String uri) throws Exception {
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        return producer;
    }

    /** Sends a request for one video, without a thread that waits for its exchange. */
    CompletableFuture<Exchange> send(AsyncProducer producer, String key) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(Map.of("prompt", "A cat", "image_urls", List.of(IMAGE)));
        exchange.getMessage().setHeader(SeedanceConstants.IDEMPOTENCY_KEY, key);
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, sync -> done.complete(exchange));
        return done;
    }

    @Override
    public void close() throws Exception {
        context.stop();
        server.stop();
    }
}
