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
package io.github.camelseedance.examples.quickstart;

import io.github.camelseedance.management.SeedanceEvent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Follows each video through the events of Camel and of the component: an image comes in as an
 * exchange, the exchange submits a task, the task makes progress, the exchange ends.
 */
final class VideoEvents extends EventNotifierSupport {

    private final int videos;
    private final int seconds;
    private final ProgressDisplay display;
    private final Summary summary;
    private final Runnable allEnded;

    /** The video's name by the id of its exchange, and by that of its task. */
    private final Map<String, String> names = new ConcurrentHashMap<>();

    private final Map<String, BigDecimal> credits = new ConcurrentHashMap<>();

    /**
     * @param videos how many there will be
     * @param seconds how long each will be
     * @param allEnded runs when the last one has ended, well or not
     */
    VideoEvents(
            int videos, int seconds, ProgressDisplay display, Summary summary, Runnable allEnded) {
        this.videos = videos;
        this.seconds = seconds;
        this.display = display;
        this.summary = summary;
        this.allEnded = allEnded;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeCreatedEvent created) {
            Exchange exchange = created.getExchange();
            String image = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
            names.put(exchange.getExchangeId(), Scene.nameOf(image));
        } else if (event instanceof SeedanceEvent.Submitted submitted) {
            submitted(submitted);
        } else if (event instanceof SeedanceEvent.Progress progress) {
            String name = names.get(progress.getTask().id());
            display.progress(name, progress.getTask().progress());
        } else if (event instanceof SeedanceEvent.Ended ended && ended.getTask().completed()) {
            display.progress(names.get(ended.getTask().id()), 100);
        } else if (event instanceof ExchangeCompletedEvent completed) {
            completed(completed.getExchange());
        } else if (event instanceof ExchangeFailedEvent failed) {
            failed(failed.getExchange());
        }
    }

    private void submitted(SeedanceEvent.Submitted event) {
        String name = names.get(event.getExchangeId());
        names.put(event.getTask().id(), name);
        Double reserved = event.getTask().creditsReserved();
        credits.put(name, reserved == null ? BigDecimal.ZERO : BigDecimal.valueOf(reserved));
        display.started(name);
    }

    private void completed(Exchange exchange) {
        String name = names.get(exchange.getExchangeId());
        Path file =
                Path.of(exchange.getMessage().getHeader(Exchange.FILE_NAME_PRODUCED, String.class));
        display.finished(name, file, seconds);
        summary.finished(name, file, seconds, credits.getOrDefault(name, BigDecimal.ZERO));
        end();
    }

    private void failed(Exchange exchange) {
        String name = names.get(exchange.getExchangeId());
        String reason = exchange.getException().getMessage();
        display.failed(name, reason);
        summary.failed(name, reason);
        end();
    }

    private void end() {
        if (summary.count() == videos) {
            allEnded.run();
        }
    }
}
