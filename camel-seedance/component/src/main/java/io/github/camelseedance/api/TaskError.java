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
import java.util.Locale;
import java.util.Set;

/**
 * Why a task ended without a video, as the service says it.
 *
 * @param code such as {@code content_policy_violation}; may be a number as text
 * @param message the service's text
 * @param type such as {@code task_error}
 */
public record TaskError(String code, String message, String type) implements Serializable {

    /** Task error codes after which the same input may succeed in a new generation. */
    private static final Set<String> TRANSIENT =
            Set.of(
                    "service_error",
                    "service_unavailable",
                    "generation_timeout",
                    "resource_exhausted",
                    "quota_exceeded");

    /** Whether a new generation of the same input can help. */
    public boolean newTryCanHelp() {
        return code != null && TRANSIENT.contains(code.toLowerCase(Locale.ROOT));
    }
}
