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
package io.github.camelseedance.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.OptionalLong;

/** A refusal in the words of the service: HTTP status, code, type and the parameter at fault. */
public final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String type;
    private final String param;
    private final Duration wait;

    public ApiError(int status, String code, String type, String param, String message) {
        this(status, code, type, param, message, null);
    }

    private ApiError(
            int status, String code, String type, String param, String message, Duration wait) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.type = type;
        this.param = param;
        this.wait = wait;
    }

    /** 400 {@code invalid_request}. */
    public static ApiError invalidRequest(String param, String message) {
        return new ApiError(400, "invalid_request", "invalid_request_error", param, message);
    }

    /** 401 {@code unauthorized}. */
    public static ApiError unauthorized() {
        return new ApiError(
                401,
                "unauthorized",
                "authentication_error",
                null,
                "The API key is missing or wrong; send 'Authorization: Bearer <key>'");
    }

    /** 404 with the given code. */
    public static ApiError notFound(String code, String message) {
        return new ApiError(404, code, "invalid_request_error", null, message);
    }

    /**
     * 429 {@code rate_limit_exceeded}.
     *
     * @param type {@code rate_limit_error}, or {@code evo_api_error} where tasks are read
     * @param wait how long the client has to wait, in its real time
     */
    public static ApiError rateLimited(String type, String message, Duration wait) {
        return new ApiError(429, "rate_limit_exceeded", type, null, message, wait);
    }

    /** Whole seconds to wait, at least 1; nothing where waiting does not help. */
    public OptionalLong retryAfter() {
        return wait == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds()));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The envelope of the media and task calls. */
    public ObjectNode toJson() {
        ObjectNode envelope = Json.object();
        ObjectNode error = envelope.putObject("error");
        error.put("code", code).put("message", getMessage()).put("type", type);
        if (param != null) {
            error.put("param", param);
        }
        return envelope;
    }

    /** The envelope of the file calls. */
    public ObjectNode toFilesJson() {
        return Json.object().put("success", false).put("code", status).put("msg", getMessage());
    }
}
