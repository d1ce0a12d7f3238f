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
package io.github.camelseedance.api;

import java.io.Serializable;
import java.time.Duration;

/**
 * What the service answered instead of what was asked for.
 *
 * @param httpStatus the HTTP status
 * @param code the service's error code, a number as text where it is one, or null
 * @param message the service's text, shortened, without secrets; or null
 * @param type such as {@code invalid_request_error}, or null
 * @param param the field that is meant, or null
 * @param requestId the service's id of the call, for its support; or null
 * @param retryAfter how long the service asks to wait, or null
 */
public record ApiError(
        int httpStatus,
        String code,
        String message,
        String type,
        String param,
        String requestId,
        Duration retryAfter)
        implements Serializable {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("HTTP ").append(httpStatus);
        if (code != null && !code.equals(String.valueOf(httpStatus))) {
            text.append(' ').append(code);
        }
        if (param != null) {
            text.append(" (").append(param).append(')');
        }
        if (message != null) {
            text.append(": ").append(message);
        }
        if (requestId != null) {
            text.append(" [request id ").append(requestId).append(']');
        }
        return text.toString();
    }
}
