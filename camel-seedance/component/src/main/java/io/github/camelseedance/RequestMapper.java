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

import io.github.camelseedance.api.Limits;
import io.github.camelseedance.api.RequestValidator;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.Validation;
import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.media.ImageInspector;
import io.github.camelseedance.media.Inspection;
import io.github.camelseedance.media.LocalImage;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a request of an exchange. For each field the body wins over the header, the header over the
 * options, and those over the page's defaults, all of which are always sent.
 */
final class RequestMapper {
    private static final Logger LOG = LoggerFactory.getLogger(RequestMapper.class);
    private static final String IMAGE_URLS = "image_urls";

    private final RequestDraft defaults;
    private final Validation validation;
    private final RequestValidator validator;
    private final ImageInspector inspector;
    private final BodyReader bodyReader = new BodyReader();

    /**
     * @param options what the endpoint's options set, and for the rest the component's
     * @param validation what is done about a broken rule
     */
    RequestMapper(
            VideoRequest options,
            Validation validation,
            RequestValidator validator,
            ImageInspector inspector) {
        this.defaults = RequestDraft.of(options).orElse(RequestDraft.of(Limits.DEFAULTS));
        this.validation = validation;
        this.validator = validator;
        this.inspector = inspector;
    }

    /**
     * Makes the request. Local images are read here.
     *
     * @throws SeedanceInvalidRequestException that names every fault at once
     */
    MappedRequest map(Exchange exchange) {
        List<Violation> violations = new ArrayList<>();
        RequestDraft body = bodyReader.read(exchange, violations);
        RequestDraft headers = HeaderReader.read(exchange.getMessage(), body, violations);
        RequestDraft draft = body.orElse(headers).orElse(defaults);

        Frames frames = frames(draft.images() == null ? List.of() : draft.images(), violations);
        VideoRequest request = draft.fields().toBuilder().imageUrls(frames.urls).build();
        Set<String> complained =
                violations.stream().map(Violation::field).collect(Collectors.toSet());
        validator.validate(request, frames.local).stream()
                .filter(violation -> !complained.contains(violation.field()))
                .forEach(violations::add);

        List<Violation> refusing = validation.refusing(violations);
        if (!refusing.isEmpty()) {
            throw new SeedanceInvalidRequestException(refusing);
        }
        warn(exchange, frames.images, validation.warning(violations));
        return new MappedRequest(request, frames.images);
    }

    private Frames frames(List<ImageSource> sources, List<Violation> violations) {
        Frames frames = new Frames();
        for (ImageSource source : sources) {
            int position = frames.urls.size();
            String field = IMAGE_URLS + "[" + position + "]";
            if (source instanceof ImageSource.Remote remote) {
                frames.urls.add(remote.url());
                continue;
            }
            LocalImage image = inspect(source, field, violations);
            frames.local.add(position);
            frames.urls.add(image == null ? "" : MappedRequest.placeholder(image));
            if (image != null) {
                frames.images.put(position, image);
            }
        }
        return frames;
    }

    private LocalImage inspect(ImageSource source, String field, List<Violation> violations) {
        Inspection inspection;
        if (source instanceof ImageSource.OnDisk file) {
            inspection = inspector.inspect(file.path(), field);
        } else if (source instanceof ImageSource.InMemory memory) {
            inspection = inspector.inspect(memory.bytes(), memory.name(), field);
        } else {
            return null;
        }
        violations.addAll(inspection.violations());
        return inspection.image();
    }

    private static void warn(
            Exchange exchange, Map<Integer, LocalImage> images, List<Violation> breaches) {
        if (!breaches.isEmpty()) {
            LOG.warn(
                    "Exchange {} breaks limits of the service, which will decide: {}",
                    exchange.getExchangeId(),
                    breaches.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        }
        if (images.size() == Limits.MAX_IMAGES) {
            ImageInspector.compare(images.get(0), images.get(1))
                    .ifPresent(
                            difference ->
                                    LOG.warn(
                                            "Exchange {}: {}",
                                            exchange.getExchangeId(),
                                            difference));
        }
    }

    /** The images of one request in the order of the frames. */
    private static final class Frames {
        private final List<String> urls = new ArrayList<>();
        private final Set<Integer> local = new HashSet<>();
        private final SortedMap<Integer, LocalImage> images = new TreeMap<>();
    }
}
