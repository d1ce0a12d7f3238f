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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A peer that breaks HTTP, or shows what is on the wire; the service itself is always the emulator.
 * It plays one answer after the other, each on a connection of its own, the last one for ever.
 */
final class RawPeer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requestLines = new CopyOnWriteArrayList<>();
    private final Deque<Answer> answers;
    private final Thread thread = new Thread(this::serve, "raw-peer");

    /** Writes whatever it likes; the connection is closed behind it. */
    @FunctionalInterface
    interface Answer {
        void write(Socket socket) throws IOException;
    }

    RawPeer(Answer... answers) throws IOException {
        this.answers = new ArrayDeque<>(List.of(answers));
        thread.start();
    }

    String url(String path) {
        return "http://localhost:" + server.getLocalPort() + path;
    }

    List<String> requestLines() {
        return requestLines;
    }

    /** A head with these lines, and a body. */
    static Answer answer(String head, byte[] body) {
        return socket -> {
            String lines = head + "\nConnection: close\n\n";
            socket.getOutputStream().write(lines.replace("\n", "\r\n").getBytes(ISO_8859_1));
            socket.getOutputStream().write(body);
        };
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), ISO_8859_1));
                requestLines.add(in.readLine());
                while (!in.readLine().isEmpty()) {
                    // the headers tell nothing here
                }
                (answers.size() > 1 ? answers.remove() : answers.element()).write(connection);
            } catch (IOException e) {
                // the client has gone away, or this is the end
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.join(10_000);
    }
}
