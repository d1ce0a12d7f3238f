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
package io.github.camelseedance;

import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.api.Violation;

import org.apache.camel.Message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the headers of a message that say something about a request. */
final class HeaderReader {
    private HeaderReader() {}

    /**
     * Reads the headers for the fields that are still open: a header that the body overrules is not
     * looked at.
     *
     * @param body what the body sets
     * @param violations takes what is wrong
     */
    static RequestDraft read(Message message, RequestDraft body, List<Violation> violations) {
        VideoRequest set = body.fields();
        Map<String, String> open = new LinkedHashMap<>();
        putIf(set.prompt() == null, open, "prompt", SeedanceConstants.PROMPT);
        putIf(body.images() == null, open, "image_urls", SeedanceConstants.IMAGE_URLS);
        putIf(set.model() == null, open, "model", SeedanceConstants.MODEL);
        putIf(set.duration() == null, open, "duration", SeedanceConstants.DURATION);
        putIf(set.quality() == null, open, "quality", SeedanceConstants.QUALITY);
        putIf(set.aspectRatio() == null, open, "aspect_ratio", SeedanceConstants.ASPECT_RATIO);
        putIf(
                set.generateAudio() == null,
                open,
                "generate_audio",
                SeedanceConstants.GENERATE_AUDIO);
        putIf(set.callbackUrl() == null, open, "callback_url", SeedanceConstants.CALLBACK_URL);

        Map<String, Object> values = new LinkedHashMap<>();
        open.forEach((field, header) -> values.put(field, message.getHeader(header)));
        values.computeIfPresent("image_urls", (field, urls) -> asList(urls));
        List<Violation> found = new ArrayList<>();
        RequestDraft draft = RequestFields.read(values, found);
        found.forEach(violation -> violations.add(named(violation, open)));
        return draft;
    }

    private static void putIf(
            boolean condition, Map<String, String> open, String field, String header) {
        if (condition) {
            open.put(field, header);
        }
    }

    /** One URL is a list of one; commas do not separate, since a URL may hold them. */
    private static Object asList(Object urls) {
        return urls instanceof List<?> || urls instanceof Object[] ? urls : List.of(urls);
    }

    private static Violation named(Violation violation, Map<String, String> headers) {
        String header = headers.get(violation.field().replaceFirst("\\[.*", ""));
        return new Violation(
                violation.field(),
                violation.value(),
                violation.problem() + " (header " + header + ")",
                violation.kind());
    }
}
