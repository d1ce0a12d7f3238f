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
import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.api.WebUrl;

import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a request out of named values: a map, a JSON object, or headers. Types are strict, because
 * a value that is guessed is a video that is paid for; every fault is noted and none is thrown.
 */
final class RequestFields {
    private static final String IMAGE_URLS = "image_urls";

    /** The API's fields, as the API orders them. */
    static final List<String> NAMES =
            List.of(
                    "model",
                    "prompt",
                    IMAGE_URLS,
                    "duration",
                    "quality",
                    "aspect_ratio",
                    "generate_audio",
                    "callback_url",
                    "content_filter");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private final Map<?, ?> values;
    private final List<Violation> violations;

    private RequestFields(Map<?, ?> values, List<Violation> violations) {
        this.values = values;
        this.violations = violations;
    }

    /**
     * Reads a request.
     *
     * @param values by the API's names of the fields; null is "not set"
     * @param violations takes what is wrong
     */
    static RequestDraft read(Map<?, ?> values, List<Violation> violations) {
        RequestFields fields = new RequestFields(values, violations);
        fields.refuseUnknown();
        VideoRequest request =
                VideoRequest.builder()
                        .model(fields.text("model"))
                        .prompt(fields.text("prompt"))
                        .duration(fields.wholeNumber("duration"))
                        .quality(fields.text("quality"))
                        .aspectRatio(fields.text("aspect_ratio"))
                        .generateAudio(fields.trueOrFalse("generate_audio"))
                        .callbackUrl(fields.text("callback_url"))
                        .contentFilter(fields.trueOrFalse("content_filter"))
                        .build();
        return new RequestDraft(request, fields.urls());
    }

    private void refuseUnknown() {
        values.forEach(
                (name, value) -> {
                    if (!(name instanceof String) || !NAMES.contains(name)) {
                        fault(
                                String.valueOf(name),
                                value,
                                "is no field of a request; the fields are "
                                        + String.join(", ", NAMES));
                    }
                });
    }

    private String text(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof CharSequence) {
            return value == null ? null : value.toString();
        }
        return fault(name, value, "must be a text" + butIs(value));
    }

    private Integer wholeNumber(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        boolean whole =
                value instanceof Integer
                        || value instanceof Long
                        || value instanceof Short
                        || value instanceof Byte
                        || value instanceof BigInteger
                        || value instanceof CharSequence;
        if (whole && WHOLE_NUMBER.matcher(value.toString()).matches()) {
            return Integer.valueOf(value.toString());
        }
        return fault(
                name,
                value,
                "must be a whole number of seconds from "
                        + Limits.MIN_DURATION
                        + " to "
                        + Limits.MAX_DURATION);
    }

    private Boolean trueOrFalse(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        if (value instanceof CharSequence
                && ("true".contentEquals((CharSequence) value)
                        || "false".contentEquals((CharSequence) value))) {
            return Boolean.valueOf(value.toString());
        }
        return fault(name, value, "must be true or false");
    }

    private List<ImageSource> urls() {
        Object value = values.get(IMAGE_URLS);
        if (value == null) {
            return null;
        }
        List<?> elements = value instanceof Object[] array ? Arrays.asList(array) : null;
        if (value instanceof List<?> list) {
            elements = list;
        }
        if (elements == null) {
            fault(IMAGE_URLS, value, "must be a list of 1 or 2 URLs" + butIs(value));
            return List.of(new ImageSource.Unusable());
        }
        List<ImageSource> images = new ArrayList<>();
        for (Object element : elements) {
            images.add(url(IMAGE_URLS + "[" + images.size() + "]", element));
        }
        return images;
    }

    private ImageSource url(String name, Object value) {
        if (value instanceof CharSequence || value instanceof URI || value instanceof URL) {
            return new ImageSource.Remote(value.toString());
        }
        fault(
                name,
                value,
                "must be a URL"
                        + butIs(value)
                        + "; images that are not on the web yet go into the body, one or a list of"
                        + " two, and the other fields into headers");
        return new ImageSource.Unusable();
    }

    private <T> T fault(String name, Object value, String problem) {
        violations.add(Violation.shape(name, shown(value), problem));
        return null;
    }

    /** What may be shown of a value that is not what it should be. */
    private static String shown(Object value) {
        return value instanceof byte[] bytes
                ? bytes.length + " bytes"
                : WebUrl.shown(String.valueOf(value));
    }

    private static String butIs(Object value) {
        return value == null ? ", but is null" : ", but is a " + value.getClass().getSimpleName();
    }
}
