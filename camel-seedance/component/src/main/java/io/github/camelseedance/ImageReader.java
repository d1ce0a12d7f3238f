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
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.api.WebUrl;
import io.github.camelseedance.media.ImageInspector;

import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.util.FileUtil;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one image out of whatever a message may hold it as. */
final class ImageReader {
    private static final int FIRST_BYTES = 64;

    /**
     * Puts a copy in Camel's stream cache in the place of each stream in the body that can be read
     * only once.
     *
     * @return the body as it is then
     */
    Object keepReadable(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Object kept = body;
        if (body instanceof List<?> list && list.stream().anyMatch(ImageReader::isReadOnce)) {
            kept = Arrays.asList(cached(list.toArray(), exchange));
        } else if (body instanceof Object[] array
                && Arrays.stream(array).anyMatch(ImageReader::isReadOnce)) {
            kept = cached(array, exchange);
        } else if (isReadOnce(body)) {
            kept = cached(body, exchange);
        }
        if (kept != body) {
            exchange.getMessage().setBody(kept);
        }
        return kept;
    }

    /** Whether these bytes begin as an image does. */
    static boolean isImage(byte[] bytes) {
        return ImageInspector.looksLikeImage(
                Arrays.copyOf(bytes, Math.min(bytes.length, FIRST_BYTES)));
    }

    /** Whether this is bytes, which may also be something other than an image. */
    static boolean isBinary(Object value) {
        return value instanceof byte[] || value instanceof StreamCache;
    }

    /**
     * Reads an image.
     *
     * @param field the API's name of the place that it takes
     * @param violations takes what is wrong with an image
     * @return empty where the value is nothing that could be an image
     */
    Optional<ImageSource> read(
            Object value, Exchange exchange, String field, List<Violation> violations) {
        if (value instanceof WrappedFile<?> file) {
            Object wrapped = file.getFile();
            boolean local = wrapped instanceof File || wrapped instanceof Path;
            return read(local ? wrapped : content(file), exchange, field, violations);
        }
        if (value instanceof File file) {
            return Optional.of(new ImageSource.OnDisk(file.toPath()));
        }
        if (value instanceof Path path) {
            return Optional.of(new ImageSource.OnDisk(path));
        }
        if (isBinary(value)) {
            return Optional.of(
                    bytes(value, field, violations)
                            .map(bytes -> inMemory(bytes, exchange))
                            .orElseGet(ImageSource.Unusable::new));
        }
        boolean url =
                value instanceof URI
                        || value instanceof URL
                        || value instanceof CharSequence && WebUrl.scheme(value.toString()) != null;
        return url ? Optional.of(url(value.toString(), field, violations)) : Optional.empty();
    }

    /**
     * An image by its URL; one of another scheme than http(s) is noted with what to do about it.
     */
    static ImageSource url(String url, String field, List<Violation> violations) {
        String scheme = WebUrl.scheme(url);
        if (scheme == null || WebUrl.isWeb(scheme)) {
            return new ImageSource.Remote(url);
        }
        violations.add(Violation.shape(field, WebUrl.shown(url), WebUrl.otherScheme(scheme)));
        return new ImageSource.Unusable();
    }

    /** An image in memory, called as the message's file name says. */
    ImageSource inMemory(byte[] bytes, Exchange exchange) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
        return new ImageSource.InMemory(bytes, name == null ? null : FileUtil.stripPath(name));
    }

    /** The bytes of a value that {@link #isBinary}, which can be read again afterwards. */
    static Optional<byte[]> bytes(Object value, String field, List<Violation> violations) {
        if (value instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        StreamCache cache = (StreamCache) value;
        if (cache.length() > Limits.MAX_REQUEST_BYTES) {
            violations.add(
                    Violation.shape(
                            field,
                            cache.length() + " bytes",
                            "a stream may hold at most "
                                    + Limits.MAX_REQUEST_BYTES
                                    + " bytes, and an image at most "
                                    + Limits.MAX_IMAGE_BYTES));
            return Optional.empty();
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            cache.reset();
            cache.writeTo(bytes);
            cache.reset();
            return Optional.of(bytes.toByteArray());
        } catch (IOException e) {
            violations.add(Violation.shape(field, "stream", "cannot be read: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static Object content(WrappedFile<?> file) {
        Object content = file.getBody();
        return content instanceof WrappedFile<?> ? null : content;
    }

    private static boolean isReadOnce(Object value) {
        Object stream = value instanceof WrappedFile<?> file ? file.getBody() : value;
        return stream instanceof InputStream && !(stream instanceof StreamCache);
    }

    private static Object[] cached(Object[] values, Exchange exchange) {
        return Arrays.stream(values)
                .map(value -> isReadOnce(value) ? cached(value, exchange) : value)
                .toArray();
    }

    private static Object cached(Object value, Exchange exchange) {
        Object stream = value instanceof WrappedFile<?> file ? file.getBody() : value;
        StreamCache cache =
                exchange.getContext()
                        .getTypeConverter()
                        .convertTo(StreamCache.class, exchange, stream);
        return cache == null ? value : cache;
    }
}
