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

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.Validation;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.media.ImageInspector;
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.media.Inspection;
import io.github.camelseedance.media.LocalImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;

/** {@code seedance:upload}: publishes one local image; the body becomes its URL. */
final class UploadProducer extends SeedanceProducer<String> {
    private static final String FIELD = "image";

    private final ImageReader reader = new ImageReader();
    private final ImageInspector inspector = new ImageInspector();

    UploadProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<String> start(Exchange exchange) {
        LocalImage image = image(exchange);
        ImagePublisher publisher = getEndpoint().imagePublisher();
        return runtime().onMediaPool(() -> ImagePublishing.publish(publisher, image));
    }

    private LocalImage image(Exchange exchange) {
        List<Violation> violations = new ArrayList<>();
        Object body = reader.keepReadable(exchange);
        ImageSource source = reader.read(body, exchange, FIELD, violations).orElse(null);
        LocalImage image = null;
        if (source instanceof ImageSource.OnDisk || source instanceof ImageSource.InMemory) {
            Inspection inspection = ImageReader.inspect(inspector, source, FIELD);
            violations.addAll(inspection.violations());
            image = inspection.image();
        } else if (violations.isEmpty()) {
            violations.add(
                    Violation.shape(
                            FIELD,
                            Shown.value(body),
                            "a local image is uploaded: byte[], InputStream, File, Path or a file"
                                    + " message; a URL needs no upload"));
        }
        Validation validation = configuration().getValidation();
        List<Violation> refusing = validation.refusing(violations);
        if (!refusing.isEmpty()) {
            throw new SeedanceInvalidRequestException(refusing);
        }
        return image;
    }

    @Override
    void finish(Exchange exchange, String url) {
        exchange.getMessage().setBody(url);
    }
}
