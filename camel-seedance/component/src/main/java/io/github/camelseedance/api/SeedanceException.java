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

import org.apache.camel.RuntimeCamelException;

/**
 * The root of this component's exceptions, and by itself: the service could not be reached or could
 * not be understood. Messages carry neither the API key nor the query string of a link.
 */
public class SeedanceException extends RuntimeCamelException {
    private final String taskId;

    public SeedanceException(String message) {
        this(message, null, null);
    }

    public SeedanceException(String message, String taskId, Throwable cause) {
        super(message, cause);
        this.taskId = taskId;
    }

    /** The task that this is about, or null where there is none yet. */
    public String getTaskId() {
        return taskId;
    }
}
