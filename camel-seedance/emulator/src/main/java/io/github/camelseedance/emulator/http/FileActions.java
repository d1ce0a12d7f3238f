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
package io.github.camelseedance.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.image.ImageException;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.upload.StoredFile;
import io.github.camelseedance.emulator.upload.Uploads;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Uploads, their quota, and the uploaded files themselves. */
final class FileActions {

    static final String FILES = "/files/";
    static final String DOWNLOAD = "/api/v1/files/download/";

    private static final ZoneOffset SERVICE_ZONE = ZoneOffset.ofHours(8);

    private final Uploads uploads;
    private final ImageFetcher fetcher;
    private final Supplier<String> baseUrl;
    private final Executor executor;

    FileActions(
            Uploads uploads, ImageFetcher fetcher, Supplier<String> baseUrl, Executor executor) {
        this.uploads = uploads;
        this.fetcher = fetcher;
        this.baseUrl = baseUrl;
        this.executor = executor;
    }

    /** {@code POST /api/v1/files/upload/stream}: one file as multipart/form-data. */
    CompletionStage<Reply> stream(RecordedRequest request) {
        MediaTypes.require(request, "multipart/form-data");
        return CompletableFuture.supplyAsync(() -> Form.read(request), executor)
                .thenApply(
                        form ->
                                stored(
                                        form.file(),
                                        form.field("file_name"),
                                        form.fileName(),
                                        form.field("upload_path")));
    }

    /** {@code POST /api/v1/files/upload/base64}. */
    CompletionStage<Reply> base64(RecordedRequest request) {
        MediaTypes.requireJson(request);
        ObjectNode json = Json.readObject(request.body());
        String data = required(json, "base64_data");
        int comma = data.startsWith("data:") ? data.indexOf(',') + 1 : 0;
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(data.substring(comma));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidRequest("base64_data", "base64_data is not base64");
        }
        return CompletableFuture.completedFuture(
                stored(bytes, text(json, "file_name"), null, text(json, "upload_path")));
    }

    /** {@code POST /api/v1/files/upload/url}. */
    CompletionStage<Reply> url(RecordedRequest request) {
        MediaTypes.requireJson(request);
        ObjectNode json = Json.readObject(request.body());
        URI url = httpUrl(required(json, "file_url"));
        return fetcher.fetch(url)
                .exceptionallyCompose(
                        failure ->
                                CompletableFuture.failedFuture(
                                        failure.getCause() instanceof ImageException known
                                                ? ApiError.invalidRequest(
                                                        "file_url",
                                                        "file_url cannot be used: "
                                                                + known.getMessage())
                                                : failure))
                .thenApply(
                        bytes ->
                                stored(
                                        bytes,
                                        text(json, "file_name"),
                                        url.getPath(),
                                        text(json, "upload_path")));
    }

    /** {@code GET /api/v1/files/quota}. */
    CompletionStage<Reply> quota(RecordedRequest request) {
        int used = uploads.used();
        ObjectNode answer = Json.object().put("success", true).put("code", 200);
        answer.putObject("data")
                .put("user_group", "default")
                .put("used_files", used)
                .put("max_files", uploads.slots())
                .put("remain_files", uploads.slots() - used)
                .put("is_custom", false)
                .put("quota_reason", "");
        return CompletableFuture.completedFuture(Reply.json(200, answer));
    }

    /** The content of an uploaded file, under either of its two URLs. */
    CompletionStage<Reply> content(RecordedRequest request) {
        String id = fileId(request.path());
        StoredFile file =
                uploads.find(id)
                        .orElseThrow(
                                () ->
                                        ApiError.notFound(
                                                "file_not_found",
                                                "There is no file "
                                                        + id
                                                        + "; files vanish after 72 hours"));
        return CompletableFuture.supplyAsync(
                () -> Reply.of(200, file.type().mimeType(), uploads.bytes(id).orElseThrow()),
                executor);
    }

    /** The bytes behind a URL, if it is one that an upload was given here. */
    Optional<byte[]> own(URI url) {
        String files = baseUrl.get() + FILES;
        return url.toString().startsWith(files)
                ? uploads.bytes(fileId(url.getPath()))
                : Optional.empty();
    }

    private static String fileId(String path) {
        String rest = path.substring(path.startsWith(FILES) ? FILES.length() : DOWNLOAD.length());
        return rest.split("/", 2)[0];
    }

    private Reply stored(byte[] bytes, String name, String originalName, String path) {
        StoredFile file = uploads.store(bytes, name, originalName, path);
        ObjectNode answer =
                Json.object()
                        .put("success", true)
                        .put("code", 200)
                        .put("msg", "File uploaded successfully");
        answer.putObject("data")
                .put("file_id", file.id())
                .put("file_name", file.name())
                .put("original_name", file.originalName())
                .put("file_size", file.content().length())
                .put("mime_type", file.type().mimeType())
                .put("upload_path", file.path())
                .put("file_url", baseUrl.get() + FILES + file.id() + "/" + file.name())
                .put("download_url", baseUrl.get() + DOWNLOAD + file.id())
                .put("upload_time", time(file.uploaded()))
                .put("expires_at", time(file.expires()));
        return Reply.json(200, answer);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .atOffset(SERVICE_ZONE)
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private static String required(ObjectNode json, String field) {
        String value = text(json, field);
        if (value == null || value.isEmpty()) {
            throw ApiError.invalidRequest(field, field + " is required");
        }
        return value;
    }

    private static String text(ObjectNode json, String field) {
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw ApiError.invalidRequest(field, field + " must be a string");
        }
        return node.textValue();
    }

    private static URI httpUrl(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme();
            if (url.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw ApiError.invalidRequest("file_url", "file_url must be an absolute http(s) URL");
    }
}
