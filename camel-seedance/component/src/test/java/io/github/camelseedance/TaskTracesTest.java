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
import io.github.camelseedance.management.SeedanceEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a message flow sees of its tasks besides its own body: events, and the video's name. */
class TaskTracesTest {

    private static final String IMAGE = "https://images.example/lake.jpg";

    private final List<SeedanceEvent> events = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private SeedanceEmulator emulator;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        emulator =
                SeedanceEmulator.builder()
                        .taskDuration(Duration.ofMillis(300))
                        .lowCost(true)
                        .imageFetching(ImageFetching.LOOPBACK)
                        .build()
                        .start();
        SeedanceComponent component = new SeedanceComponent();
        component.getConfiguration().setApiKey(emulator.apiKey());
        component.getConfiguration().setBaseUrl(emulator.baseUrl());
        component.getConfiguration().setPrompt("The water begins to move");
        context.addComponent("seedance", component);
        context.getManagementStrategy().addEventNotifier(new Recorder());
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
        emulator.close();
    }

    @Test
    void linksTheEventsOfATaskToItsExchange() {
        Exchange exchange =
                template.request("seedance:generate", e -> e.getMessage().setBody(IMAGE));

        VideoTask task = exchange.getMessage().getBody(VideoTask.class);
        SeedanceEvent.Submitted submitted = only(SeedanceEvent.Submitted.class);
        assertThat(submitted.getExchangeId()).isEqualTo(exchange.getExchangeId());
        assertThat(submitted.getTask().id()).isEqualTo(task.id());
        assertThat(submitted.getIdempotencyKey())
                .isEqualTo(emulator.tasks().list().get(0).idempotencyKey());
        assertThat(only(SeedanceEvent.Ended.class).getTask()).isEqualTo(task);
    }

    @Test
    void keepsDotsInTheNameOfTheImageForTheVideo() {
        Exchange exchange =
                template.request(
                        "seedance:generate",
                        e -> {
                            e.getMessage().setBody(IMAGE);
                            e.getMessage()
                                    .setHeader(Exchange.FILE_NAME, "trips/lake.2.at dawn.jpg");
                        });
        Exchange video =
                template.request(
                        "seedance:download", e -> e.getMessage().copyFrom(exchange.getMessage()));

        assertThat(video.getException()).isNull();
        assertThat(video.getMessage().getHeader(Exchange.FILE_NAME))
                .isEqualTo("trips/lake.2.at dawn.mp4");
    }

    private <T extends SeedanceEvent> T only(Class<T> type) {
        List<T> found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private final class Recorder extends EventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            if (event instanceof SeedanceEvent happened) {
                events.add(happened);
            }
        }
    }
}
