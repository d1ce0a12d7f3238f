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
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;

/** A multipart form with one file and some text fields. */
record Form(byte[] file, String fileName, Map<String, String> fields) {

    String field(String name) {
        return fields.get(name);
    }

    /**
     * @throws ApiError 400 when the body is no such form
     */
    static Form read(RecordedRequest request) {
        String boundary = MultiPart.extractBoundary(request.header("Content-Type"));
        if (boundary == null) {
            throw ApiError.invalidRequest(null, "The Content-Type has no boundary");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxMemoryFileSize(-1);
        parser.setMaxFileSize(-1);
        parser.setMaxLength(-1);
        CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
        parser.parse(
                Content.Source.from(ByteBuffer.wrap(request.body())),
                Promise.Invocable.toPromise(parsed));
        try (MultiPartFormData.Parts parts = parsed.join()) {
            return read(parts);
        } catch (CompletionException | IOException e) {
            throw ApiError.invalidRequest(null, "The body is not a complete multipart form");
        }
    }

    private static Form read(MultiPartFormData.Parts parts) throws IOException {
        byte[] file = null;
        String fileName = null;
        Map<String, String> fields = new HashMap<>();
        for (MultiPart.Part part : parts) {
            if (!"file".equals(part.getName())) {
                fields.put(part.getName(), part.getContentAsString(StandardCharsets.UTF_8));
            } else if (file == null) {
                ByteBuffer content = Content.Source.asByteBuffer(part.getContentSource());
                file = new byte[content.remaining()];
                content.get(file);
                fileName = part.getFileName();
            } else {
                throw ApiError.invalidRequest("file", "Only one file can be uploaded in a call");
            }
        }
        if (file == null) {
            throw ApiError.invalidRequest("file", "The form has no part named 'file'");
        }
        return new Form(file, fileName, fields);
    }
}
