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

import io.github.camelseedance.media.AttemptOutcome.Again;
import io.github.camelseedance.media.AttemptOutcome.Expired;
import io.github.camelseedance.media.AttemptOutcome.Redirect;
import io.github.camelseedance.media.AttemptOutcome.Refused;

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What the head of an answer means for the download. */
sealed interface AnswerHead {

    /**
     * The body is the video, or the rest of it.
     *
     * @param framed whether a cut of the body can be told from its end
     */
    record Video(boolean framed) implements AnswerHead {}

    /** The body does not matter. */
    record Ends(AttemptOutcome outcome) implements AnswerHead {}

    /** The body is for a person to see: its excerpt completes the problem. */
    record Text(Function<String, AttemptOutcome> outcome) implements AnswerHead {}

    /**
     * Judges an answer, and takes its length and validators into the state.
     *
     * @param entity or null for an answer without a body
     * @param maxDownloadSize in bytes
     */
    static AnswerHead judge(
            HttpResponse response, EntityDetails entity, ResumeState state, long maxDownloadSize) {
        int status = response.getCode();
        return switch (status) {
            case 301, 302, 303, 307, 308 ->
                    new Ends(new Redirect(header(response, HttpHeaders.LOCATION)));
            case 200, 206 ->
                    entity == null
                            ? new Ends(new Again("the answer was empty", status, null, null))
                            : success(response, entity, state, maxDownloadSize);
            case 401, 403, 410 ->
                    new Text(text -> new Expired("the link was refused" + text, status));
            case 416 -> outOfRange(state);
            case 400, 404, 408, 409, 425, 429 -> again(response);
            default -> status >= 500 ? again(response) : unexpected(status);
        };
    }

    /** What is refused for its size. */
    static AttemptOutcome tooBig(String length, long maxDownloadSize, int status) {
        return new Refused(
                "the video has " + length + " bytes, and maxDownloadSize allows " + maxDownloadSize,
                "Raise maxDownloadSize if such a video is meant",
                status,
                null);
    }

    private static AnswerHead success(
            HttpResponse response, EntityDetails entity, ResumeState state, long maxDownloadSize) {
        int status = response.getCode();
        String encoding = header(response, HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            return new Ends(
                    new Refused(
                            "the answer has the Content-Encoding "
                                    + TextExcerpt.value(encoding)
                                    + ", though the plain bytes were asked for",
                            DownloadAdvice.NOT_A_VIDEO,
                            status,
                            null));
        }
        String type = String.valueOf(entity.getContentType()).toLowerCase(Locale.ROOT);
        if (type.contains("html") || type.contains("json") || type.contains("xml")) {
            return new Text(
                    text ->
                            new Refused(
                                    "the answer is "
                                            + TextExcerpt.value(type)
                                            + " and no video"
                                            + text,
                                    DownloadAdvice.NOT_A_VIDEO,
                                    status,
                                    null));
        }
        if (status == 206) {
            Optional<String> problem = state.acceptPart(response);
            if (problem.isPresent()) {
                state.startOver();
                return new Ends(new Again(problem.get(), status, null, null));
            }
        } else {
            state.acceptWhole(response, entity);
        }
        if (state.total() > maxDownloadSize) {
            return new Ends(tooBig(String.valueOf(state.total()), maxDownloadSize, status));
        }
        return new Video(isFramed(response, entity));
    }

    private static boolean isFramed(HttpResponse response, EntityDetails entity) {
        return entity.getContentLength() >= 0
                || response.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                || (response.getVersion() != null
                        && response.getVersion().greaterEquals(HttpVersion.HTTP_2));
    }

    /** The file is shorter than what is here of it: it cannot be the same one. */
    private static AnswerHead outOfRange(ResumeState state) {
        if (state.received() == 0) {
            return unexpected(416);
        }
        state.startOver();
        return new Ends(new Again("the video has changed between two attempts", 416, null, null));
    }

    /** Among them 400 and 404: some hosts answer so right after a task has ended. */
    private static AnswerHead again(HttpResponse response) {
        int status = response.getCode();
        Duration asked =
                RetryDelay.asked(header(response, HttpHeaders.RETRY_AFTER), Clock.systemUTC());
        return new Text(
                text -> new Again("the host answered " + status + text, status, asked, null));
    }

    private static AnswerHead unexpected(int status) {
        return new Text(
                text ->
                        new Refused(
                                "the host answered " + status + text,
                                DownloadAdvice.NOT_A_VIDEO,
                                status,
                                null));
    }

    private static String header(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
