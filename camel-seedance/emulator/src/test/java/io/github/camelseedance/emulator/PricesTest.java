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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.emulator.image.ImageFetching;
import org.junit.jupiter.api.Test;

class PricesTest {

    private static final String STANDARD = "seedance-2.0-image-to-video";

    @Test
    void asksWhatTheBuilderSays() throws Exception {
        try (SeedanceEmulator emulator =
                SeedanceEmulator.builder()
                        .price(STANDARD, "720p", 10.25)
                        .price("seedance-2.0-mini-image-to-video", "480p", 0)
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start()) {
            Client client = new Client(emulator);
            String body = Client.body("https://example.com/grass.jpg");

            client.create(body);
            assertThat(emulator.ledger().reserved()).isEqualTo(51.25);
            client.create(body.replace("seedance-2.0", "seedance-2.0-fast"));
            assertThat(emulator.ledger().reserved()).isEqualTo(51.25 + 54.675);
            client.create(
                    body.replace("seedance-2.0", "seedance-2.0-mini")
                            .replace("\"prompt\"", "\"quality\":\"480p\",\"prompt\""));
            assertThat(emulator.ledger().reserved()).isEqualTo(51.25 + 54.675);
            emulator.ledger().assertGenerations(3);
        }
    }

    @Test
    void saysWhichPricesThereAre() {
        SeedanceEmulator.Builder builder = SeedanceEmulator.builder();

        assertThatThrownBy(() -> builder.price("seedance-2.0", "720p", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'seedance-2.0'", STANDARD, "-fast-", "-mini-");
        assertThatThrownBy(() -> builder.price(STANDARD, "8k", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'8k'", "[480p, 720p, 1080p, 4k]");
        assertThatThrownBy(() -> builder.price(STANDARD, "720p", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1.0");
    }
}
