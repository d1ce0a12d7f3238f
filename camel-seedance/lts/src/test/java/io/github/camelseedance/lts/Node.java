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
package io.github.camelseedance.lts;

import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConstants;
import io.github.camelseedance.api.VideoTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.impl.DefaultCamelContext;

/** One of several nodes of a cluster: any of them submits, the leader delivers. */
final class Node implements AutoCloseable {
    private final CamelContext context = new DefaultCamelContext();
    private final CamelClusterService service;

    /** The ids of the tasks that were delivered here. */
    final List<String> delivered = new CopyOnWriteArrayList<>();

    /**
     * @param work what the route does before it notes the task as delivered
     */
    Node(
            String baseUrl,
            String apiKey,
            DataSource tasks,
            CamelClusterService service,
            Processor work)
            throws Exception {
        this.service = service;
        SeedanceComponent seedance = context.getComponent("seedance", SeedanceComponent.class);
        seedance.getConfiguration().setBaseUrl(baseUrl);
        seedance.getConfiguration().setApiKey(apiKey);
        seedance.getConfiguration().setDataSource(tasks);
        seedance.setStatusInterval(200);
        // Renewed each third of it, and not over where a busy machine is late by seconds.
        seedance.setLeaseTime(12_000);
        context.addService(service);
        RouteBuilder.addRoutes(
                context,
                routes ->
                        routes.from(
                                        "master:videos:seedance:completion"
                                                + "?repositoryScanInterval=200ms")
                                .process(work)
                                .process(this::note));
        context.start();
    }

    private void note(Exchange exchange) {
        delivered.add(exchange.getMessage().getHeader(SeedanceConstants.TASK_ID, String.class));
    }

    CamelClusterService service() {
        return service;
    }

    /** Submits so many new tasks; their ids. */
    List<String> submit(int tasks) {
        return IntStream.range(0, tasks).mapToObj(task -> submit()).toList();
    }

    private String submit() {
        Map<String, Object> request =
                Map.of(
                        "prompt",
                        "Waves roll in",
                        "image_urls",
                        List.of("https://example.com/sea.jpg"));
        return context.createFluentProducerTemplate()
                .to("seedance:submit")
                .withBody(request)
                .request(VideoTask.class)
                .id();
    }

    @Override
    public void close() {
        context.stop();
    }
}
