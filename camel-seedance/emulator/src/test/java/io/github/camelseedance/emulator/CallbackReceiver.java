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
package io.github.camelseedance.emulator;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of callbacks: writes down what arrives, and answers as it is told, else 200. */
final class CallbackReceiver implements AutoCloseable {

    private static final int BACKLOG = 1000;

    /** A request that arrived; the names of its headers are as {@code Content-type}. */
    record Received(String method, String target, Map<String, List<String>> headers, String body) {

        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    /** What a receiver does with a request. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private volatile Runnable onArrival = () -> {};

    CallbackReceiver() throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        onArrival.run();
        received.add(
                new Received(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        body));
        Answer answer = script.poll();
        if (answer == null) {
            answer = status(200);
        }
        answer.to(exchange);
    }

    private static Answer status(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    /** The callback URL that leads here. */
    String url() {
        return base() + "/callback";
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Runs when a request has arrived, before it is answered. */
    CallbackReceiver onArrival(Runnable action) {
        onArrival = action;
        return this;
    }

    /** Answers the next requests with these statuses, one each. */
    CallbackReceiver answers(int... statuses) {
        for (int each : statuses) {
            script.add(status(each));
        }
        return this;
    }

    /** Leads the next request on to another path of this receiver. */
    CallbackReceiver redirects(int status) {
        return answersWith(
                exchange -> {
                    exchange.getResponseHeaders().set("Location", base() + "/elsewhere");
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
    }

    /** Never answers the next request. */
    CallbackReceiver hangs() {
        return answersWith(exchange -> {});
    }

    /** Does this with the next request. */
    CallbackReceiver answersWith(Answer answer) {
        script.add(answer);
        return this;
    }

    /** What has arrived, oldest first. */
    List<Received> received() {
        return List.copyOf(received);
    }

    /** What has arrived, as soon as there is so much of it. */
    List<Received> received(int least) {
        await().until(() -> received.size() >= least);
        return received();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
