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

import io.github.camelseedance.api.RequestValidator;
import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.media.ImageInspector;
import io.github.camelseedance.tracking.Submission;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * Makes submissions of exchanges: the way of {@code submit} and {@code generate} up to the task
 * table.
 */
final class Submissions {
    private final SeedanceEndpoint endpoint;
    private final Account account;
    private final RequestMapper mapper;
    private final IdempotencyKeys keys;

    Submissions(SeedanceEndpoint endpoint) {
        this.endpoint = endpoint;
        this.account = endpoint.account();
        SeedanceConfiguration options = endpoint.getConfiguration();
        mapper =
                new RequestMapper(
                        defaults(options),
                        options.getValidation(),
                        new RequestValidator(this::isTrusted, AddressPolicy::isPrivate),
                        new ImageInspector());
        keys = new IdempotencyKeys(keyExpression(endpoint, options.getIdempotencyKey()));
    }

    private boolean isTrusted(String host, int port) {
        return endpoint.getComponent().runtime().policy().isTrusted(host, port);
    }

    private static VideoRequest defaults(SeedanceConfiguration options) {
        return VideoRequest.builder()
                .model(options.getModel())
                .prompt(options.getPrompt())
                .duration(options.getDuration())
                .quality(options.getQuality())
                .aspectRatio(options.getAspectRatio())
                .generateAudio(options.isGenerateAudio())
                .callbackUrl(options.getCallbackUrl())
                .contentFilter(options.getContentFilter())
                .build();
    }

    private static Expression keyExpression(SeedanceEndpoint endpoint, String simple) {
        return simple == null
                ? null
                : endpoint.getCamelContext().resolveLanguage("simple").createExpression(simple);
    }

    /**
     * @param waitTimeout how long the exchange waits for the task's end; zero when it does not
     */
    Submission of(Exchange exchange, Duration waitTimeout) {
        SeedanceConfiguration options = endpoint.getConfiguration();
        MappedRequest mapped = mapper.map(exchange);
        String digest = mapped.digest();
        String key = keys.of(exchange, digest);
        // Not part of the digest: the key, and thereby the URL, follows from that.
        boolean calledBack = endpoint.callbacks() != null && mapped.request().callbackUrl() == null;
        MappedRequest asked =
                calledBack
                        ? mapped.withCallback(endpoint.callbacks().url(account.label(), key))
                        : mapped;
        return new Submission(
                exchange.getExchangeId(),
                account,
                key,
                IdempotencyKeys.onTheWire(key),
                account.label() + ":" + digest,
                !waitTimeout.isZero() || options.isTrack() ? options.getGroup() : null,
                waitTimeout,
                calledBack,
                options.getAmbiguousSubmit() == AmbiguousSubmit.RETRY,
                Duration.ofMillis(options.getSubmitTimeout()),
                () -> ImagePublishing.json(asked, endpoint.imagePublisher()));
    }
}
