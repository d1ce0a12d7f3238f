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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Routes against an emulator, whose ledger and journal are the judge of what was paid. */
@Timeout(60)
abstract class PaymentTestSupport {
    static final String KEY = "order-4711-of-november";
    static final String IMAGE = "https://images.example.com/first.png";
    static final Map<String, Object> BODY = request("The camera slowly pushes in");

    SeedanceEmulator emulator;
    private final List<CamelContext> contexts = new ArrayList<>();

    /** How long a task takes. */
    Duration taskDuration() {
        return Duration.ofMillis(250);
    }

    @BeforeEach
    void startEmulator() {
        emulator =
                SeedanceEmulator.builder()
                        .taskDuration(taskDuration())
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
    }

    @AfterEach
    void stopAll() {
        emulator.faults().clear();
        stopContexts();
        emulator.close();
    }

    void stopContexts() {
        contexts.forEach(CamelContext::stop);
    }

    /** A context that is not started yet, with a component that knows the emulator. */
    CamelContext newContext() {
        return newContext(newComponent());
    }

    CamelContext newContext(SeedanceComponent component) {
        CamelContext context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(10);
        context.addComponent("seedance", component);
        contexts.add(context);
        return context;
    }

    SeedanceComponent newComponent() {
        SeedanceComponent component = new SeedanceComponent();
        component.setStatusInterval(100);
        component.getConfiguration().setApiKey(emulator.apiKey());
        component.getConfiguration().setBaseUrl(emulator.baseUrl());
        return component;
    }

    static SeedanceComponent component(CamelContext context) {
        return context.getComponent("seedance", SeedanceComponent.class);
    }

    CamelContext started(RoutesBuilder... routes) throws Exception {
        return started(newContext(), routes);
    }

    static CamelContext started(CamelContext context, RoutesBuilder... routes) throws Exception {
        for (RoutesBuilder builder : routes) {
            context.addRoutes(builder);
        }
        context.start();
        return context;
    }

    static Map<String, Object> request(String prompt) {
        return request(prompt, IMAGE);
    }

    static Map<String, Object> request(String prompt, String image) {
        return Map.of("prompt", prompt, "image_urls", List.of(image));
    }

    /** Fills an exchange with a request under a key. */
    static Processor keyed(String key) {
        return exchange -> {
            exchange.getMessage().setBody(BODY);
            exchange.getMessage().setHeader(SeedanceConstants.IDEMPOTENCY_KEY, key);
        };
    }

    static Exchange send(CamelContext context, String uri, Processor processor) {
        return context.createProducerTemplate().request(uri, processor);
    }

    /** Sends without holding a thread, as a source with asynchronous exchanges does. */
    static CompletableFuture<Exchange> begin(
            CamelContext context, String uri, Processor processor) {
        try {
            var endpoint = context.getEndpoint(uri);
            Exchange exchange = endpoint.createExchange();
            processor.process(exchange);
            var producer = endpoint.createAsyncProducer();
            producer.start();
            CompletableFuture<Exchange> done = new CompletableFuture<>();
            producer.process(exchange, sync -> done.complete(exchange));
            return done;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Exchange get(CompletableFuture<Exchange> exchange) throws Exception {
        return exchange.get(20, TimeUnit.SECONDS);
    }

    /** The video that an exchange has got. */
    static VideoTask video(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        VideoTask task = exchange.getMessage().getBody(VideoTask.class);
        assertThat(task.status()).isEqualTo("completed");
        assertThat(task.videoUrl()).startsWith("http");
        return task;
    }

    static String taskId(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(VideoTask.class).id();
    }

    long paid() {
        return emulator.ledger().paidGenerations();
    }

    List<RecordedRequest> posts() {
        return emulator.journal().creates();
    }

    /** So many generations were paid, and so many times was one asked for. */
    void assertPaid(int paid, int posts) {
        assertThat(posts()).hasSize(posts);
        assertThat(paid()).isEqualTo(paid);
    }
}
