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
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/**
 * The bytes of a request that must not reach the service twice. It knows whether it was ever asked
 * for them, and once it is closed it gives no more: so "never asked" stays true for good.
 */
final class OnceBody implements AsyncEntityProducer {
    private enum State {
        UNASKED,
        ASKED,
        CLOSED_UNASKED,
        CLOSED
    }

    private final ByteBuffer bytes;
    private final int length;
    private final String contentType;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNASKED);

    OnceBody(byte[] bytes, String contentType) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.length = bytes.length;
        this.contentType = contentType;
    }

    /**
     * Closes it.
     *
     * @return whether no byte was ever asked for, and none will ever be given
     */
    boolean closeUnasked() {
        State last = state.updateAndGet(now -> now == State.UNASKED ? State.CLOSED_UNASKED : now);
        return last == State.CLOSED_UNASKED;
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        State last = state.updateAndGet(now -> now == State.UNASKED ? State.ASKED : now);
        if (last != State.ASKED) {
            throw new IOException("the request was given up, or sent already");
        }
        channel.write(bytes);
        if (!bytes.hasRemaining()) {
            state.set(State.CLOSED);
            channel.endStream();
        }
    }

    @Override
    public int available() {
        return bytes.remaining();
    }

    /** Never: no client, with whatever retries of its own, may send it a second time. */
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
        state.updateAndGet(now -> now == State.ASKED ? State.CLOSED : now);
        closeUnasked();
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
