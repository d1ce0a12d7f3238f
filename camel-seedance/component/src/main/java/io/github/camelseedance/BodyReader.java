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

import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Reads what a message's body says about a request. The order of the rules is part of what the
 * component promises: the first that fits is taken.
 */
final class BodyReader {
    private static final String BODY = "body";
    private static final String IMAGE = "image_urls";
    private static final String ACCEPTED =
            "a request (VideoRequest, Map, JSON object), an image (http(s) URL, File, Path, file"
                    + " message, byte[], InputStream), a list of 1 or 2 images, a prompt (String),"
                    + " or nothing";

    /** Texts that are a URL of some kind and no prompt: those may hold a colon after a word. */
    private static final Pattern URL =
            Pattern.compile(
                    "(?s)(?i)([a-z][a-z0-9+.-]*://.*|(data|file|classpath|blob|urn):\\S.*)");

    private final ImageReader images = new ImageReader();

    /**
     * Reads the body. A stream that can be read only once is replaced on the message by a copy in
     * Camel's stream cache, so that a redelivery finds it again.
     *
     * @param violations takes what is wrong
     */
    RequestDraft read(Exchange exchange, List<Violation> violations) {
        Object body = images.keepReadable(exchange);
        if (body == null) {
            return RequestDraft.EMPTY;
        }
        if (body instanceof VideoRequest request) {
            return RequestDraft.of(request);
        }
        if (body instanceof Map<?, ?> map) {
            return RequestFields.read(map, violations);
        }
        if (body instanceof CharSequence) {
            return text(body.toString(), violations);
        }
        List<?> list = asList(body);
        if (list != null) {
            return frames(list, exchange, violations);
        }
        if (ImageReader.isBinary(body)) {
            return binary(body, exchange, violations);
        }
        return single(body, exchange, violations);
    }

    private RequestDraft text(String text, List<Violation> violations) {
        if (text.isBlank()) {
            // What an HTTP request without a body arrives as.
            return RequestDraft.EMPTY;
        }
        Optional<Map<String, Object>> object = Json.object(text);
        if (object.isPresent()) {
            return RequestFields.read(object.get(), violations);
        }
        String url = text.strip();
        return URL.matcher(url).matches()
                ? RequestDraft.ofImage(ImageReader.url(url, IMAGE + "[0]", violations))
                : RequestDraft.ofPrompt(text);
    }

    private RequestDraft frames(List<?> list, Exchange exchange, List<Violation> violations) {
        List<ImageSource> frames = new ArrayList<>();
        for (Object element : list) {
            String field = IMAGE + "[" + frames.size() + "]";
            Optional<ImageSource> image = images.read(element, exchange, field, violations);
            if (image.isEmpty()) {
                violations.add(
                        Violation.shape(
                                field,
                                Shown.value(element),
                                "in a list of images each must be an http(s) URL, File, Path, file"
                                        + " message, byte[] or InputStream"));
            }
            frames.add(image.orElseGet(ImageSource.Unusable::new));
        }
        return RequestDraft.ofImages(frames);
    }

    private RequestDraft binary(Object body, Exchange exchange, List<Violation> violations) {
        Optional<byte[]> bytes = ImageReader.bytes(body, IMAGE + "[0]", violations);
        if (bytes.isEmpty()) {
            return RequestDraft.ofImage(new ImageSource.Unusable());
        }
        if (bytes.get().length == 0) {
            return RequestDraft.EMPTY;
        }
        if (ImageReader.isImage(bytes.get())) {
            return RequestDraft.ofImage(images.inMemory(bytes.get(), exchange));
        }
        Optional<Map<String, Object>> object = Json.object(bytes.get());
        if (object.isPresent()) {
            return RequestFields.read(object.get(), violations);
        }
        violations.add(
                Violation.shape(
                        BODY,
                        bytes.get().length + " bytes",
                        "must be an image (jpeg, png or webp) or a JSON object; convert a prompt to"
                                + " a String"));
        return RequestDraft.ofImage(new ImageSource.Unusable());
    }

    private RequestDraft single(Object body, Exchange exchange, List<Violation> violations) {
        Optional<ImageSource> image = images.read(body, exchange, IMAGE + "[0]", violations);
        if (image.isPresent()) {
            return RequestDraft.ofImage(image.get());
        }
        String advice =
                body instanceof VideoTask
                        ? "a task exists already: seedance:await, seedance:status and"
                                + " seedance:download take it; the body here must be "
                        : "must be ";
        violations.add(Violation.shape(BODY, Shown.value(body), advice + ACCEPTED));
        return RequestDraft.EMPTY;
    }

    private static List<?> asList(Object body) {
        if (body instanceof List<?> list) {
            return list;
        }
        return body instanceof Object[] array ? Arrays.asList(array) : null;
    }
}
