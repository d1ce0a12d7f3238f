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

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.http.AddressPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.async.HttpAsyncClient;

/**
 * Fetches videos into spool files: resumed where a connection was cut, checked for length and kind,
 * and never left behind when something went wrong. Links are not trusted: each address and each
 * redirect is checked, and no key, cookie or {@code Authorization} is sent.
 */
public final class VideoDownloader implements Closeable {
    private final DownloadSettings settings;
    private final Parts parts;
    private final Set<Download> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What a download works with. */
    record Parts(
            VideoRequests requests,
            LinkGuard guard,
            SpoolFiles files,
            ScheduledExecutorService timer,
            Executor worker) {}

    /** Where spool files come from. */
    @FunctionalInterface
    interface SpoolFiles {
        SpoolFile create(Path directory) throws IOException;
    }

    /**
     * @param client is used and never closed here; it must refuse private addresses as the policy
     *     says when it resolves names
     * @param policy which hosts may be private or plain http
     * @param timer for delays and the bound of the whole; its tasks are short
     * @param worker for disk writes and what goes with them; futures complete there or on an I/O
     *     thread
     */
    public VideoDownloader(
            HttpAsyncClient client,
            AddressPolicy policy,
            DownloadSettings settings,
            ScheduledExecutorService timer,
            Executor worker) {
        this(client, policy, settings, timer, worker, SpoolFile::create);
    }

    VideoDownloader(
            HttpAsyncClient client,
            AddressPolicy policy,
            DownloadSettings settings,
            ScheduledExecutorService timer,
            Executor worker,
            SpoolFiles files) {
        this.settings = settings;
        this.parts =
                new Parts(
                        new VideoRequests(client, settings.responseTimeout()),
                        new LinkGuard(policy),
                        files,
                        timer,
                        worker);
    }

    /**
     * Fetches a video. Cancelling the future gives it up; then, as after every failure, there is no
     * file.
     *
     * @return the video, whose file the caller deletes by closing it; fails with {@link
     *     SeedanceDownloadException} only
     */
    public CompletableFuture<SpooledVideo> download(DownloadRequest request) {
        Download download = new Download(parts, settings, request);
        running.add(download);
        if (closed) {
            download.close(); // before it starts: a moment later its request would be on its way
        }
        CompletableFuture<SpooledVideo> result = download.start();
        result.whenComplete((video, failure) -> running.remove(download));
        return result;
    }

    /** Gives up what is running. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Download::close);
    }
}
