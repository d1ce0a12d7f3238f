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

import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.control.ControlApi;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.image.FrameLoader;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.task.IdempotencyKeys;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.VideoLinks;
import io.github.camelseedance.emulator.upload.Uploads;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP side: a small Jetty on one port for the API, the files and the videos. */
public final class HttpServer implements AutoCloseable {

    private static final int MAX_THREADS = 8;
    private static final int MIN_THREADS = 3;

    /** Long, because a hanging answer must outlast the client's own time-out. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    private final Server server;
    private final ServerConnector connector;
    private final String host;

    /** What the calls work on. */
    public record Parts(
            TaskStore tasks,
            Accounts accounts,
            EmulatorClock clock,
            IdempotencyKeys idempotencyKeys,
            VideoLinks links,
            VideoLibrary videos,
            Uploads uploads,
            ImageFetcher fetcher,
            Journal journal,
            Faults faults,
            ControlApi control) {}

    /**
     * @param batchServed whether {@code POST /v1/tasks/batch} exists
     * @param workers for work that would hold a Jetty thread too long
     */
    public HttpServer(
            String host,
            int port,
            boolean batchServed,
            Parts parts,
            Executor workers,
            ScheduledExecutorService timer) {
        this.host = host;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("seedance-emulator-http");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        FileActions files = new FileActions(parts.uploads, parts.fetcher, this::url, workers);
        FrameLoader loader = new FrameLoader(parts.fetcher, files::own, workers);
        Routes routes =
                new Routes(
                        new CreateAction(parts.idempotencyKeys, loader, parts.tasks, parts.videos),
                        new TaskActions(parts.tasks, batchServed),
                        files,
                        new MediaAction(parts.tasks, parts.links, parts.videos, workers),
                        parts.control);
        server.setHandler(
                new Gate(routes, parts.accounts, parts.clock, parts.journal, parts.faults, timer));
    }

    /** Loads the tables that the server needs last and that take the longest. */
    public static boolean load() {
        return MimeTypes.DEFAULTS.getMimeByExtension(DateGenerator.formatDate(0)) == null;
    }

    /**
     * Opens the port.
     *
     * @throws IllegalStateException when that fails, as for a port that is taken
     */
    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException(
                    "The emulator cannot listen on "
                            + host
                            + ":"
                            + connector.getPort()
                            + ": "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        }
    }

    /** The one base of the API, the files and the videos. */
    public String url() {
        return "http://" + host + ":" + connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The emulator's server did not stop", e);
        }
    }
}
