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
package io.github.camelseedance.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.api.ApiError;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what an answer says about its error, in whatever shape: the API's envelope {@code
 * {"error":{…}}}, the file upload's {@code {"success":false,"code":…,"msg":…}}, {@code
 * {"error":"…"}}, a page of HTML from some gateway, or nothing.
 */
final class ErrorReader {
    private static final Pattern TITLE =
            Pattern.compile("<title[^>]*>([^<]{1,200})</title>", Pattern.CASE_INSENSITIVE);

    /** How much of a page is looked at for its title. */
    private static final int PAGE_START = 4096;

    private static final int MAX_WORD = 64;

    private final ObjectMapper mapper;
    private final Clock clock;

    ErrorReader(ObjectMapper mapper, Clock clock) {
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Reads an error.
     *
     * @param secret the key in use, which must not be repeated
     */
    ApiError read(Answer answer, String secret) {
        JsonNode body = Json.object(mapper, answer.body());
        JsonNode error = body.path("error");
        JsonNode source = error.isObject() ? error : body;
        String code = Json.text(source.path("code"));
        String message =
                Json.text(
                        source.path("message"),
                        source.path("msg"),
                        source.path("error_description"));
        if (error.isTextual()) {
            code = code == null ? error.asText() : code;
            message = message == null ? error.asText() : message;
        }
        if (body.isMissingNode()) {
            message = page(answer);
        }
        String suggestion = Json.text(source.path("fallback_suggestion"));
        if (suggestion != null) {
            message = message == null ? suggestion : message + " (" + suggestion + ")";
        }
        String requestId = answer.header("x-request-id");
        if (requestId == null) {
            requestId = answer.header("x-oneapi-request-id");
        }
        if (requestId == null) {
            requestId = Json.text(source.path("request_id"), body.path("request_id"));
        }
        return new ApiError(
                answer.status(),
                word(code, secret),
                Redaction.text(message, secret),
                word(Json.text(source.path("type")), secret),
                word(Json.text(source.path("param")), secret),
                word(requestId, secret),
                RetryAfter.parse(answer.header("Retry-After"), clock));
    }

    private static String page(Answer answer) {
        byte[] body = answer.body();
        String start =
                new String(body, 0, Math.min(body.length, PAGE_START), StandardCharsets.UTF_8);
        if (start.isBlank()) {
            return answer.complete() ? "an empty answer" : "the answer broke off";
        }
        Matcher title = TITLE.matcher(start);
        if (title.find()) {
            return "a web page: " + title.group(1).strip();
        }
        return "not JSON: " + start;
    }

    private static String word(String text, String secret) {
        String clean = Redaction.text(text, secret);
        return clean == null || clean.length() <= MAX_WORD ? clean : clean.substring(0, MAX_WORD);
    }
}
