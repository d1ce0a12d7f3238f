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

import io.github.camelseedance.api.TaskStatus;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.management.SeedanceEvent;
import io.github.camelseedance.management.SeedanceEvents;
import io.github.camelseedance.repository.RowQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the context's event notifiers hear of tasks. */
class EventsTest {
    private static final Duration TASK_DURATION = Duration.ofMillis(700);

    private final List<SeedanceEvent> events = new CopyOnWriteArrayList<>();

    private final class Collector extends EventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            events.add((SeedanceEvent) event);
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof SeedanceEvent;
        }
    }

    private <T extends SeedanceEvent> List<T> heard(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static ScaleTestSupport generating() throws Exception {
        return ScaleTestSupport.withTasksOf(TASK_DURATION)
                .route(
                        rb -> {
                            rb.errorHandler(rb.noErrorHandler());
                            rb.from("direct:in").to("seedance:generate");
                        });
    }

    @Test
    void submittedProgressAndEndArrive() throws Exception {
        try (ScaleTestSupport node = generating()) {
            node.context.getManagementStrategy().addEventNotifier(new Collector());
            node.start();
            node.emulator.clock().freeze();
            CompletableFuture<Exchange> sent = node.sendRequest("direct:in", "heard-events-00001");
            Awaitility.await().until(() -> heard(SeedanceEvent.Submitted.class).size() == 1);
            node.emulator.clock().advance(TASK_DURATION.dividedBy(2));
            Awaitility.await().until(() -> !heard(SeedanceEvent.Progress.class).isEmpty());
            node.emulator.clock().advance(TASK_DURATION);
            Exchange done = ScaleTestSupport.get(sent);
            String id = done.getMessage().getBody(VideoTask.class).id();

            assertThat(heard(SeedanceEvent.Submitted.class))
                    .singleElement()
                    .satisfies(
                            event -> {
                                assertThat(event.getIdempotencyKey())
                                        .isEqualTo("heard-events-00001");
                                assertThat(event.getAccount()).isEqualTo("default");
                                assertThat(event.getTask().id()).isEqualTo(id);
                                assertThat(event.getSource()).isSameAs(node.context);
                            });
            assertThat(heard(SeedanceEvent.Progress.class))
                    .isNotEmpty()
                    .allMatch(event -> event.getTask().id().equals(id))
                    .isSortedAccordingTo((a, b) -> a.getTask().progress() - b.getTask().progress());
            assertThat(heard(SeedanceEvent.Ended.class))
                    .singleElement()
                    .matches(event -> event.getTask().completed());
            assertThat(events.get(0)).isInstanceOf(SeedanceEvent.Submitted.class);
            assertThat(events.get(events.size() - 1)).isInstanceOf(SeedanceEvent.Ended.class);
        }
    }

    @Test
    void expiryArrives() throws Exception {
        try (ScaleTestSupport node = generating()) {
            node.component.setTaskRetention(500);
            node.context.getManagementStrategy().addEventNotifier(new Collector());
            node.start();
            node.emulator.clock().freeze();
            CompletableFuture<Exchange> sent = node.sendRequest("direct:in", "heard-expiry-00001");
            Awaitility.await().until(() -> node.emulator.tasks().list().size() == 1);
            node.holdNearlyDone(node.emulator.tasks().list().get(0).id());
            assertThat(ScaleTestSupport.get(sent).getException()).isNotNull();

            assertThat(heard(SeedanceEvent.Expired.class))
                    .singleElement()
                    .matches(event -> event.getTask().status().equals(TaskStatus.EXPIRED));
            assertThat(heard(SeedanceEvent.Ended.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "exception", "exception in isEnabled"})
    void notifierThatThrowsHarmsNothing(String what) throws Exception {
        int exchanges = 20;
        try (CapturedLog log = CapturedLog.of(SeedanceEvents.class);
                ScaleTestSupport node = generating()) {
            node.context
                    .getManagementStrategy()
                    .addEventNotifier(
                            new EventNotifierSupport() {
                                @Override
                                public void notify(CamelEvent event) {
                                    if (what.equals("error")) {
                                        throw new AssertionError("a bad notifier");
                                    }
                                    throw new IllegalStateException("a bad notifier");
                                }

                                @Override
                                public boolean isEnabled(CamelEvent event) {
                                    boolean ours = event instanceof SeedanceEvent;
                                    if (ours && what.endsWith("isEnabled")) {
                                        throw new IllegalStateException("a bad notifier");
                                    }
                                    return ours;
                                }
                            });
            node.context.getManagementStrategy().addEventNotifier(new Collector());
            node.start();
            for (int i = 0; i < exchanges; i++) {
                node.sendRequest("direct:in", "bad-notifier-0000-" + i);
            }
            Awaitility.await().until(() -> heard(SeedanceEvent.Ended.class).size() == exchanges);
            Awaitility.await()
                    .until(() -> node.repository.list(RowQuery.open(), null, 100).isEmpty());
            assertThat(heard(SeedanceEvent.Submitted.class)).hasSize(exchanges);
            assertThat(log.lines()).hasSize(events.size()).allMatch(l -> l.contains("notifier"));
        }
    }
}
