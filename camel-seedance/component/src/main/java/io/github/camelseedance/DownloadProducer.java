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
package io.github.camelseedance;

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.media.DownloadRequest;
import io.github.camelseedance.media.DownloadSettings;
import io.github.camelseedance.media.SpooledVideo;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.apache.camel.util.FileUtil;

/** {@code seedance:download}: the video, as a stream over a file that goes with the exchange. */
final class DownloadProducer extends SeedanceProducer<SpooledVideo> {
    private final DownloadSettings settings;

    DownloadProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
        settings = settings();
    }

    @Override
    CompletableFuture<SpooledVideo> start(Exchange exchange) {
        return runtime().downloader(settings).download(request(exchange.getMessage()));
    }

    private DownloadSettings settings() {
        String folder = configuration().getSpoolDirectory();
        return new DownloadSettings(
                configuration().getMaxDownloadSize(),
                folder == null ? null : Path.of(folder),
                Duration.ofMillis(getEndpoint().getComponent().getReadTimeout()),
                DownloadSettings.DEFAULT_ATTEMPTS,
                DownloadSettings.DEFAULT_RETRY_DELAY,
                null);
    }

    private DownloadRequest request(Message message) {
        Object body = message.getBody();
        if (body instanceof VideoTask task) {
            if (!task.ended()) {
                throw new SeedanceDownloadException(
                        "The task "
                                + task.id()
                                + " is still "
                                + task.status()
                                + " and has no video yet. Wait for its end with seedance:await, or"
                                + " receive it from seedance:completion.",
                        task.id(),
                        0,
                        null);
            }
            return request(TaskMessage.requireCompleted(task).videoUrl(), task.id());
        }
        String header = message.getHeader(SeedanceConstants.VIDEO_URL, String.class);
        String url = isUrl(body) ? body.toString().strip() : header;
        if (url == null) {
            throw new SeedanceInvalidRequestException(
                    List.of(
                            Violation.shape(
                                    "video_url",
                                    Shown.value(body),
                                    "name a video: a VideoTask or its http(s) URL as the body, or"
                                            + " its URL in the header "
                                            + SeedanceConstants.VIDEO_URL
                                            + "; for a task id, read the task with seedance:status"
                                            + " first")));
        }
        // The task header belongs to the header's link only: the body may name any other video.
        String taskId =
                url.equals(header)
                        ? message.getHeader(SeedanceConstants.TASK_ID, String.class)
                        : null;
        return request(url, taskId);
    }

    private static boolean isUrl(Object body) {
        boolean textual = body instanceof String || body instanceof URI || body instanceof URL;
        return textual && body.toString().strip().matches("(?i)https?://.*");
    }

    private DownloadRequest request(String url, String taskId) {
        Account account = getEndpoint().account();
        return new DownloadRequest(
                url,
                taskId,
                taskId == null
                        ? null
                        : () ->
                                runtime()
                                        .client()
                                        .read(account, taskId)
                                        .thenApply(VideoTask::videoUrl));
    }

    @Override
    void finish(Exchange exchange, SpooledVideo video) {
        exchange.getExchangeExtension().addOnCompletion(new SpoolCleanup(video));
        Message message = exchange.getMessage();
        String source = message.getHeader(Exchange.FILE_NAME, String.class);
        message.setBody(new FileInputStreamCache(video.path().toFile()));
        message.setHeader(
                Exchange.FILE_NAME,
                source == null ? video.fileName() : FileUtil.stripExt(source, true) + ".mp4");
        message.setHeader(Exchange.CONTENT_TYPE, video.contentType());
        message.setHeader(Exchange.CONTENT_LENGTH, video.length());
        message.removeHeader(SeedanceConstants.VIDEO_URL);
    }
}
