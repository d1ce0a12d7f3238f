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

import java.nio.file.Path;
import java.time.Duration;

/**
 * How videos are fetched.
 *
 * @param maxDownloadSize the longest video in bytes
 * @param spoolDirectory where videos lie until their exchange ends, made if missing; null for the
 *     JVM's {@code java.io.tmpdir}
 * @param responseTimeout how long the far side may be silent before the connection is given up and
 *     the download resumed
 * @param attempts how often a download is tried in all, at least 1; redirects do not count
 * @param retryDelay before the second attempt; doubled for each further one, up to {@link
 *     RetryDelay#LONGEST}
 * @param overall the longest time for one download with all its attempts, or null for no bound
 */
public record DownloadSettings(
        long maxDownloadSize,
        Path spoolDirectory,
        Duration responseTimeout,
        int attempts,
        Duration retryDelay,
        Duration overall) {

    /** The usual number of attempts. */
    public static final int DEFAULT_ATTEMPTS = 5;

    /** The usual first delay. */
    public static final Duration DEFAULT_RETRY_DELAY = Duration.ofSeconds(1);

    /** Refuses what cannot work. */
    public DownloadSettings {
        if (maxDownloadSize < 1) {
            throw new IllegalArgumentException(
                    "maxDownloadSize is " + maxDownloadSize + ": it must be 1 byte or more");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "attempts is " + attempts + ": a download needs at least 1");
        }
    }
}
