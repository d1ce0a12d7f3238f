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

import org.apache.camel.spi.HttpResponseAware;

/** The service answered with an error; it says with which, and whether the same call can help. */
public class SeedanceRefusedException extends SeedanceException implements HttpResponseAware {
    private final ApiError error;
    private final boolean retryable;
    private int httpResponseCode;
    private String httpResponseStatus;

    /**
     * @param what what was asked for, in words: "Creating a task"
     * @param error the service's answer
     * @param retryable whether the very same call can succeed later
     * @param advice what to do next, one sentence
     * @param taskId the task that is meant, or null
     * @param cause or null
     */
    public SeedanceRefusedException(
            String what,
            ApiError error,
            boolean retryable,
            String advice,
            String taskId,
            Throwable cause) {
        super(what + " was refused: " + error + ". " + advice, taskId, cause);
        this.error = error;
        this.retryable = retryable;
        this.httpResponseCode = error.httpStatus();
        this.httpResponseStatus = error.code();
    }

    /** The service's answer. */
    public ApiError getError() {
        return error;
    }

    /** Whether the very same call can succeed later. */
    public boolean isRetryable() {
        return retryable;
    }

    @Override
    public int getHttpResponseCode() {
        return httpResponseCode;
    }

    @Override
    public void setHttpResponseCode(int code) {
        httpResponseCode = code;
    }

    @Override
    public String getHttpResponseStatus() {
        return httpResponseStatus;
    }

    @Override
    public void setHttpResponseStatus(String status) {
        httpResponseStatus = status;
    }
}
