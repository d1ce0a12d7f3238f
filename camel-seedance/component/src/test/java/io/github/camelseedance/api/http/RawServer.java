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
package io.github.camelseedance.api.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A peer that breaks HTTP, speaks it over TLS or is a proxy, byte by byte as a script says; it
 * counts what reaches it. The service itself is always the emulator.
 */
final class RawServer implements AutoCloseable {
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What to do on one connection; it is closed afterwards. */
    @FunctionalInterface
    interface Script {
        void serve(Conversation client) throws Exception;
    }

    /** The head of a request. */
    record Request(String line, Map<String, String> headers) {}

    RawServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    RawServer(ServerSocket socket, Script script) {
        this.socket = socket;
        threads.execute(
                () -> {
                    while (!socket.isClosed()) {
                        try {
                            Conversation client = new Conversation(socket.accept());
                            conversations.add(client);
                            threads.execute(() -> client.run(script));
                        } catch (IOException e) {
                            // closed
                        }
                    }
                });
    }

    /** Answers every request on every connection in the same way. */
    static RawServer answering(String answer) throws IOException {
        return new RawServer(
                client -> {
                    while (client.next() != null) {
                        client.send(answer);
                    }
                });
    }

    /** A whole answer. */
    static String answer(int status, String body, String... headers) {
        String extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.1 "
                + status
                + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n"
                + extra
                + "\r\n"
                + body;
    }

    int port() {
        return socket.getLocalPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int connections() {
        return conversations.size();
    }

    /** The heads of all requests that arrived. */
    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Conversation client : conversations) {
            client.socket.close();
        }
        threads.shutdownNow();
    }

    final class Conversation {
        private final Socket socket;

        Conversation(Socket socket) {
            this.socket = socket;
        }

        private void run(Script script) {
            try (socket) {
                script.serve(this);
            } catch (Exception e) {
                // the client has gone, or the server is closed: the test looks at the client
            }
        }

        /** Reads one request, or null where the client has closed. */
        Request next() throws IOException {
            Request head = nextHead();
            if (head == null) {
                return null;
            }
            int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
            socket.getInputStream().skipNBytes(length);
            return head;
        }

        /** Reads the head of one request, and leaves its body where it is. */
        Request nextHead() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                head.write(next);
            }
            String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            Request request = new Request(lines[0], headers);
            requests.add(request);
            return request;
        }

        void send(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** Waits until the client has closed. */
        void awaitEnd() throws IOException {
            socket.getInputStream().readAllBytes();
        }
    }
}
