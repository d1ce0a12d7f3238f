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

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.fault.AnswerFault;
import io.github.camelseedance.emulator.fault.ErrorCode;
import io.github.camelseedance.emulator.fault.Fault.Reached;
import io.github.camelseedance.emulator.service.MediaAction;
import io.github.camelseedance.emulator.service.Reply;
import io.github.camelseedance.emulator.service.Route;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What faults answer in the place of the truth. */
final class OtherAnswers {

    private static final String INVALID = "invalid_request_error";

    private OtherAnswers() {}

    /** Whether the call has its effect all the same. */
    static boolean isAfterEffect(AnswerFault fault) {
        return fault instanceof AnswerFault.Answer answer && answer.reached() == Reached.EFFECT;
    }

    /** The answer, in the words of the route where it is one of the service's own. */
    static Reply of(AnswerFault fault, Route route) {
        if (fault instanceof AnswerFault.Answer answer) {
            return any(answer);
        }
        if (fault instanceof AnswerFault.Redirect redirect) {
            return text(redirect.status(), "text/plain", "").with("Location", redirect.location());
        }
        if (fault instanceof AnswerFault.Html) {
            return page(200, "Sign in");
        }
        if (fault instanceof AnswerFault.HtmlError error) {
            return page(error.status(), "Error " + error.status());
        }
        if (fault instanceof AnswerFault.Refuse refuse) {
            return refusal(refuse.code(), route);
        }
        if (fault instanceof AnswerFault.RateLimited limited) {
            return refusal("rate_limit_exceeded", route).with("Retry-After", retryAfter(limited));
        }
        return ofMediaOrFiles(fault, route);
    }

    private static Reply any(AnswerFault.Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!answer.contentType().isEmpty()) {
            headers.put("Content-Type", answer.contentType());
        }
        headers.putAll(answer.headers());
        return new Reply(answer.status(), headers, ByteBuffer.wrap(answer.bytes()));
    }

    private static Reply ofMediaOrFiles(AnswerFault fault, Route route) {
        if (fault instanceof AnswerFault.NotReady) {
            return route.refused(
                    new ApiError(
                            400,
                            "video_not_ready",
                            INVALID,
                            null,
                            "The video is not ready yet; try again a little later"));
        }
        if (fault instanceof AnswerFault.Expired) {
            return route.refused(MediaAction.denied());
        }
        if (fault instanceof AnswerFault.QuotaFull) {
            return route.refused(
                    new ApiError(
                            403,
                            "quota_exceeded",
                            "quota_error",
                            null,
                            "All file slots are taken; files leave after 72 hours"));
        }
        return Reply.json(
                200,
                new ApiError(400, "upload_failed", INVALID, null, "The file could not be stored")
                        .toFilesJson());
    }

    private static Reply refusal(String code, Route route) {
        return route.refused(ErrorCode.of(code).refusal(route.phase()));
    }

    private static String retryAfter(AnswerFault.RateLimited limited) {
        return limited.asDate()
                ? HttpDate.format(Instant.now().plus(limited.retryAfter()))
                : String.valueOf(limited.retryAfter().plusSeconds(1).minusNanos(1).toSeconds());
    }

    private static Reply page(int status, String title) {
        String page = "<!doctype html><title>%1$s</title><h1>%1$s</h1>".formatted(title);
        return text(status, "text/html", page);
    }

    private static Reply text(int status, String contentType, String body) {
        return Reply.of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
