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
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.control.ControlApi;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.FrameLoader;
import io.github.camelseedance.emulator.image.ImageFetcher;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.task.IdempotencyKeys;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.VideoLinks;
import io.github.camelseedance.emulator.upload.Uploads;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Which call a request is. */
public final class Routes {

    private static final long MAX_CREATE_BODY = 64L * 1024 * 1024;
    private static final long MAX_UPLOAD_BODY = 140L * 1024 * 1024;
    private static final long MAX_SMALL_BODY = 1024L * 1024;

    private final CreateAction create;
    private final TaskActions tasks;
    private final FileActions files;
    private final MediaAction media;
    private final ControlApi control;

    /** What the calls work on. */
    public record Parts(
            TaskStore tasks,
            IdempotencyKeys idempotencyKeys,
            VideoLinks links,
            VideoLibrary videos,
            Uploads uploads,
            ImageFetcher fetcher,
            Callbacks callbacks,
            FaultChoice faults,
            Resets resets,
            ControlApi control) {}

    /**
     * @param batchServed whether {@code POST /v1/tasks/batch} exists
     * @param baseUrl where the files are; asked late, since the port is known only after the start
     * @param workers for work that would hold an I/O thread too long
     */
    public Routes(Parts parts, boolean batchServed, Supplier<String> baseUrl, Executor workers) {
        files = new FileActions(parts.uploads, parts.fetcher, baseUrl, workers, parts.resets);
        create =
                new CreateAction(
                        parts.idempotencyKeys,
                        new FrameLoader(parts.fetcher, files::own, workers),
                        parts.tasks,
                        parts.videos,
                        parts.callbacks,
                        parts.resets);
        tasks = new TaskActions(parts.tasks, parts.faults, batchServed);
        media = new MediaAction(parts.tasks, parts.links, parts.videos, workers);
        control = parts.control;
    }

    /** The call that a method and a path mean; one that refuses, when they mean none. */
    public Route find(String method, String path) {
        if (ControlApi.owns(path)) {
            return new Route(null, false, false, MAX_SMALL_BODY, Routes::envelope, this::control);
        }
        String read = method.equals("HEAD") ? "GET" : method;
        if (path.startsWith("/v1/")) {
            return api(read, path);
        }
        if (path.startsWith("/api/v1/files/") || path.startsWith("/files/")) {
            return file(read, path);
        }
        if (path.startsWith(MediaAction.PREFIX)) {
            return expect("GET", read, open(Phase.DOWNLOAD, media));
        }
        return unknown();
    }

    private CompletionStage<Reply> control(RecordedRequest request) {
        return control.answer(request)
                .thenApply(answer -> MediaAction.ranged(Reply.of(answer), request));
    }

    private Route api(String method, String path) {
        if (path.equals("/v1/tasks/batch") && method.equals("POST")) {
            return keyed(Phase.BATCH, MAX_SMALL_BODY, tasks::batch);
        }
        if (path.startsWith(TaskActions.PREFIX)) {
            return expect("GET", method, keyed(Phase.STATUS, MAX_SMALL_BODY, tasks::status));
        }
        return switch (path) {
            case "/v1/videos/generations" ->
                    expect("POST", method, keyed(Phase.CREATE, MAX_CREATE_BODY, create));
            case "/v1/tasks" -> expect("GET", method, keyed(null, MAX_SMALL_BODY, tasks::list));
            case "/v1/credits" ->
                    expect("GET", method, keyed(Phase.CREDITS, MAX_SMALL_BODY, tasks::credits));
            case "/v1/models" -> expect("GET", method, keyed(null, MAX_SMALL_BODY, tasks::models));
            default -> unknown();
        };
    }

    private Route file(String method, String path) {
        if (path.startsWith(FileActions.FILES) || path.startsWith(FileActions.DOWNLOAD)) {
            return expect("GET", method, open(null, files::content));
        }
        if (path.startsWith(FileActions.RECEIPTS)) {
            return expect("GET", method, files(null, files::receipt));
        }
        UploadActions upload = files.upload();
        return switch (path) {
            case "/api/v1/files/upload/stream" ->
                    expect("POST", method, files(Phase.UPLOAD, upload::stream));
            case "/api/v1/files/upload/base64" ->
                    expect("POST", method, files(Phase.UPLOAD, upload::base64));
            case "/api/v1/files/upload/url" ->
                    expect("POST", method, files(Phase.UPLOAD, upload::url));
            case "/api/v1/files/quota" -> expect("GET", method, files(Phase.UPLOAD, files::quota));
            case "/api/v1/files/list" -> expect("GET", method, files(null, files::list));
            default ->
                    isFile(path) ? expect("DELETE", method, files(null, files::delete)) : unknown();
        };
    }

    /** Whether a path names one file of the file API, and nothing below it. */
    private static boolean isFile(String path) {
        return path.startsWith(FileActions.API)
                && path.length() > FileActions.API.length()
                && path.indexOf('/', FileActions.API.length()) < 0;
    }

    private static Route keyed(Phase phase, long maxBody, Action action) {
        return new Route(phase, true, true, maxBody, Routes::envelope, limited(action));
    }

    private static Route files(Phase phase, Action action) {
        return new Route(
                phase,
                true,
                true,
                MAX_UPLOAD_BODY,
                error -> refusal(error, error.toFilesJson()),
                limited(action));
    }

    /** Whatever needs a key counts against the key's requests a second. */
    private static Action limited(Action action) {
        return request -> {
            boolean task = request.path().startsWith("/v1/tasks");
            request.credential().admit(task ? "evo_api_error" : "rate_limit_error");
            return action.answer(request);
        };
    }

    private static Route open(Phase phase, Action action) {
        return new Route(phase, false, true, MAX_SMALL_BODY, Routes::envelope, action);
    }

    private static Route unknown() {
        return open(
                null,
                request -> {
                    throw ApiError.notFound("not_found", "There is nothing at " + request.path());
                });
    }

    /** The route, if the method is the one it is made for; else a route that refuses. */
    private static Route expect(String wanted, String method, Route route) {
        if (wanted.equals(method)) {
            return route;
        }
        return open(
                null,
                request -> {
                    throw new ApiError(
                            405,
                            "method_not_allowed",
                            "invalid_request_error",
                            null,
                            request.path() + " takes " + wanted + ", not " + request.method());
                });
    }

    private static Reply envelope(ApiError error) {
        return refusal(error, error.toJson());
    }

    private static Reply refusal(ApiError error, JsonNode body) {
        Reply reply = Reply.json(error.status(), body);
        OptionalLong wait = error.retryAfter();
        return wait.isEmpty() ? reply : reply.with("Retry-After", "" + wait.getAsLong());
    }
}
