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
package io.github.camelseedance.emulator.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it arrived.
 *
 * @param query null when there was none
 * @param headers names in any case; the value of Authorization is replaced by {@code valid} or
 *     {@code invalid}
 * @param body as it arrived, empty when the connection was reset before it was read
 * @param receivedNanos {@link System#nanoTime()} when the head had arrived
 */
public record RecordedRequest(
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        boolean authorizationPresent,
        boolean authorizationValid,
        byte[] body,
        long receivedNanos) {

    /** The body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first value of a header, or null. */
    public String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /** This request with the given body. */
    public RecordedRequest withBody(byte[] body) {
        return new RecordedRequest(
                method,
                path,
                query,
                headers,
                authorizationPresent,
                authorizationValid,
                body,
                receivedNanos);
    }

    /** This request as if it had not carried the given header. */
    public RecordedRequest withoutHeader(String name) {
        Map<String, List<String>> rest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rest.putAll(headers);
        rest.remove(name);
        return new RecordedRequest(
                method,
                path,
                query,
                rest,
                authorizationPresent,
                authorizationValid,
                body,
                receivedNanos);
    }
}
