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
package io.github.camelseedance.media;

import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.StandardCookieSpec;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.util.Timeout;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Sends requests for videos: without a key, a cookie or a referrer, since media hosts are not the
 * service, and for the plain bytes, since offsets count those.
 */
final class VideoRequests {
    private final HttpAsyncClient client;
    private final RequestConfig config;

    VideoRequests(HttpAsyncClient client, Duration responseTimeout) {
        this.client = client;
        this.config =
                RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(responseTimeout))
                        // Downloads wait their turn where many go to one host
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .setRedirectsEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setCookieSpec(StandardCookieSpec.IGNORE)
                        .build();
    }

    /** Sends one request, with a range if there is something to go on from. */
    Future<Void> send(URI uri, ResumeState state, VideoResponseConsumer consumer) {
        SimpleHttpRequest request = SimpleRequestBuilder.get(uri).build();
        request.setConfig(config);
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        state.addTo(request);
        return client.execute(
                SimpleRequestProducer.create(request),
                consumer,
                null,
                HttpClientContext.create(),
                consumer);
    }
}
