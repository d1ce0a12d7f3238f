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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.image.ImageException;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.upload.Receipts;
import io.github.camelseedance.emulator.upload.StoredFile;
import io.github.camelseedance.emulator.upload.Uploads;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The three ways to upload a file. */
final class UploadActions {

    private final Uploads uploads;
    private final ImageFetcher fetcher;
    private final Executor executor;
    private final Function<StoredFile, Reply> answer;
    private final Resets resets;

    /**
     * @param answer to an upload that was stored
     */
    UploadActions(
            Uploads uploads,
            ImageFetcher fetcher,
            Executor executor,
            Function<StoredFile, Reply> answer,
            Resets resets) {
        this.uploads = uploads;
        this.fetcher = fetcher;
        this.executor = executor;
        this.answer = answer;
        this.resets = resets;
    }

    /** {@code POST /api/v1/files/upload/stream}: one file as multipart/form-data. */
    CompletionStage<Reply> stream(RecordedRequest request) {
        MediaTypes.require(request, "multipart/form-data");
        return receipted(
                request,
                () ->
                        CompletableFuture.supplyAsync(() -> Form.read(request), executor)
                                .thenApply(
                                        form ->
                                                new Upload(
                                                        form.file(),
                                                        form.field("file_name", "fileName"),
                                                        form.fileName(),
                                                        form.field("upload_path", "uploadPath"))));
    }

    /** {@code POST /api/v1/files/upload/base64}. */
    CompletionStage<Reply> base64(RecordedRequest request) {
        MediaTypes.requireJson(request);
        return receipted(
                request,
                () -> {
                    ObjectNode json = Json.readObject(request.body());
                    byte[] bytes = decoded(required(json, "base64_data"));
                    return CompletableFuture.completedFuture(Upload.of(bytes, null, json));
                });
    }

    private static byte[] decoded(String data) {
        int comma = data.startsWith("data:") ? data.indexOf(',') + 1 : 0;
        try {
            return Base64.getMimeDecoder().decode(data.substring(comma));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidRequest("base64_data", "base64_data is not base64");
        }
    }

    /** {@code POST /api/v1/files/upload/url}. */
    CompletionStage<Reply> url(RecordedRequest request) {
        MediaTypes.requireJson(request);
        return receipted(
                request,
                () -> {
                    ObjectNode json = Json.readObject(request.body());
                    URI url = httpUrl(required(json, "file_url"));
                    return fetched(url).thenApply(bytes -> Upload.of(bytes, url.getPath(), json));
                });
    }

    private CompletionStage<byte[]> fetched(URI url) {
        return fetcher.fetch(url)
                .exceptionallyCompose(
                        failure ->
                                CompletableFuture.failedFuture(
                                        failure.getCause() instanceof ImageException known
                                                ? ApiError.invalidRequest(
                                                        "file_url",
                                                        "file_url cannot be used: "
                                                                + known.getMessage())
                                                : failure));
    }

    /** What a client sent to be stored. */
    private record Upload(byte[] bytes, String name, String originalName, String path) {

        static Upload of(byte[] bytes, String originalName, ObjectNode json) {
            return new Upload(
                    bytes,
                    text(json, "file_name", "fileName"),
                    originalName,
                    text(json, "upload_path", "uploadPath"));
        }
    }

    private interface Reading {
        CompletionStage<Upload> read();
    }

    /** Reads and stores an upload, and keeps the receipt that its client may have asked for. */
    private CompletionStage<Reply> receipted(RecordedRequest request, Reading reading) {
        Account owner = request.credential().account();
        Resets.Span span = resets.span();
        String uploadId = request.header("X-Evo-Upload-Id");
        if (uploadId == null) {
            return reading.read()
                    .thenApply(upload -> answer.apply(span.within(() -> stored(owner, upload))));
        }
        Receipts receipts = uploads.receipts();
        receipts.begin(owner, uploadId);
        try {
            return reading.read()
                    .thenApply(upload -> span.within(() -> stored(owner, upload, uploadId)))
                    .whenComplete(
                            (file, failure) -> {
                                if (failure != null) {
                                    span.within(() -> receipts.refused(owner, uploadId));
                                }
                            })
                    .thenApply(answer);
        } catch (RuntimeException e) {
            receipts.refused(owner, uploadId);
            throw e;
        }
    }

    private StoredFile stored(Account owner, Upload upload, String uploadId) {
        StoredFile file = stored(owner, upload);
        uploads.receipts().stored(owner, uploadId, file.id());
        return file;
    }

    private StoredFile stored(Account owner, Upload upload) {
        return uploads.store(
                owner, upload.bytes(), upload.name(), upload.originalName(), upload.path());
    }

    private static String required(ObjectNode json, String field) {
        String value = text(json, field, field);
        if (value == null || value.isEmpty()) {
            throw ApiError.invalidRequest(field, field + " is required");
        }
        return value;
    }

    /**
     * @param older the name that older clients give the field
     */
    private static String text(ObjectNode json, String field, String older) {
        String name = json.has(field) ? field : older;
        JsonNode node = json.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw ApiError.invalidRequest(name, name + " must be a string");
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
