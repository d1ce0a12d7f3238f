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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelseedance.emulator.account.Ledger;
import io.github.camelseedance.emulator.account.Ledger.Entry;
import io.github.camelseedance.emulator.account.Ledger.Kind;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final String BODY = Client.body("https://example.com/grass.jpg");
    private static final String KEY = "order-4711_a.b-0";

    private SeedanceEmulator emulator;
    private Client client;
    private Ledger ledger;

    @BeforeEach
    void start() {
        emulator =
                SeedanceEmulator.builder()
                        .balance(100)
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .build()
                        .start();
        client = new Client(emulator);
        ledger = emulator.ledger();
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void writesDownEachMovementWithItsTime() throws Exception {
        Instant begin = emulator.clock().now();
        String id = Client.json(client.create(BODY, KEY)).get("id").textValue();
        emulator.clock().advance(Duration.ofSeconds(165));
        ledger.topUp(35);
        String failed = client.created(BODY);
        emulator.tasks().fail(failed, "service_error", "busy");

        Instant end = begin.plusSeconds(165);
        assertThat(ledger.entries())
                .extracting(
                        Entry::kind,
                        Entry::at,
                        Entry::taskId,
                        Entry::idempotencyKey,
                        Entry::credits)
                .containsExactly(
                        tuple(Kind.RESERVE, begin, id, KEY, 67.5),
                        tuple(Kind.CHARGE, end, id, KEY, 67.5),
                        tuple(Kind.TOP_UP, end, null, null, 35.0),
                        tuple(Kind.RESERVE, end, failed, null, 67.5),
                        tuple(Kind.REFUND, end, failed, null, 67.5));
        assertThat(ledger.balance()).isEqualTo(67.5);
    }

    @Test
    void makesACreatePossibleByATopUp() throws Exception {
        client.created(BODY);
        assertThat(client.create(BODY).statusCode()).isEqualTo(402);

        ledger.topUp(50);

        assertThat(client.create(BODY).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> ledger.topUp(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> ledger.topUp(1e308))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1.0E15");
    }

    @Test
    void assertsWhatWasPaid() throws Exception {
        ledger.assertGenerations(0);
        ledger.assertNothingCharged();
        String id = Client.json(client.create(BODY, KEY)).get("id").textValue();
        ledger.assertGenerations(1);
        ledger.assertOneGeneration(KEY);
        ledger.assertCharged(0);

        emulator.tasks().complete(id);

        ledger.assertCharged(67.5);
        assertThatThrownBy(ledger::assertNothingCharged)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "nothing charged", "67.5", "'default'", "RESERVE", "CHARGE", id, KEY);
        assertThatThrownBy(() -> ledger.assertCharged(135))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("135.0 credits charged", "67.5", id);
        assertThatThrownBy(() -> ledger.assertGenerations(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("2 generations", "there were 1", id);
        assertThatThrownBy(() -> ledger.assertOneGeneration("another-key-of-16"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("another-key-of-16", "there were 0", id);
    }

    @Test
    void countsWhatIsHeldAsNotNothing() throws Exception {
        String id = client.created(BODY);

        assertThatThrownBy(ledger::assertNothingCharged)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("67.5 are reserved");
        emulator.tasks().cancel(id);
        assertThatCode(ledger::assertNothingCharged).doesNotThrowAnyException();
    }

    @Test
    void saysThatThereAreNoEntries() {
        assertThatThrownBy(() -> ledger.assertGenerations(1))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "Expected 1 generations in account 'default' but there were 0."
                                + " It has no entries.");
    }
}
