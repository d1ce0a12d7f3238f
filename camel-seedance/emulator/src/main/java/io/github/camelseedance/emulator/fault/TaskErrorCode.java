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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The codes with which the service says why a task has failed, each with a usual message. */
public final class TaskErrorCode {

    private static final Map<String, String> MESSAGES = new LinkedHashMap<>();

    static {
        put("content_policy_violation", "The content may show a real person");
        put("invalid_parameters", "The parameters do not fit together");
        put("invalid_request", "The request cannot be carried out");
        put("image_dimension_mismatch", "The image has dimensions that cannot be used");
        put("image_processing_error", "The image cannot be processed");
        put("invalid_audio", "The audio cannot be used");
        put("request_cancelled", "The request was cancelled");
        put("service_error", "The service has failed");
        put("service_unavailable", "The service was not available");
        put("generation_timeout", "The generation took too long");
        put("resource_exhausted", "There were no resources for the generation");
        put("quota_exceeded", "The quota is exceeded");
        put("generation_failed_no_content", "The generation gave no content");
        put("unknown_error", "Something unknown went wrong");
        put("resource_not_found", "A resource has expired or is unknown");
    }

    private TaskErrorCode() {}

    private static void put(String code, String message) {
        MESSAGES.put(code, message);
    }

    /** Every code. */
    public static Set<String> all() {
        return Collections.unmodifiableSet(MESSAGES.keySet());
    }

    /**
     * The usual message of a code.
     *
     * @throws IllegalArgumentException when the service has no such code; its message lists all
     */
    public static String messageOf(String code) {
        String message = MESSAGES.get(code);
        if (message == null) {
            throw new IllegalArgumentException(
                    "there is no task error code '"
                            + code
                            + "'; give a message with a code of your own, or use one of "
                            + String.join(", ", MESSAGES.keySet()));
        }
        return message;
    }

    static boolean isUsual(String code, String message) {
        return message.equals(MESSAGES.get(code));
    }
}
