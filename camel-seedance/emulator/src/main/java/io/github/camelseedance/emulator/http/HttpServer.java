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
package io.github.camelseedance.emulator.http;

import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.DefaultListeningIOReactor;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side: a small HttpCore server on one port for the API, the files and the videos. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private static final IOReactorConfig CONFIG =
            IOReactorConfig.custom()
                    .setIoThreadCount(2)
                    .setBacklogSize(1024)
                    .setSoReuseAddress(true)
                    // Long, because a hanging answer must outlast the client's own time-out.
                    .setSoTimeout(Timeout.ofMinutes(10))
                    .build();

    private static final TimeValue CLOSING = TimeValue.ofSeconds(5);

    private final Connections connections;
    private final String host;
    private final int port;
    private volatile DefaultListeningIOReactor reactor;
    private volatile int localPort;

    /**
     * @param host the address to listen on
     * @param port 0 for any free one
     * @param timer for what a fault lets happen later
     */
    public HttpServer(String host, int port, Gate gate, ScheduledExecutorService timer) {
        this.host = host;
        this.port = port;
        connections = new Connections(gate, timer);
    }

    private static void log(Exception e) {
        // a selector that is closed under its thread is how a server closes
        if (!(e instanceof ClosedSelectorException)) {
            LOG.error("The emulator's server failed", e);
        }
    }

    /**
     * Opens the port, unless it is open.
     *
     * @throws IllegalStateException when that fails, as for a port that is taken
     */
    public void start() {
        if (reactor != null) {
            return;
        }
        ThreadFactory threads = new DefaultThreadFactory("seedance-emulator-http", true);
        reactor =
                new DefaultListeningIOReactor(
                        connections, CONFIG, threads, threads, null, HttpServer::log, null, null);
        try {
            reactor.start();
            InetSocketAddress address = new InetSocketAddress(host, port);
            InetSocketAddress bound =
                    (InetSocketAddress) reactor.listen(address, null).get().getAddress();
            localPort = bound.getPort();
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException(
                    "The emulator cannot listen on " + authority(host, port) + ": " + reason(e), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The emulator's start was interrupted", e);
        }
    }

    /** HttpCore puts a description of its socket before the reason. */
    private static String reason(ExecutionException e) {
        String message = String.valueOf(e.getCause().getMessage());
        return message.substring(message.lastIndexOf(": ") + 1).trim();
    }

    /** The one base of the API, the files and the videos. */
    public String url() {
        if (localPort == 0) {
            throw new IllegalStateException(
                    "The emulator has no port and no URL before it is started: call start() first,"
                            + " or, in a test with JUnit, put @RegisterExtension on its field");
        }
        return "http://" + authority(callable(host), localPort);
    }

    /** Nobody can call "any address": who listens on all of them is at home on this machine. */
    static String callable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    }

    private static String authority(String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public void close() {
        DefaultListeningIOReactor closing = reactor;
        if (closing == null) {
            return;
        }
        reactor = null;
        closing.close(CloseMode.IMMEDIATE);
        try {
            closing.awaitShutdown(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
