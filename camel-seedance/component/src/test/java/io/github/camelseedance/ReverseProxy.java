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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.URIAuthority;

/**
 * What stands between the service and the application: takes a path prefix away, and tells the
 * server of a host that it does not have. Each request goes to the next of the servers.
 */
final class ReverseProxy implements AutoCloseable {
    private static final String PREFIX = "/public/videos";

    private final List<URI> servers = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CloseableHttpClient client =
            HttpClients.custom().disableRedirectHandling().disableAutomaticRetries().build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** What the servers have answered, in this order. */
    final List<Integer> answers = new CopyOnWriteArrayList<>();

    ReverseProxy() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(PREFIX, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** For {@code callbackBaseUrl}. */
    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PREFIX;
    }

    ReverseProxy forwardTo(String baseUrl) {
        servers.add(URI.create(baseUrl));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 502;
            try {
                status = forward(exchange, next());
                answers.add(status);
            } finally {
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    private URI next() {
        return servers.get(Math.floorMod(requests.getAndIncrement(), servers.size()));
    }

    private int forward(HttpExchange exchange, URI to) throws IOException {
        String path = exchange.getRequestURI().getRawPath().substring(PREFIX.length());
        HttpUriRequestBase request =
                new HttpUriRequestBase(
                        exchange.getRequestMethod(), URI.create(to.getRawPath() + path));
        request.setAuthority(new URIAuthority("elsewhere.example.com", 4711));
        request.setHeader("X-Forwarded-Host", "evil.example.com");
        request.setHeader("X-Forwarded-Proto", "gopher");
        request.setHeader("X-Forwarded-Prefix", "/nowhere");
        request.setHeader("X-Forwarded-For", "203.0.113.7");
        request.setHeader("Forwarded", "for=203.0.113.7;host=evil.example.com;proto=gopher");
        request.setEntity(
                new ByteArrayEntity(
                        exchange.getRequestBody().readAllBytes(), ContentType.APPLICATION_JSON));
        return client.execute(HttpHost.create(to), request, answer -> answer.getCode());
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdown();
        client.close();
    }
}
