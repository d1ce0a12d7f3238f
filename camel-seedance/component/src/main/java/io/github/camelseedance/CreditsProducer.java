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

import io.github.camelseedance.api.Credits;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;

/** {@code seedance:credits}: what the key has left; the free way to check a key. */
final class CreditsProducer extends SeedanceProducer<Credits> {
    CreditsProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<Credits> start(Exchange exchange) {
        return runtime().client().credits(getEndpoint().account());
    }

    @Override
    void finish(Exchange exchange, Credits credits) {
        exchange.getMessage().setBody(credits);
    }
}
