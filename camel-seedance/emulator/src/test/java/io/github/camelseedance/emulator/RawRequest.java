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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request over a plain socket, for what an HTTP client hides. */
final class RawRequest {

    private RawRequest() {}

    /** The other side of the socket sees a reset, and neither an answer nor an orderly close. */
    static void assertReset(SeedanceEmulator emulator, String method, String path, String json)
            throws IOException {
        URI base = URI.create(emulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(60_000);
            byte[] request = request(emulator, method, path, json);
            // the reset may come before the last byte is written
            assertThatThrownBy(
                            () -> {
                                socket.getOutputStream().write(request);
                                socket.getInputStream().read();
                            })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    /** No answer comes, nor an end, though the request is there. */
    static void assertHangs(SeedanceEmulator emulator, String method, String path, String json)
            throws IOException {
        URI base = URI.create(emulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(200);
            socket.getOutputStream().write(request(emulator, method, path, json));
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static byte[] request(
            SeedanceEmulator emulator, String method, String path, String json) {
        String head =
                """
                %s %s HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Content-Type: application/json
                Content-Length: %d

                """
                        .formatted(method, path, emulator.apiKey(), json.length());
        return (head.replace("\n", "\r\n") + json).getBytes(StandardCharsets.US_ASCII);
    }
}
