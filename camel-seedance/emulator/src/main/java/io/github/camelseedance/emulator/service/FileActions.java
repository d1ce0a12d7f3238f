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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.upload.Receipts.Receipt;
import io.github.camelseedance.emulator.upload.StoredFile;
import io.github.camelseedance.emulator.upload.Uploads;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The uploaded files: their quota, list, receipts and deletion, and the files themselves. */
final class FileActions {

    static final String API = "/api/v1/files/";
    static final String FILES = "/files/";
    static final String DOWNLOAD = API + "download/";
    static final String RECEIPTS = API + "upload-receipts/";

    private static final ZoneOffset SERVICE_ZONE = ZoneOffset.ofHours(8);
    private static final int PAGE_SIZE = 20;
    private static final int MAX_PAGE_SIZE = 100;

    private final Uploads uploads;
    private final Supplier<String> baseUrl;
    private final UploadActions upload;

    FileActions(
            Uploads uploads,
            ImageFetcher fetcher,
            Supplier<String> baseUrl,
            Executor executor,
            Resets resets) {
        this.uploads = uploads;
        this.baseUrl = baseUrl;
        this.upload =
                new UploadActions(
                        uploads,
                        fetcher,
                        executor,
                        file -> success("File uploaded successfully", json(file)),
                        resets);
    }

    /** The calls that make the files. */
    UploadActions upload() {
        return upload;
    }

    /** {@code GET /api/v1/files/quota}. */
    CompletionStage<Reply> quota(RecordedRequest request) {
        int used = uploads.used(request.credential().account());
        int slots = uploads.slots();
        ObjectNode data =
                Json.object()
                        .put("user_group", "default")
                        .put("used_files", used)
                        .put("max_files", slots)
                        .put("remain_files", Math.max(0, slots - used))
                        .put("is_custom", false)
                        .put("quota_reason", "");
        return done(success("", data));
    }

    /** {@code GET /api/v1/files/list}, newest first. */
    CompletionStage<Reply> list(RecordedRequest request) {
        Map<String, String> query = Query.parameters(request.query());
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int pageSize = number(query, "pageSize", PAGE_SIZE, MAX_PAGE_SIZE);
        List<StoredFile> files = uploads.list(request.credential().account());
        ObjectNode data = Json.object().put("total", files.size());
        ArrayNode shown = data.putArray("files");
        files.stream()
                .skip((page - 1L) * pageSize)
                .limit(pageSize)
                .forEach(file -> shown.add(json(file)));
        return done(success("", data));
    }

    private static int number(Map<String, String> query, String name, int byDefault, int most) {
        String text = query.get(name);
        if (text == null) {
            return byDefault;
        }
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw ApiError.invalidRequest(
                name, name + " is '" + text + "' but must be a number from 1 to " + most);
    }

    /** {@code DELETE /api/v1/files/{file_id}}. */
    CompletionStage<Reply> delete(RecordedRequest request) {
        String id = request.path().substring(API.length());
        if (!uploads.delete(request.credential().account(), id)) {
            throw unknown(id);
        }
        return done(success("File deleted successfully", null));
    }

    /** {@code GET /api/v1/files/upload-receipts/{upload_id}}. */
    CompletionStage<Reply> receipt(RecordedRequest request) {
        Account owner = request.credential().account();
        String uploadId = request.path().substring(RECEIPTS.length());
        Receipt receipt =
                uploads.receipts()
                        .find(owner, uploadId)
                        .orElseThrow(
                                () ->
                                        ApiError.notFound(
                                                "receipt_not_found",
                                                "There is no upload " + uploadId));
        String fileId = receipt.fileId();
        StoredFile file =
                fileId == null ? null : uploads.find(fileId).orElseThrow(() -> unknown(fileId));
        ObjectNode data =
                Json.object()
                        .put("upload_id", uploadId)
                        .put("state", file == null ? "outcome_unknown" : "done")
                        .put("result_verified", file != null);
        data.set("file", file == null ? null : json(file));
        return done(success("", data));
    }

    /** The content of an uploaded file, under either of its two URLs. */
    CompletionStage<Reply> content(RecordedRequest request) {
        String id = fileId(request.path());
        StoredFile file = uploads.find(id).orElseThrow(() -> unknown(id));
        return done(Reply.of(200, file.type().mimeType(), uploads.bytes(id).orElseThrow()));
    }

    private static ApiError unknown(String id) {
        return ApiError.notFound(
                "file_not_found", "There is no file " + id + "; files vanish after 72 hours");
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

    private static Reply success(String message, JsonNode data) {
        ObjectNode answer = Json.object().put("success", true).put("code", 200).put("msg", message);
        answer.set("data", data);
        return Reply.json(200, answer);
    }

    private ObjectNode json(StoredFile file) {
        return Json.object()
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
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .atOffset(SERVICE_ZONE)
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private static CompletionStage<Reply> done(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
