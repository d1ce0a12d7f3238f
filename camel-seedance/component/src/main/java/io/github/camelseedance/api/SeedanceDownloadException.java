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

/**
 * A video could not be fetched, or what came was not a video. The task and its link are not touched
 * by this: the download can be tried again while the link lives, and costs nothing.
 */
public class SeedanceDownloadException extends SeedanceException {
    private final int httpStatus;

    /**
     * @param message what was wrong and what to do; the link without its query string
     * @param taskId the task, or null where only a link was given
     * @param httpStatus the HTTP status that was answered, or 0
     * @param cause or null
     */
    public SeedanceDownloadException(
            String message, String taskId, int httpStatus, Throwable cause) {
        super(message, taskId, cause);
        this.httpStatus = httpStatus;
    }

    /** The HTTP status that was answered, or 0. */
    public int getHttpStatus() {
        return httpStatus;
    }
}
