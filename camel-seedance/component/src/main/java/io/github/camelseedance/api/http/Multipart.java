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
package io.github.camelseedance.api.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A {@code multipart/form-data} body (RFC 7578) of one file, streamed. */
final class Multipart {
    private Multipart() {}

    /** The form with this file in the field {@code file}. */
    static StreamBody of(Upload upload) {
        String boundary = "camel-seedance-" + UUID.randomUUID();
        byte[] head =
                ("--"
                                + boundary
                                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                                + escape(upload.name())
                                + "\"\r\nContent-Type: "
                                + upload.contentType()
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        return new StreamBody(
                () -> join(head, upload, tail),
                head.length + upload.length() + tail.length,
                "multipart/form-data; boundary=" + boundary);
    }

    private static InputStream join(byte[] head, Upload upload, byte[] tail) throws IOException {
        return new SequenceInputStream(
                Collections.enumeration(
                        List.of(
                                new ByteArrayInputStream(head),
                                new ExactInputStream(upload.content().open(), upload.length()),
                                new ByteArrayInputStream(tail))));
    }

    /** As browsers do it: what would end the name, or the line, is percent-encoded. */
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
