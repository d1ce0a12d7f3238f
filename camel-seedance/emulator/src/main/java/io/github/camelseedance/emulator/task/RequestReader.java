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
package io.github.camelseedance.emulator.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Hosts;
import io.github.camelseedance.emulator.api.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the body of a create and refuses what the service refuses, first fault first. */
public final class RequestReader {

    private static final Set<String> FIELDS =
            Set.of(
                    "model",
                    "prompt",
                    "image_urls",
                    "duration",
                    "quality",
                    "aspect_ratio",
                    "generate_audio",
                    "content_filter",
                    "callback_url");

    private static final Pattern OTHER_MODEL =
            Pattern.compile("seedance-2\\.0-(fast-|mini-)?(text|reference)-to-video");

    private static final int MAX_PROMPT_TOKENS = 10_000;
    private static final int LATIN_CHARACTERS_PER_TOKEN = 4;
    private static final int MAX_CALLBACK_LENGTH = 2048;

    /**
     * The request in the given body.
     *
     * @throws ApiError 400, or 403 for the models of the other modes
     */
    public VideoRequest read(byte[] body) {
        ObjectNode json = Json.readObject(body);
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new ApiError(
                        400,
                        "unsupported_parameters",
                        "invalid_request_error",
                        name,
                        name
                                + " is not a parameter of image-to-video; allowed are "
                                + new TreeSet<>(FIELDS));
            }
        }
        Model model = model(json);
        return new VideoRequest(
                model,
                prompt(json),
                imageUrls(json),
                duration(json),
                oneOf(json, "quality", "720p", model.qualities()),
                oneOf(json, "aspect_ratio", "16:9", aspectRatios()),
                flag(json, "generate_audio"),
                flag(json, "content_filter"),
                callbackUrl(json),
                new String(body, StandardCharsets.UTF_8));
    }

    private static Model model(ObjectNode json) {
        String id = text(json, "model", null);
        if (id == null) {
            throw ApiError.invalidRequest("model", "model is required");
        }
        return Model.byId(id)
                .orElseThrow(
                        () ->
                                OTHER_MODEL.matcher(id).matches()
                                        ? new ApiError(
                                                403,
                                                "model_access_denied",
                                                "permission_error",
                                                "model",
                                                "This emulator serves image-to-video only, not "
                                                        + id)
                                        : ApiError.invalidRequest(
                                                "model", "model '" + id + "' does not exist"));
    }

    private static String prompt(ObjectNode json) {
        String prompt = text(json, "prompt", null);
        if (prompt == null || prompt.isBlank()) {
            throw ApiError.invalidRequest("prompt", "prompt is required");
        }
        long ideographs = prompt.codePoints().filter(Character::isIdeographic).count();
        long others = prompt.codePoints().count() - ideographs;
        long tokens = ideographs + others / LATIN_CHARACTERS_PER_TOKEN;
        if (tokens > MAX_PROMPT_TOKENS) {
            throw ApiError.invalidRequest(
                    "prompt",
                    "prompt has about " + tokens + " tokens but at most 10000 are allowed");
        }
        return prompt;
    }

    private static List<String> imageUrls(ObjectNode json) {
        JsonNode node = json.get("image_urls");
        if (node == null) {
            throw ApiError.invalidRequest("image_urls", "image_urls is required");
        }
        if (!node.isArray()) {
            throw wrongType("image_urls", "an array of strings", node);
        }
        if (node.isEmpty() || node.size() > 2) {
            throw ApiError.invalidRequest(
                    "image_urls",
                    "image_urls has "
                            + node.size()
                            + " entries but image-to-video takes 1 or 2;"
                            + " for more images use reference-to-video");
        }
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            JsonNode url = node.get(i);
            if (!url.isTextual()) {
                throw wrongType("image_urls[" + i + "]", "a string", url);
            }
            if (!isHttp(uri(url.textValue()))) {
                throw ApiError.invalidRequest(
                        "image_urls",
                        "image_urls["
                                + i
                                + "] must be an absolute http or https URL;"
                                + " inline base64 is not supported");
            }
            urls.add(url.textValue());
        }
        return List.copyOf(urls);
    }

    private static int duration(ObjectNode json) {
        JsonNode node = json.get("duration");
        if (node == null) {
            return 5;
        }
        if (!node.isIntegralNumber()) {
            throw wrongType("duration", "an integer", node);
        }
        if (!node.canConvertToInt() || node.intValue() < 4 || node.intValue() > 15) {
            throw ApiError.invalidRequest(
                    "duration", "duration is " + node + " but must be from 4 to 15 seconds");
        }
        return node.intValue();
    }

    private static Set<String> aspectRatios() {
        Set<String> ratios = new TreeSet<>(OutputSize.RATIOS);
        ratios.add(OutputSize.ADAPTIVE);
        return ratios;
    }

    private static String oneOf(
            ObjectNode json, String field, String byDefault, Set<String> allowed) {
        String value = text(json, field, byDefault);
        if (!allowed.contains(value)) {
            throw ApiError.invalidRequest(
                    field, field + " '" + value + "' is not one of " + allowed);
        }
        return value;
    }

    /** Both flags of the API are on unless they are switched off. */
    private static boolean flag(ObjectNode json, String field) {
        JsonNode node = json.get(field);
        if (node == null) {
            return true;
        }
        if (!node.isBoolean()) {
            throw wrongType(field, "a boolean", node);
        }
        return node.booleanValue();
    }

    private static String callbackUrl(ObjectNode json) {
        String url = text(json, "callback_url", null);
        if (url == null) {
            return null;
        }
        if (url.length() > MAX_CALLBACK_LENGTH) {
            throw badCallback("has " + url.length() + " characters, at most 2048 are allowed");
        }
        URI uri = uri(url);
        if (!isHttp(uri)) {
            throw badCallback("must be an absolute https URL, as https://example.com/callback");
        }
        // the service refuses loopback as well; here it is where the receivers under test live
        if (!Hosts.isLoopback(uri.getHost())) {
            if (!"https".equalsIgnoreCase(uri.getScheme())) {
                throw badCallback(
                        "must use https to reach "
                                + uri.getHost()
                                + "; http is allowed to this machine only, as 127.0.0.1");
            }
            if (Hosts.isPrivate(uri.getHost())) {
                throw badCallback(
                        "must not point to the private address "
                                + uri.getHost()
                                + "; give a public host, or this machine, as 127.0.0.1");
            }
        }
        return url;
    }

    private static ApiError badCallback(String why) {
        return ApiError.invalidRequest("callback_url", "callback_url " + why);
    }

    private static String text(ObjectNode json, String field, String byDefault) {
        JsonNode node = json.get(field);
        if (node == null) {
            return byDefault;
        }
        if (!node.isTextual()) {
            throw wrongType(field, "a string", node);
        }
        return node.textValue();
    }

    private static ApiError wrongType(String field, String wanted, JsonNode node) {
        String type = node.getNodeType().name().toLowerCase(Locale.ROOT);
        return ApiError.invalidRequest(
                field, field + " must be " + wanted + " but is of type " + type);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isHttp(URI uri) {
        return uri != null
                && uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme())
                        || "https".equalsIgnoreCase(uri.getScheme()));
    }
}
