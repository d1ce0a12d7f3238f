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

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicHeaderValueParser;
import org.apache.hc.core5.http.message.ParserCursor;

/** A multipart form with one file and some text fields. */
record Form(byte[] file, String fileName, Map<String, String> fields) {

    private static final String DISPOSITION = "Content-Disposition:";

    /**
     * A field, or null.
     *
     * @param older the name that older clients give it
     */
    String field(String name, String older) {
        return fields.getOrDefault(name, fields.get(older));
    }

    /**
     * @throws ApiError 400 when the body is no such form
     */
    static Form read(RecordedRequest request) {
        String boundary = parameter(request.header("Content-Type"), "boundary");
        if (boundary == null) {
            throw ApiError.invalidRequest(null, "The Content-Type has no boundary");
        }
        try {
            return read(Multipart.parts(request.body(), boundary));
        } catch (ParseException e) {
            throw ApiError.invalidRequest(null, "The body is not a complete multipart form");
        }
    }

    private static Form read(List<Multipart.Part> parts) {
        byte[] file = null;
        String fileName = null;
        Map<String, String> fields = new HashMap<>();
        for (Multipart.Part part : parts) {
            String disposition = disposition(part);
            String name = parameter(disposition, "name");
            if (!"file".equals(name)) {
                fields.put(name, new String(part.content(), StandardCharsets.UTF_8));
            } else if (file == null) {
                file = part.content();
                fileName = parameter(disposition, "filename");
            } else {
                throw ApiError.invalidRequest("file", "Only one file can be uploaded in a call");
            }
        }
        if (file == null) {
            throw ApiError.invalidRequest("file", "The form has no part named 'file'");
        }
        return new Form(file, fileName, fields);
    }

    private static String disposition(Multipart.Part part) {
        return part.head().stream()
                .filter(line -> line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length()))
                .map(line -> line.substring(DISPOSITION.length()))
                .findFirst()
                .orElse("");
    }

    private static String parameter(String header, String name) {
        NameValuePair found =
                BasicHeaderValueParser.INSTANCE
                        .parseHeaderElement(header, new ParserCursor(0, header.length()))
                        .getParameterByName(name);
        return found == null ? null : found.getValue();
    }
}
