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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on one database, behind a balancer that knows nothing of tasks. */
class CallbackNodesTest {
    private static final int NODES = 3;
    private static final int TASKS = 24;

    @TempDir Path folder;
    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .taskDuration(Duration.ofHours(1))
                    .imageFetching(ImageFetching.LOOPBACK)
                    .lowCost(true)
                    .build();
    private final List<ScaleTestSupport> nodes = new ArrayList<>();
    private final List<CallbackServer> servers = new ArrayList<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private DatabaseServer database;
    private ReverseProxy balancer;

    @BeforeEach
    void start() throws Exception {
        emulator.start();
        database = new DatabaseServer(folder);
        balancer = new ReverseProxy();
        for (int i = 0; i < NODES; i++) {
            ScaleTestSupport node =
                    new ScaleTestSupport(
                            emulator, new JdbcTaskRepository(database.dataSource()), false);
            // Seldom enough that hardly a scan meets a task between its end and its delivery.
            node.component.getConfiguration().setRepositoryScanInterval(1_000);
            nodes.add(node);
            servers.add(CallbackServer.behind(balancer, node));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = 0; i < NODES; i++) {
            nodes.get(i).close();
            servers.get(i).close();
        }
        balancer.close();
        database.close();
        emulator.close();
    }

    @Test
    void eachTaskIsDeliveredOnceWhicheverNodeIsCalled() throws Exception {
        nodes.get(0)
                .route(
                        route ->
                                route.from("seedance:completion")
                                        .process(
                                                e ->
                                                        delivered.add(
                                                                e.getMessage()
                                                                        .getBody(VideoTask.class)
                                                                        .id())));
        for (ScaleTestSupport node : nodes) {
            node.route(route -> route.from("direct:in").to("seedance:submit")).start();
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            ids.add(nodes.get(i % NODES).submit("direct:in", "order-of-november-" + i));
        }

        ids.forEach(emulator.tasks()::complete);

        await().untilAsserted(() -> assertThat(delivered).hasSize(TASKS));
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(ids);
        // The last task may be delivered before the service has got the answer to its callback.
        await().untilAsserted(() -> assertThat(balancer.answers).hasSize(TASKS));
        assertThat(balancer.answers).containsOnly(200);
        assertThat(ids).allSatisfy(id -> assertThat(reads(id)).isBetween(1L, 3L));
    }

    @Test
    void aWaitEndsWhicheverNodeIsCalled() throws Exception {
        for (ScaleTestSupport node : nodes) {
            node.route(route -> route.from("direct:in").to("seedance:generate")).start();
        }
        List<CompletableFuture<Exchange>> waiting = new ArrayList<>();
        for (int i = 0; i < 2 * NODES; i++) {
            waiting.add(nodes.get(0).sendRequest("direct:in", "order-of-november-" + i));
        }
        await().until(() -> emulator.tasks().list().size() == waiting.size());
        await().until(() -> nodes.get(0).tasks().watched() == waiting.size());

        emulator.tasks().list().forEach(task -> emulator.tasks().complete(task.id()));

        ScaleTestSupport.getAll(waiting);
        assertThat(waiting)
                .extracting(CompletableFuture::join)
                .allSatisfy(exchange -> assertThat(exchange.getException()).isNull())
                .extracting(exchange -> exchange.getMessage().getBody(VideoTask.class))
                .allMatch(VideoTask::completed);
        assertThat(emulator.tasks().list())
                .allSatisfy(task -> assertThat(reads(task.id())).isBetween(1L, 3L));
    }

    private long reads(String id) {
        return nodes.get(0).reads().stream()
                .filter(read -> read.path().endsWith(id) || read.bodyText().contains(id))
                .count();
    }
}
