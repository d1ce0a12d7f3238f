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

import io.github.camelseedance.api.HostTrust;
import io.github.camelseedance.api.RequestValidator;
import io.github.camelseedance.api.Validation;
import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.media.ImageInspector;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Mappers and exchanges for tests. */
final class MappingFixture implements AutoCloseable {
    static final VideoRequest NO_OPTIONS = VideoRequest.builder().build();

    private final CamelContext context = new DefaultCamelContext();

    MappingFixture() {
        context.start();
    }

    static RequestMapper mapper(VideoRequest options, Validation validation) {
        return new RequestMapper(
                options,
                validation,
                new RequestValidator(HostTrust.NONE, AddressPolicy::isPrivate),
                new ImageInspector());
    }

    Exchange exchange(Object body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
        return exchange;
    }

    /** Maps with the default options. */
    MappedRequest map(Object body, Map<String, Object> headers) {
        return map(exchange(body, headers));
    }

    MappedRequest map(Exchange exchange) {
        return mapper(NO_OPTIONS, Validation.STRICT).map(exchange);
    }

    @Override
    public void close() {
        context.stop();
    }
}
