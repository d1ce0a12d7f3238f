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

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What calls take from the headers of a message, what they leave there, and what they add. */
class MessageHeadersTest extends RouteTestSupport {
    private int tests;
    private String key;
    private Map<String, Object> given;

    @BeforeEach
    void giveHeaders() {
        key = "order-4711-position-" + ++tests;
        given =
                Map.of(
                        SeedanceConstants.IDEMPOTENCY_KEY,
                        key,
                        SeedanceConstants.DURATION,
                        4,
                        "other",
                        "stays",
                        Exchange.CONTENT_TYPE,
                        "application/json");
    }

    @Override
    void configure(RouteBuilder routes) {
        routes.from("direct:twice")
                .to("seedance:submit?track=false")
                .setProperty("first", routes.body())
                .setBody(routes.constant(REQUEST))
                .to("seedance:submit?track=false");
        routes.from("direct:both-videos")
                .to("seedance:download")
                .setProperty("first", routes.bodyAs(byte[].class))
                .setBody(routes.exchangeProperty("second"))
                .to("seedance:download");
    }

    @Test
    void submitUsesUpItsKeyAndDescribesTheTask() {
        Map<String, Object> headers = new HashMap<>(given);
        headers.put(SeedanceConstants.VIDEO_URL, "https://example.com/of-another-task.mp4");
        headers.put(SeedanceConstants.ERROR_CODE, "of_another_task");

        Message message =
                succeeded(send("seedance:submit?track=false", REQUEST, headers)).getMessage();

        assertThat(created().header("Idempotency-Key")).isEqualTo(key);
        VideoTask task = message.getBody(VideoTask.class);
        assertThat(task.status()).isEqualTo("pending");
        assertThat(message.getHeaders())
                .containsOnly(
                        Map.entry(SeedanceConstants.DURATION, 4),
                        Map.entry("other", "stays"),
                        Map.entry(Exchange.CONTENT_TYPE, "application/json"),
                        Map.entry(SeedanceConstants.TASK_ID, task.id()),
                        Map.entry(SeedanceConstants.STATUS, "pending"),
                        Map.entry(SeedanceConstants.PROGRESS, 0),
                        Map.entry(SeedanceConstants.ESTIMATED_TIME, 1),
                        Map.entry(SeedanceConstants.CREDITS_RESERVED, task.creditsReserved()));
    }

    @Test
    void generateDescribesTheVideo() {
        Message message = succeeded(send("seedance:generate", REQUEST, given)).getMessage();

        assertThat(message.getHeaders())
                .doesNotContainKeys(
                        SeedanceConstants.IDEMPOTENCY_KEY,
                        SeedanceConstants.ERROR_CODE,
                        SeedanceConstants.ERROR_MESSAGE)
                .containsEntry("other", "stays")
                .containsEntry(SeedanceConstants.STATUS, "completed")
                .containsEntry(SeedanceConstants.PROGRESS, 100)
                .containsEntry(
                        SeedanceConstants.VIDEO_URL, message.getBody(VideoTask.class).videoUrl());
        assertThat(message.getHeader(SeedanceConstants.RESULT_EXPIRES_AT, Instant.class))
                .isBetween(Instant.now(), Instant.now().plusSeconds(25 * 3600));
    }

    @Test
    void theSecondCallOfARouteHasAKeyOfItsOwn() {
        Exchange exchange = succeeded(send("direct:twice", REQUEST, given));

        List<RecordedRequest> creates = emulator.journal().creates();
        assertThat(creates).hasSize(2);
        assertThat(creates.get(0).header("Idempotency-Key")).isEqualTo(key);
        assertThat(creates.get(1).header("Idempotency-Key")).isNotEqualTo(key);
        assertThat(exchange.getMessage().getBody(VideoTask.class).id())
                .isNotEqualTo(exchange.getProperty("first", VideoTask.class).id());
    }

    @Test
    void downloadUsesUpItsLink() {
        VideoTask first = completedTask();
        VideoTask second = completedTask();

        Exchange exchange =
                template.send(
                        "direct:both-videos",
                        e -> {
                            e.setProperty("second", second);
                            e.getMessage().setHeader(SeedanceConstants.VIDEO_URL, first.videoUrl());
                            e.getMessage().setHeader(SeedanceConstants.TASK_ID, first.id());
                            e.getMessage().setHeader("other", "stays");
                        });

        succeeded(exchange);
        assertThat(exchange.getMessage().getHeaders())
                .doesNotContainKey(SeedanceConstants.VIDEO_URL)
                .containsEntry("other", "stays");
        assertThat(
                        emulator.journal().requests().stream()
                                .filter(r -> r.path().startsWith("/media/"))
                                .map(RecordedRequest::path))
                .containsExactly("/media/" + first.id() + ".mp4", "/media/" + second.id() + ".mp4");
    }

    @Test
    void statusAndAwaitPreferTheBodyAndNameTheTaskThatTheyRead() {
        VideoTask wanted = completedTask();
        for (String operation : List.of("status", "await")) {
            Message message =
                    succeeded(
                                    send(
                                            "seedance:" + operation,
                                            wanted.id(),
                                            Map.of(
                                                    SeedanceConstants.TASK_ID,
                                                    "task-unified-1-other",
                                                    "other",
                                                    "stays")))
                            .getMessage();

            assertThat(message.getBody(VideoTask.class)).isEqualTo(wanted);
            assertThat(message.getHeaders())
                    .containsEntry(SeedanceConstants.TASK_ID, wanted.id())
                    .containsEntry("other", "stays");
        }
    }

    @Test
    void aRefusalLeavesTheMessageAsItWas() {
        emulator.faults()
                .next(
                        Phase.CREATE,
                        Fault.answer(
                                400,
                                "application/json",
                                "{\"error\":{\"code\":\"invalid_request\"}}"));

        assertUntouched(
                send("seedance:submit?track=false", REQUEST, given),
                REQUEST,
                given,
                SeedanceRefusedException.class);
    }

    @Test
    void anInvalidRequestLeavesTheMessageAsItWas() {
        Map<String, Object> request = Map.of("prompt", PROMPT);

        assertUntouched(
                send("seedance:generate", request, given),
                request,
                given,
                SeedanceInvalidRequestException.class);
    }

    @Test
    void aFailedReadLeavesTheMessageAsItWas() {
        Map<String, Object> header =
                Map.of(SeedanceConstants.TASK_ID, "task-unified-1-unknown", "other", "stays");

        for (String operation : List.of("status", "await")) {
            assertUntouched(
                    send("seedance:" + operation, null, header),
                    null,
                    header,
                    SeedanceRefusedException.class);
        }
    }

    @Test
    void aFailedDownloadLeavesTheMessageAsItWas() {
        Map<String, Object> headers =
                Map.of(
                        SeedanceConstants.VIDEO_URL, "https://10.0.0.1/a.mp4",
                        SeedanceConstants.TASK_ID, "task-unified-1-a",
                        Exchange.FILE_NAME, "a.jpg");

        assertUntouched(
                send("seedance:download", "a caption", headers),
                "a caption",
                headers,
                SeedanceDownloadException.class);
    }

    @Test
    void aFailedUploadLeavesTheMessageAsItWas() {
        emulator.faults().next(Phase.UPLOAD, Fault.answer(500, "text/html", ""));
        byte[] image = Images.png(1);

        assertUntouched(
                send("seedance:upload", image, given),
                image,
                given,
                SeedanceRefusedException.class);
    }

    private static void assertUntouched(
            Exchange exchange,
            Object body,
            Map<String, Object> headers,
            Class<? extends SeedanceException> failure) {
        failure(exchange, failure);
        assertThat(exchange.getMessage().getBody()).isSameAs(body);
        assertThat(exchange.getMessage().getHeaders()).isEqualTo(headers);
    }
}
