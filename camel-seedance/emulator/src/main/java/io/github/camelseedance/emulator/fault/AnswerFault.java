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
package io.github.camelseedance.emulator.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Another answer than the true one. */
public sealed interface AnswerFault extends Fault {

    /**
     * Any answer.
     *
     * @param status 200 to 999, so that it may be one that HTTP does not know
     * @param contentType empty for none
     * @param body text, or bytes in Base64 behind {@link #BASE64}
     * @param headers a Content-Length among them may be false, and {@code Transfer-Encoding:
     *     chunked} sends the body without any
     */
    record Answer(
            Reached reached,
            int status,
            String contentType,
            String body,
            Map<String, String> headers)
            implements AnswerFault {

        /** Begins a body that is no text. */
        public static final String BASE64 = "base64:";

        public Answer {
            Check.within("status", status, 200, 999);
            headers = Map.copyOf(headers);
            bytes(body);
            announced(headers);
        }

        /** The body as it is sent. */
        public byte[] bytes() {
            return bytes(body);
        }

        /** The Content-Length that it is sent under; nothing when that is to be the true one. */
        public OptionalLong announced() {
            return announced(headers);
        }

        private static byte[] bytes(String body) {
            if (!body.startsWith(BASE64)) {
                return body.getBytes(StandardCharsets.UTF_8);
            }
            try {
                return Base64.getDecoder().decode(body.substring(BASE64.length()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "what stands behind '" + BASE64 + "' is no Base64: " + e.getMessage(), e);
            }
        }

        private static OptionalLong announced(Map<String, String> headers) {
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (header.getKey().equalsIgnoreCase("Content-Length")) {
                    return OptionalLong.of(length(header.getValue()));
                }
            }
            return OptionalLong.empty();
        }

        private static long length(String value) {
            if (!value.matches("\\d{1,18}")) {
                throw new IllegalArgumentException(
                        "Content-Length is '" + value + "' but must be 0 or more bytes");
            }
            return Long.parseLong(value);
        }

        @Override
        public FaultKind kind() {
            return reached == Reached.EFFECT ? FaultKind.ANSWER_AFTER_EFFECT : FaultKind.ANSWER;
        }

        @Override
        public List<Object> arguments() {
            List<Object> arguments = new ArrayList<>(List.of(status, contentType, body));
            new TreeMap<>(headers).forEach((name, value) -> arguments.add(name + "=" + value));
            return arguments;
        }
    }

    /** A redirect before any effect. */
    record Redirect(int status, String location) implements AnswerFault {

        public Redirect {
            Check.within("status", status, 300, 399);
            Check.notBlank("location", location);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.REDIRECT;
        }

        @Override
        public List<Object> arguments() {
            return List.of(status, location);
        }
    }

    /** An HTML page with status 200. */
    record Html() implements AnswerFault {
        @Override
        public FaultKind kind() {
            return FaultKind.HTML;
        }
    }

    /** An HTML page with an error status. */
    record HtmlError(int status) implements AnswerFault {

        public HtmlError {
            Check.within("status", status, 400, 599);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.HTML_ERROR;
        }

        @Override
        public List<Object> arguments() {
            return List.of(status);
        }
    }

    /** A refusal in the service's own words. */
    record Refuse(String code) implements AnswerFault {

        public Refuse {
            ErrorCode.of(code);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.REFUSE;
        }

        @Override
        public List<Object> arguments() {
            return List.of(code);
        }
    }

    /**
     * 429 with Retry-After.
     *
     * @param asDate whether that is a date, and not seconds
     */
    record RateLimited(Duration retryAfter, boolean asDate) implements AnswerFault {

        public RateLimited {
            Check.notNegative("retryAfter", retryAfter);
        }

        @Override
        public FaultKind kind() {
            return asDate ? FaultKind.RATE_LIMITED_UNTIL : FaultKind.RATE_LIMITED;
        }

        @Override
        public List<Object> arguments() {
            return List.of(retryAfter);
        }
    }

    /** 400: the video is not there yet. */
    record NotReady() implements AnswerFault {
        @Override
        public FaultKind kind() {
            return FaultKind.NOT_READY;
        }
    }

    /** 403: the link is too old. */
    record Expired() implements AnswerFault {
        @Override
        public FaultKind kind() {
            return FaultKind.EXPIRED;
        }
    }

    /** The refusal of an upload when every slot is taken. */
    record QuotaFull() implements AnswerFault {
        @Override
        public FaultKind kind() {
            return FaultKind.QUOTA_FULL;
        }
    }

    /** {@code success:false} with status 200. */
    record SuccessFalse() implements AnswerFault {
        @Override
        public FaultKind kind() {
            return FaultKind.SUCCESS_FALSE;
        }
    }
}
