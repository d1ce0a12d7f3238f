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

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is here of a video, and what must hold for the rest to be put behind it (RFC 9110, 13.1.5
 * and 14). Bytes of two answers are joined only if a validator says that they are of the same file.
 * Used by one thread at a time.
 */
final class ResumeState {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final long UNKNOWN = -1;

    private long received;
    private long total = UNKNOWN;
    private String entityTag;
    private String lastModified;

    /** How many bytes are here. */
    long received() {
        return received;
    }

    /** How long the video is, or a negative number where that is not known. */
    long total() {
        return total;
    }

    /** Counts bytes that have been written. */
    void add(int bytes) {
        received += bytes;
    }

    /** Forgets everything: the next answer starts at the first byte. */
    void startOver() {
        received = 0;
        total = UNKNOWN;
        entityTag = null;
        lastModified = null;
    }

    /** Asks for the rest, or for the whole where the rest could not be told from another file's. */
    void addTo(HttpRequest request) {
        String validator = isStrong(entityTag) ? entityTag : lastModified;
        if (received == 0 || validator == null) {
            startOver();
            return;
        }
        request.setHeader(HttpHeaders.RANGE, "bytes=" + received + "-");
        request.setHeader(HttpHeaders.IF_RANGE, validator);
    }

    /** Takes an answer that holds the whole video. */
    void acceptWhole(HttpResponse response, EntityDetails entity) {
        startOver();
        total = entity.getContentLength();
        entityTag = header(response, HttpHeaders.ETAG);
        lastModified = header(response, HttpHeaders.LAST_MODIFIED);
    }

    /**
     * Takes an answer that holds a part.
     *
     * @return why it cannot be put behind what is here; empty if it can
     */
    Optional<String> acceptPart(HttpResponse response) {
        String range = header(response, HttpHeaders.CONTENT_RANGE);
        if (received == 0) {
            return Optional.of("a part was answered, though the whole video was asked for");
        }
        Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range.strip());
        if (!matcher.matches()) {
            return Optional.of("a part was answered without saying which one");
        }
        long from = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        long whole = matcher.group(3).equals("*") ? total : Long.parseLong(matcher.group(3));
        if (from != received || last < from) {
            return Optional.of(
                    "the part from byte " + received + " was asked for, and another one answered");
        }
        if (whole < 0 || last >= whole || (total >= 0 && whole != total)) {
            return Optional.of("the length of the video has changed between two attempts");
        }
        String tag = header(response, HttpHeaders.ETAG);
        if (tag != null && entityTag != null && !tag.equals(entityTag)) {
            return Optional.of("the video has changed between two attempts");
        }
        total = whole;
        return Optional.empty();
    }

    /** How far it has come, for messages. */
    String progress() {
        return received + (total >= 0 ? " of " + total : "") + " bytes";
    }

    private static boolean isStrong(String tag) {
        return tag != null && tag.startsWith("\"");
    }

    private static String header(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
