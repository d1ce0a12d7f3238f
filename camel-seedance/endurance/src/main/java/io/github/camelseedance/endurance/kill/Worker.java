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
package io.github.camelseedance.endurance.kill;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.camelseedance.AmbiguousSubmit;
import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConfiguration;
import io.github.camelseedance.endurance.Options;
import io.github.camelseedance.endurance.Parent;
import io.github.camelseedance.repository.RowState;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The process that is killed: a Camel context with {@link WorkerRoutes} on a durable task table. It
 * says {@code ready}, each transition of the table and each delivery; it hears {@code stop POINT},
 * {@code count}, {@code sweep} and {@code end}.
 */
public final class Worker {
    /** Said once {@code stop} is heard: no message that comes after it gets past the point. */
    static final String WILL_STOP = "will stop";

    private static final Set<String> OPTIONS =
            Set.of(
                    "node",
                    "life",
                    "table",
                    "base-url",
                    "api-key",
                    "folder",
                    "ambiguous",
                    "lease",
                    "stop",
                    "cluster");

    /** For one create call; a sending whose process died is unknown after this and the lease. */
    private static final long CREATE_TIMEOUT_MILLIS = 2000;

    private static final long STATUS_INTERVAL_MILLIS = 200;
    private static final long LOCK_MILLIS = 200;

    /** A leader that a busy machine holds up for some seconds is no dead one. */
    private static final int HEARTBEATS = 20;

    private final Options options;
    private final AnnouncingTaskRepository table;
    private final HikariDataSource database;
    private final CamelContext context = new DefaultCamelContext();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Worker(Options options) {
        this.options = options;
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(options.word("table", null));
        pool.setMaximumPoolSize(5);
        database = new HikariDataSource(pool);
        String stop = options.word("stop", null);
        table =
                new AnnouncingTaskRepository(
                        new JdbcTaskRepository(database),
                        stop == null ? null : StopPoint.parse(stop));
    }

    public static void main(String[] words) throws Exception {
        Worker worker = new Worker(new Options(words, OPTIONS));
        Parent.listen(worker::heard);
        worker.start();
        worker.ended.await();
    }

    private void start() throws Exception {
        context.addComponent("seedance", component());
        String cluster = options.word("cluster", null);
        if (cluster != null) {
            context.addService(cluster(cluster));
        }
        context.addRoutes(
                new WorkerRoutes(
                        Path.of(options.word("folder", null)),
                        options.word("node", null),
                        options.number("life", 0),
                        cluster != null));
        context.start();
        Parent.say("ready");
    }

    private SeedanceComponent component() {
        SeedanceComponent seedance = new SeedanceComponent();
        seedance.setLeaseTime(options.number("lease", 0));
        seedance.setCreateTimeout(CREATE_TIMEOUT_MILLIS);
        seedance.setStatusInterval(STATUS_INTERVAL_MILLIS);
        SeedanceConfiguration shared = seedance.getConfiguration();
        shared.setApiKey(options.word("api-key", null));
        shared.setBaseUrl(options.word("base-url", null));
        shared.setAmbiguousSubmit(AmbiguousSubmit.valueOf(options.word("ambiguous", null)));
        shared.setTaskRepository(table);
        return seedance;
    }

    private static FileLockClusterService cluster(String folder) {
        FileLockClusterService service = new FileLockClusterService();
        service.setRoot(folder);
        service.setAcquireLockDelay(LOCK_MILLIS);
        service.setAcquireLockInterval(LOCK_MILLIS);
        service.setAcquireLockDelayUnit(TimeUnit.MILLISECONDS);
        service.setAcquireLockIntervalUnit(TimeUnit.MILLISECONDS);
        service.setHeartbeatTimeoutMultiplier(HEARTBEATS);
        return service;
    }

    private void heard(String line) {
        try {
            switch (line) {
                case "count" -> Parent.say("open " + open());
                case "sweep" -> context.getRouteController().startRoute(WorkerRoutes.SWEEP);
                case "end" -> end();
                default -> {
                    table.stopAt(StopPoint.parse(line.substring("stop ".length())));
                    Parent.say(WILL_STOP);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot do what was asked for: " + line, e);
        }
    }

    /** How many rows are on their way. */
    private long open() {
        Map<RowState, Long> rows = table.count();
        return rows.entrySet().stream()
                .filter(entry -> !entry.getKey().isTombstone())
                .filter(entry -> entry.getKey() != RowState.UNKNOWN)
                .filter(entry -> entry.getKey() != RowState.PARKED)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void end() {
        context.stop();
        database.close();
        Parent.say("ended");
        ended.countDown();
    }
}
