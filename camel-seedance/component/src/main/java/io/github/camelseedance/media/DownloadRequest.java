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
package io.github.camelseedance.media;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A video to fetch.
 *
 * @param url its link
 * @param taskId the task that made it, or null where only a link is known
 * @param freshUrl reads a new link once this one is refused as expired, or null where that cannot
 *     be done; called at most once
 */
public record DownloadRequest(
        String url, String taskId, Supplier<CompletableFuture<String>> freshUrl) {

    /** Shows no query string. */
    @Override
    public String toString() {
        return "DownloadRequest[taskId=" + taskId + "]";
    }
}
