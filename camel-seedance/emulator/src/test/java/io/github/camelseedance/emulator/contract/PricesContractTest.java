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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task costs, and when it does. */
class PricesContractTest extends Contract {

    @ParameterizedTest
    @CsvSource({
        STANDARD + ",480p,6.251",
        STANDARD + ",720p,13.50",
        // 0.496 dollars at 68 credits each
        STANDARD + ",1080p,33.7",
        FAST + ",480p,5.063",
        FAST + ",720p,10.935"
    })
    void aSecondCosts(String model, String quality, double credits) throws Exception {
        String json =
                request().put("model", model).put("quality", quality).put("duration", 4).toString();

        Answer answer = create(json);

        assertThat(answer.text("/usage/billing_rule")).isEqualTo("per_second");
        assertThat(answer.at("/usage/credits_reserved").doubleValue()).isEqualTo(4 * credits);
    }

    @Test
    void reservesFirstAndSettlesAtTheEnd() throws Exception {
        String completed = created();
        String failed = created();
        assertThat(service.ledger().reserved()).isEqualTo(135);

        service.tasks().complete(completed);
        service.tasks().fail(failed, "service_error", "busy");

        service.ledger().assertCharged(67.5);
        assertThat(service.ledger().reserved()).isZero();
        assertThat(get("/v1/credits").at("/data/user/used_credits").doubleValue()).isEqualTo(67.5);
    }

    @Test
    void creditsOfUserAndToken() throws Exception {
        Answer answer = get("/v1/credits");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/success").booleanValue()).isTrue();
        assertThat(answer.at("/message").isTextual()).isTrue();
        assertThat(answer.at("/data/user/remaining_credits").doubleValue()).isEqualTo(10_000_000);
        assertThat(answer.at("/data/user/used_credits").doubleValue()).isZero();
        assertThat(answer.at("/data/token/remaining_credits").isNumber()).isTrue();
        assertThat(answer.at("/data/token/used_credits").isNumber()).isTrue();
        assertThat(answer.at("/data/token/unlimited_credits").isBoolean()).isTrue();
    }

    @Test
    void modelsOfTheKey() throws Exception {
        Answer answer = get("/v1/models");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/data").findValuesAsText("id")).contains(STANDARD, FAST, MINI);
        assertThat(send(to("/v1/models")).status()).isEqualTo(401);
    }
}
