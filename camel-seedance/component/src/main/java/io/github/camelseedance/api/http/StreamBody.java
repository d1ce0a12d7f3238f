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

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/**
 * A request body from a local stream of known length, in small pieces. It is read on the I/O
 * thread, as HttpClient itself does with files.
 */
final class StreamBody implements AsyncEntityProducer {
    private static final int PIECE = 32 * 1024;

    /** Opens the bytes at the first use. */
    private final Upload.Content content;

    private final long length;
    private final String contentType;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).limit(0);
    private InputStream stream;
    private long left;

    StreamBody(Upload.Content content, long length, String contentType) {
        this.content = content;
        this.length = length;
        this.left = length;
        this.contentType = contentType;
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        if (stream == null) {
            stream = content.open();
        }
        do {
            if (!piece.hasRemaining() && left > 0) {
                fill();
            }
            if (channel.write(piece) == 0 && piece.hasRemaining()) {
                return; // it asks again when there is room
            }
        } while (left > 0 || piece.hasRemaining());
        channel.endStream();
    }

    private void fill() throws IOException {
        int read = stream.readNBytes(piece.array(), 0, (int) Math.min(PIECE, left));
        if (read == 0) {
            throw new IOException(
                    "the content ended " + left + " bytes before its length of " + length);
        }
        left -= read;
        piece.position(0).limit(read);
    }

    @Override
    public int available() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        InputStream open = stream;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // it was only read from, and all that was wanted has been read
            }
        }
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public String getContentType() {
        return contentType;
    }

    @Override
    public String getContentEncoding() {
        return null;
    }

    @Override
    public boolean isChunked() {
        return false;
    }

    @Override
    public Set<String> getTrailerNames() {
        return Set.of();
    }
}
