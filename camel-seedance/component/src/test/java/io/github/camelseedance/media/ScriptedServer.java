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
package io.github.camelseedance.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** A loopback server that plays one answer after the other, the last one for ever. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile List<Answer> script = List.of();

    /** What was asked; header names are in lower case. */
    record Request(String line, Map<String, String> headers) {
        String header(String name) {
            return headers.get(name);
        }

        /** The first byte that was asked for. */
        int from() {
            String range = header("range");
            return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        }
    }

    /** Writes bytes; the connection is closed behind them. */
    @FunctionalInterface
    interface Answer {
        void write(Request request, Socket socket) throws IOException;
    }

    ScriptedServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    void play(Answer... answers) {
        script = List.of(answers);
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://localhost:" + port() + path;
    }

    List<Request> requests() {
        return requests;
    }

    /** An answer with these header lines and body, without any length of its own making. */
    static Answer answer(String status, byte[] body, String... headers) {
        return (request, socket) -> {
            head(socket, status, headers);
            socket.getOutputStream().write(body);
        };
    }

    /** An answer with a Content-Length. */
    static Answer whole(String status, byte[] body, String... headers) {
        return (request, socket) -> {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Content-Length: " + body.length;
            answer(status, body, all).write(request, socket);
        };
    }

    static void head(Socket socket, String status, String... headers) throws IOException {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(
                ("HTTP/1.1 " + status + "\r\n" + lines + "Connection: close\r\n\r\n")
                        .getBytes(ISO_8859_1));
        out.flush();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException | RejectedExecutionException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            String line = in.readLine();
            if (line == null) {
                return;
            }
            Map<String, String> headers = new TreeMap<>();
            for (String h = in.readLine(); h != null && !h.isEmpty(); h = in.readLine()) {
                int colon = h.indexOf(':');
                headers.put(
                        h.substring(0, colon).toLowerCase(Locale.ROOT),
                        h.substring(colon + 1).strip());
            }
            Request request = new Request(line, headers);
            Answer answer;
            synchronized (requests) {
                answer = script.get(Math.min(requests.size(), script.size() - 1));
                requests.add(request);
            }
            answer.write(request, connection);
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // the client has gone away, which is what some tests are about
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
