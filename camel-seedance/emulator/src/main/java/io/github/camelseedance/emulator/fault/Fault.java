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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One thing that goes wrong with one call. The <em>effect</em> of a call is what the service does
 * for it: for a create, that a task exists and its credits are reserved.
 */
public sealed interface Fault {

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
    record None() implements Fault {}

    /** Another answer than the true one. */
    record Answer(
            Reached reached,
            int status,
            String contentType,
            byte[] body,
            Map<String, String> headers)
            implements Fault {}

    /** The connection is reset (TCP RST) without an answer. */
    record Reset(Reached reached) implements Fault {}

    /** No answer ever; the connection stays open. */
    record Hang(Reached reached) implements Fault {}

    /** The request is read at once, the rest happens later. */
    record Delay(Duration duration, Fault then) implements Fault {}

    /** The true answer's first bytes, as a complete HTTP message. */
    record Truncate(int bytes) implements Fault {}

    /** The true answer, but the connection closes after so many bytes of its body. */
    record CutAt(long bytes) implements Fault {}

    /** The true answer under a false Content-Length. */
    record WrongLength(long delta) implements Fault {}

    /** The whole video, whatever range was asked for. */
    record IgnoreRange() implements Fault {}

    /** A 206 that does not say which range it is. */
    record RangeWithoutContentRange() implements Fault {}

    /** The true answer, a few bytes at a time. */
    record Dripping(int bytes, Duration pause) implements Fault {}

    static Fault none() {
        return new None();
    }

    /** Answers this before any effect. */
    static Fault answer(int status, String contentType, String body) {
        return answer(status, contentType, body, Map.of());
    }

    /** Answers this, with additional headers, before any effect. */
    static Fault answer(int status, String contentType, String body, Map<String, String> headers) {
        return new Answer(Reached.BODY, status, contentType, utf8(body), Map.copyOf(headers));
    }

    /** The effect happens, but this is the answer. */
    static Fault answerAfterEffect(
            int status, String contentType, String body, Map<String, String> headers) {
        return new Answer(Reached.EFFECT, status, contentType, utf8(body), Map.copyOf(headers));
    }

    /** Redirects before any effect. */
    static Fault redirect(int status, String location) {
        return answer(status, "text/plain", "", Map.of("Location", location));
    }

    /** An HTML page where a video should be, with status 200. */
    static Fault html() {
        return answer(200, "text/html", "<!doctype html><title>Sign in</title><p>Sign in</p>");
    }

    /** The effect happens, and the connection is reset instead of an answer. */
    static Fault loseAnswer() {
        return new Reset(Reached.EFFECT);
    }

    /** The connection is reset as soon as the head is read; no effect. */
    static Fault resetBeforeBody() {
        return new Reset(Reached.HEAD);
    }

    /** The connection is reset when the whole request is read; no effect. */
    static Fault resetAfterBody() {
        return new Reset(Reached.BODY);
    }

    /** Never answered, no effect. */
    static Fault hang() {
        return new Hang(Reached.BODY);
    }

    /** The effect happens, but there is never an answer. */
    static Fault hangAfterEffect() {
        return new Hang(Reached.EFFECT);
    }

    /** Everything as usual, but this much later (real time). */
    static Fault delay(Duration duration) {
        return delay(duration, none());
    }

    /** Another fault, this much later (real time); the request is read at once in any case. */
    static Fault delay(Duration duration, Fault then) {
        return new Delay(duration, then);
    }

    /** The true answer's first bytes, as a complete HTTP message. */
    static Fault truncate(int bytes) {
        return new Truncate(bytes);
    }

    /** The connection closes after so many bytes of this answer's body. */
    static Fault cutAt(long bytes) {
        return new CutAt(bytes);
    }

    /**
     * Content-Length is off by so much. Above zero the connection closes when the true bytes are
     * sent; below zero only the announced ones are sent.
     */
    static Fault wrongLength(long delta) {
        return new WrongLength(delta);
    }

    /** Answers 200 with the whole video to a request for a range. */
    static Fault ignoreRange() {
        return new IgnoreRange();
    }

    /** Answers 206 without Content-Range. */
    static Fault rangeWithoutContentRange() {
        return new RangeWithoutContentRange();
    }

    /** The body comes in pieces of so many bytes with a pause (real time) between them. */
    static Fault dripping(int bytes, Duration pause) {
        return new Dripping(bytes, pause);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
