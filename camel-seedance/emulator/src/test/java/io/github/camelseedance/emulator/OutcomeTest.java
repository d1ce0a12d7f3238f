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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Match;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tasks end, as a client sees it, on a clock and by reads. */
class OutcomeTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final double PRICE = 67.5;

    private SeedanceEmulator emulator;
    private Client client;
    private boolean byReads;

    private void start(boolean byReads) {
        this.byReads = byReads;
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .oneStatePerRead(byReads)
                        .build()
                        .start();
        client = new Client(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /** The status of a task that had its time, or its reads. */
    private JsonNode later(String id) throws Exception {
        if (byReads) {
            client.status(id);
        } else {
            emulator.clock().advance(Duration.ofSeconds(165));
        }
        return client.status(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content_policy_violation",
                "invalid_parameters",
                "image_dimension_mismatch",
                "image_processing_error",
                "invalid_audio",
                "invalid_request",
                "request_cancelled",
                "service_error",
                "service_unavailable",
                "generation_timeout",
                "resource_exhausted",
                "quota_exceeded",
                "generation_failed_no_content",
                "unknown_error",
                "resource_not_found"
            })
    void failsWithEachCode(String code) throws Exception {
        start(false);
        emulator.faults().next(Phase.OUTCOME, Fault.failed(code));
        String id = client.created(BODY);
        assertThat(client.status(id).get("status").textValue()).isEqualTo("pending");

        JsonNode task = later(id);

        assertThat(task.get("status").textValue()).isEqualTo("failed");
        assertThat(task.get("progress").intValue()).isZero();
        assertThat(task.at("/error/code").textValue()).isEqualTo(code);
        assertThat(task.at("/error/message").textValue()).isNotBlank();
        assertThat(task.at("/error/type").textValue()).isEqualTo("task_error");
        assertThat(task.has("results")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesBackWhatAFailureHeld(boolean reads) throws Exception {
        start(reads);
        emulator.faults().next(Phase.OUTCOME, Fault.failed("celebrity", "A known face"));

        JsonNode task = later(client.created(BODY));

        assertThat(task.get("error").toString())
                .isEqualTo(
                        "{\"code\":\"celebrity\",\"message\":\"A known face\","
                                + "\"type\":\"task_error\"}");
        assertReleased(task);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesBackWhatACancelledTaskHeld(boolean reads) throws Exception {
        start(reads);
        emulator.faults().next(Phase.OUTCOME, Fault.cancelled());

        JsonNode task = later(client.created(BODY));

        assertThat(task.get("status").textValue()).isEqualTo("cancelled");
        assertThat(task.has("error")).isFalse();
        assertReleased(task);
    }

    private void assertReleased(JsonNode task) {
        assertThat(emulator.ledger().balance()).isEqualTo(10_000_000);
        assertThat(emulator.ledger().reserved()).isZero();
        assertThat(emulator.ledger().charges()).isZero();
        assertThat(emulator.ledger().refunds()).isEqualTo(1);
        assertThat(task.at("/usage/credits_used").doubleValue()).isZero();
        assertThat(task.get("billing").toString())
                .isEqualTo(
                        "{\"charge_status\":\"released\",\"reserved_credits\":67.5,"
                                + "\"charged_credits\":0,\"refunded_credits\":67.5}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void chargesForACompletionWithoutResults(boolean reads) throws Exception {
        start(reads);
        emulator.faults().next(Phase.OUTCOME, Fault.withoutResults());

        JsonNode task = later(client.created(BODY));

        assertThat(task.get("status").textValue()).isEqualTo("completed");
        assertThat(task.get("progress").intValue()).isEqualTo(100);
        assertThat(task.get("results").toString()).isEqualTo("[]");
        assertThat(emulator.ledger().charged()).isEqualTo(PRICE);
        assertThat(task.at("/usage/credits_used").doubleValue()).isEqualTo(PRICE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsATaskRunForEver(boolean reads) throws Exception {
        start(reads);
        emulator.faults().next(Phase.OUTCOME, Fault.neverEnds());
        String id = client.created(BODY);
        later(id);
        emulator.clock().advance(Duration.ofDays(36_500));

        JsonNode task = client.status(id);

        assertThat(task.get("status").textValue()).isEqualTo("processing");
        assertThat(task.get("progress").intValue()).isEqualTo(reads ? 50 : 99);
        assertThat(emulator.ledger().reserved()).isEqualTo(PRICE);
        assertThat(task.has("usage")).isFalse();
        assertThat(task.get("billing").toString())
                .isEqualTo(
                        "{\"charge_status\":\"reserved\",\"reserved_credits\":67.5,"
                                + "\"charged_credits\":0,\"refunded_credits\":0}");
        assertThat(emulator.tasks().find(id).orElseThrow().due()).isNull();
        emulator.tasks().complete(id);
        assertThat(client.status(id).get("results")).hasSize(1);
    }

    @Test
    void goesWellAfterTheScript() throws Exception {
        start(false);
        emulator.faults().next(Phase.OUTCOME, Fault.cancelled());
        client.created(BODY);

        JsonNode task = later(client.created(BODY));

        assertThat(task.get("results")).hasSize(1);
        assertThat(task.get("billing").toString())
                .isEqualTo(
                        "{\"charge_status\":\"charged\",\"reserved_credits\":67.5,"
                                + "\"charged_credits\":67.5,\"refunded_credits\":0}");
    }

    @Test
    void choosesByWhatTheCreateSaid() throws Exception {
        start(false);
        emulator.faults()
                .when(Match.header("X-Customer", "unlucky"))
                .always(Phase.OUTCOME, Fault.failed("service_error"));
        emulator.faults().when(Match.prompt("grass")).always(Phase.OUTCOME, Fault.withoutResults());
        String matching = client.created(BODY);
        String trees = BODY.replace("grass\",", "trees\",");
        String other = client.created(trees);
        String unlucky =
                Client.json(
                                client.send(
                                        client.json("/v1/videos/generations", trees)
                                                .header("X-Customer", "unlucky")))
                        .get("id")
                        .textValue();

        assertThat(later(matching).get("results")).isEmpty();
        assertThat(client.status(other).get("results")).hasSize(1);
        assertThat(client.status(unlucky).get("status").textValue()).isEqualTo("failed");
    }

    @Test
    void takesNoFaultForARefusedCreate() throws Exception {
        start(false);
        emulator.faults().next(Phase.OUTCOME, Fault.cancelled());
        client.create("{}");

        assertThat(later(client.created(BODY)).get("status").textValue()).isEqualTo("cancelled");
    }

    @Test
    void completesWithoutResultsByHand() throws Exception {
        start(false);
        String id = client.created(BODY);
        emulator.tasks().completeWithoutResults(id);

        assertThat(client.status(id).get("results")).isEmpty();
        assertThat(emulator.ledger().charges()).isEqualTo(1);
    }
}
