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
package io.github.camelseedance.emulator.service;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.VideoLinks;
import io.github.camelseedance.emulator.video.Video;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Result videos behind their signed links, as a content delivery network serves them. */
public final class MediaAction implements Action {

    static final String PREFIX = "/media/";

    private static final String SUFFIX = ".mp4";

    private final TaskStore tasks;
    private final VideoLinks links;
    private final VideoLibrary videos;
    private final Executor executor;

    MediaAction(TaskStore tasks, VideoLinks links, VideoLibrary videos, Executor executor) {
        this.tasks = tasks;
        this.links = links;
        this.videos = videos;
        this.executor = executor;
    }

    /** Whose video a path leads to. */
    static String taskId(String path) {
        String name = path.substring(PREFIX.length());
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /** The refusal of a link that is wrong or too old. */
    public static ApiError denied() {
        return new ApiError(
                403,
                "access_denied",
                "invalid_request_error",
                null,
                "The link is wrong or has expired; links live 24 hours");
    }

    @Override
    public CompletionStage<Reply> answer(RecordedRequest request) {
        String id = taskId(request.path());
        if (!links.isSigned(id, request.query()) || !tasks.isLinkAlive(id)) {
            throw denied();
        }
        return videos.video(id)
                .orElseThrow(() -> ApiError.notFound("not_found", "There is no video of " + id))
                .thenApplyAsync(video -> serve(video, request), executor);
    }

    private static Reply serve(Video video, RecordedRequest request) {
        byte[] bytes;
        try {
            bytes = video.content().bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ranged(
                Reply.of(200, "video/mp4", bytes)
                        .with("Accept-Ranges", "bytes")
                        .with("ETag", video.etag()),
                request);
    }

    /** What of an answer that accepts ranges the request wants; any other answer as it is. */
    static Reply ranged(Reply whole, RecordedRequest request) {
        if (!whole.headers().containsKey("Accept-Ranges")) {
            return whole;
        }
        int length = whole.length();
        Optional<ByteRange> wanted = range(whole.headers().get("ETag"), request, length);
        if (wanted.isEmpty()) {
            return whole;
        }
        ByteRange range = wanted.get();
        if (range.isEmpty()) {
            return Reply.of(416, "text/plain", "".getBytes(StandardCharsets.UTF_8))
                    .with("Content-Range", "bytes */" + length);
        }
        ByteBuffer part = whole.body().slice(range.first(), range.length());
        return new Reply(206, whole.headers(), part)
                .with(
                        "Content-Range",
                        "bytes " + range.first() + "-" + range.last() + "/" + length);
    }

    /** A range counts only for GET, and with If-Range only while the video is the same. */
    private static Optional<ByteRange> range(String etag, RecordedRequest request, int length) {
        String range = request.header("Range");
        String condition = request.header("If-Range");
        boolean same = condition == null || condition.equals(etag);
        return range != null && same && request.method().equals("GET")
                ? ByteRange.parse(range, length)
                : Optional.empty();
    }
}
