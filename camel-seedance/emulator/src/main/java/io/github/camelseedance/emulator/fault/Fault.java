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
package io.github.camelseedance.emulator.fault;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that goes wrong, with one call, one task's end or one callback. The <em>effect</em> of
 * a call is what the service does for it: for a create, that a task exists and its credits are
 * reserved.
 */
public sealed interface Fault
        permits Fault.None, AnswerFault, ConnectionFault, ChangeFault, OutcomeFault, CallbackFault {

    /** How far a call gets before it is lost. */
    enum Reached {
        /** Only the head of the request was read. */
        HEAD,
        /** The whole request was read, nothing was done. */
        BODY,
        /** Everything was done, the answer is lost. */
        EFFECT
    }

    /** Nothing goes wrong; for the gaps in a script. */
    record None() implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.NONE;
        }
    }

    /** Its entry in the catalogue. */
    FaultKind kind();

    /** What it was made with, in the order of its factory. */
    default List<Object> arguments() {
        return List.of();
    }

    /** The phases in which it can occur. */
    default Set<Phase> phases() {
        return kind().phases();
    }

    /** As a script writes it, such as {@code html-error(502)}. */
    default String text() {
        if (arguments().isEmpty()) {
            return kind().word();
        }
        return arguments().stream()
                .map(Arguments::print)
                .collect(Collectors.joining(",", kind().word() + "(", ")"));
    }

    // any call

    /** Nothing goes wrong; for a gap between faults. */
    static Fault none() {
        return new None();
    }

    /** Answers this before any effect. */
    static Fault answer(int status, String contentType, String body) {
        return answer(status, contentType, body, Map.of());
    }

    /**
     * Answers this, with additional headers, before any effect. A {@code Content-Length} among the
     * headers may be false, as in {@link #wrongLength}; {@code Transfer-Encoding: chunked} sends
     * the body without one.
     *
     * @param contentType empty for none
     */
    static Fault answer(int status, String contentType, String body, Map<String, String> headers) {
        return new AnswerFault.Answer(Reached.BODY, status, contentType, body, headers);
    }

    /** As {@link #answer(int, String, String, Map)}, with a body that is no text. */
    static Fault answer(int status, String contentType, byte[] body, Map<String, String> headers) {
        String base64 = Base64.getEncoder().encodeToString(body);
        return answer(status, contentType, AnswerFault.Answer.BASE64 + base64, headers);
    }

    /** The effect happens, but this is the answer. */
    static Fault answerAfterEffect(int status, String contentType, String body) {
        return answerAfterEffect(status, contentType, body, Map.of());
    }

    /** The effect happens, but this, with additional headers, is the answer. */
    static Fault answerAfterEffect(
            int status, String contentType, String body, Map<String, String> headers) {
        return new AnswerFault.Answer(Reached.EFFECT, status, contentType, body, headers);
    }

    /** Redirects before any effect. */
    static Fault redirect(int status, String location) {
        return new AnswerFault.Redirect(status, location);
    }

    /** An HTML page where an answer or a video should be, with status 200 and without effect. */
    static Fault html() {
        return new AnswerFault.Html();
    }

    /** An HTML page, as the edge of the service sends it, with a status of 400 to 599. */
    static Fault htmlError(int status) {
        return new AnswerFault.HtmlError(status);
    }

    /**
     * Refuses with one of the service's error codes before any effect; the code gives the status.
     *
     * @throws IllegalArgumentException when the service has no such code; the message lists them
     */
    static Fault refuse(String code) {
        return new AnswerFault.Refuse(code);
    }

    /** Answers 429 with a Retry-After of so many seconds, rounded up. */
    static Fault rateLimited(Duration retryAfter) {
        return new AnswerFault.RateLimited(retryAfter, false);
    }

    /** Answers 429 with a Retry-After that is an HTTP date, so much (real time) from then. */
    static Fault rateLimitedUntil(Duration retryAfter) {
        return new AnswerFault.RateLimited(retryAfter, true);
    }

    /** The effect happens, and the connection is reset instead of an answer. */
    static Fault loseAnswer() {
        return new ConnectionFault.Reset(Reached.EFFECT);
    }

    /** The connection is reset as soon as the head is read; no effect. */
    static Fault resetBeforeBody() {
        return new ConnectionFault.Reset(Reached.HEAD);
    }

    /** The connection is reset when the whole request is read; no effect. */
    static Fault resetAfterBody() {
        return new ConnectionFault.Reset(Reached.BODY);
    }

    /** Never answered, no effect. */
    static Fault hang() {
        return new ConnectionFault.Hang(Reached.BODY);
    }

    /** The effect happens, but there is never an answer. */
    static Fault hangAfterEffect() {
        return new ConnectionFault.Hang(Reached.EFFECT);
    }

    /** Everything as usual, but this much later (real time). */
    static Fault delay(Duration duration) {
        return delay(duration, none());
    }

    /** Another fault, this much later (real time); the request is read at once in any case. */
    static Fault delay(Duration duration, Fault then) {
        return new ConnectionFault.Delay(duration, then);
    }

    /** The true answer's first bytes, as a complete HTTP message. */
    static Fault truncate(int bytes) {
        return new ChangeFault.Truncate(bytes);
    }

    /** The connection closes after so many bytes of this answer's body. */
    static Fault cutAt(long bytes) {
        return new ChangeFault.CutAt(bytes);
    }

    /**
     * Content-Length is off by so much. Above zero the connection closes when the true bytes are
     * sent; below zero only the announced ones are sent.
     */
    static Fault wrongLength(long delta) {
        return new ChangeFault.WrongLength(delta);
    }

    /** The body comes in pieces of so many bytes with a pause (real time) between them. */
    static Fault dripping(int bytes, Duration pause) {
        return new ChangeFault.Dripping(bytes, pause);
    }

    // create

    /** The effect happens at once, its answer comes this much later (real time). */
    static Fault answerLate(Duration duration) {
        return new ConnectionFault.AnswerLate(duration);
    }

    /** The effect happens, and its answer is 200 but lacks the id. */
    static Fault withoutId() {
        return new ChangeFault.WithoutId();
    }

    // status and batch

    /** The true answer with another status word. */
    static Fault unknownStatus(String word) {
        return new ChangeFault.UnknownStatus(word);
    }

    /** The true answer, but its progress is half of what it is. */
    static Fault progressGoesBack() {
        return new ChangeFault.ProgressGoesBack();
    }

    /** Only the first so many tasks of a batch. */
    static Fault partial(int tasks) {
        return new ChangeFault.Partial(tasks);
    }

    /** A batch without the task of that index, counted from 0. */
    static Fault omit(int index) {
        return new ChangeFault.Omit(index);
    }

    // download

    /** Answers 200 with the whole video to a request for a range. */
    static Fault ignoreRange() {
        return new ChangeFault.IgnoreRange();
    }

    /** Answers 206 without Content-Range. */
    static Fault rangeWithoutContentRange() {
        return new ChangeFault.RangeWithoutContentRange();
    }

    /** Answers 400, as a content delivery network does that has no copy of the video yet. */
    static Fault notReady() {
        return new AnswerFault.NotReady();
    }

    /** Answers 403, as to a link of yesterday. */
    static Fault expired() {
        return new AnswerFault.Expired();
    }

    // upload

    /** Refuses as if every file slot were taken. */
    static Fault quotaFull() {
        return new AnswerFault.QuotaFull();
    }

    /** Answers 200, but with {@code success:false} and without effect. */
    static Fault successFalse() {
        return new AnswerFault.SuccessFalse();
    }

    // outcome

    /**
     * The task fails with one of the service's task error codes and that code's usual message.
     *
     * @throws IllegalArgumentException when the service has no such code; the message lists them
     */
    static Fault failed(String code) {
        return new OutcomeFault.Failed(code, TaskErrorCode.messageOf(code));
    }

    /** The task fails with this code, which may be any, and this message. */
    static Fault failed(String code, String message) {
        return new OutcomeFault.Failed(code, message);
    }

    /** The service cancels the task. */
    static Fault cancelled() {
        return new OutcomeFault.Cancelled();
    }

    /** The task completes, but without results. */
    static Fault withoutResults() {
        return new OutcomeFault.WithoutResults();
    }

    /** The task is processing for ever. */
    static Fault neverEnds() {
        return new OutcomeFault.NeverEnds();
    }

    // callback

    /** No callback at all. */
    static Fault notSent() {
        return new CallbackFault.NotSent();
    }

    /** The callback leaves this much later (emulated time). */
    static Fault late(Duration duration) {
        return new CallbackFault.Late(duration);
    }

    /** The task completes and its callback is delivered before its create is answered. */
    static Fault beforeAnswer() {
        return new CallbackFault.BeforeAnswer();
    }

    /** The same callback comes twice. */
    static Fault twice() {
        return new CallbackFault.Twice();
    }

    /** After the final body comes a stale one that says {@code processing}. */
    static Fault outOfOrder() {
        return new CallbackFault.OutOfOrder();
    }

    /** At the task's creation somebody else sends a body that claims it is completed. */
    static Fault forged() {
        return new CallbackFault.Forged();
    }

    /** Comes as an empty GET, which is what following a 301 makes of a POST. */
    static Fault redirecting() {
        return new CallbackFault.Redirecting();
    }
}
