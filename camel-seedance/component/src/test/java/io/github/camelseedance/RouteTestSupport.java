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
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * One context with the component, and one service that it talks to, for all the tests of a class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RouteTestSupport {
    static final String API_KEY = "VerySecret-0123456789";
    static final String PROMPT = "The camera slowly pushes in";
    static final String IMAGE_URL = "https://example.com/first-frame.jpg";

    /** A request that the service accepts. */
    static final Map<String, Object> REQUEST =
            Map.of("prompt", PROMPT, "image_urls", List.of(IMAGE_URL), "duration", 4);

    final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .apiKey(API_KEY)
                    .taskDuration(taskDuration())
                    .imageFetching(ImageFetching.LOOPBACK)
                    .lowCost(true)
                    .build();
    final DefaultCamelContext context = new DefaultCamelContext();
    final SeedanceComponent seedance = new SeedanceComponent();
    ProducerTemplate template;

    /** How long a task takes that no test ends. */
    Duration taskDuration() {
        return Duration.ofMillis(1);
    }

    /** Adds the routes of a class. */
    void configure(RouteBuilder routes) throws Exception {}

    @BeforeAll
    void start() throws Exception {
        emulator.start();
        seedance.getConfiguration().setApiKey(API_KEY);
        seedance.getConfiguration().setBaseUrl(emulator.baseUrl());
        context.addComponent("seedance", seedance);
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() throws Exception {
                        RouteTestSupport.this.configure(this);
                    }
                });
        context.start();
        template = context.createProducerTemplate();
    }

    @BeforeEach
    void clear() {
        emulator.faults().clear();
        emulator.journal().clear();
    }

    @AfterAll
    void stop() {
        context.stop();
        emulator.close();
    }

    Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.send(
                uri,
                exchange -> {
                    exchange.getMessage().setBody(body);
                    headers.forEach(exchange.getMessage()::setHeader);
                });
    }

    /** The exchange, which must have succeeded. */
    static Exchange succeeded(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    /** What the exchange must have failed with. */
    static <T extends Throwable> T failure(Exchange exchange, Class<T> type) {
        assertThat(exchange.getException()).isExactlyInstanceOf(type);
        return type.cast(exchange.getException());
    }

    /** The one create request that arrived since the last look. */
    RecordedRequest created() {
        List<RecordedRequest> creates = emulator.journal().creates();
        assertThat(creates).hasSize(1);
        emulator.journal().clear();
        return creates.get(0);
    }

    /** A task that has ended with a video. */
    VideoTask completedTask() {
        VideoTask task =
                succeeded(send("seedance:generate", REQUEST)).getMessage().getBody(VideoTask.class);
        assertThat(task.completed()).isTrue();
        return task;
    }
}
