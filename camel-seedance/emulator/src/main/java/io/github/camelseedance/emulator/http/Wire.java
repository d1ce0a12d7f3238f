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

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request's way back to its client: whole answers, spoilt answers, or a dead connection. */
final class Wire {

    private final Request request;
    private final Response response;
    private final Callback callback;

    Wire(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    void send(Reply reply) {
        head(reply, reply.length());
        boolean headOnly = request.getMethod().equals("HEAD");
        response.write(true, headOnly ? ByteBuffer.allocate(0) : reply.body(), callback);
    }

    /**
     * Sends the reply under a false length; the connection closes if that is more than is there.
     */
    void sendAnnouncing(Reply reply, long length) {
        if (length <= reply.length()) {
            send(reply.truncated(length));
        } else {
            head(reply, length);
            response.write(false, reply.body(), Callback.from(this::close, this::failed));
        }
    }

    /** Sends the reply in pieces with pauses between them. */
    void drip(Reply reply, int bytes, Duration pause, ScheduledExecutorService timer) {
        head(reply, reply.length());
        drip(reply.body(), Math.max(1, bytes), pause, timer);
    }

    private void drip(ByteBuffer rest, int bytes, Duration pause, ScheduledExecutorService timer) {
        if (rest.remaining() <= bytes) {
            response.write(true, rest, callback);
            return;
        }
        ByteBuffer piece = rest.slice(rest.position(), bytes);
        ByteBuffer after = rest.slice(rest.position() + bytes, rest.remaining() - bytes);
        Runnable next = () -> drip(after, bytes, pause, timer);
        response.write(
                false,
                piece,
                Callback.from(
                        () -> timer.schedule(next, pause.toNanos(), TimeUnit.NANOSECONDS),
                        this::failed));
    }

    private void head(Reply reply, long length) {
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    }

    /** Kills the connection with a TCP reset. */
    void reset() {
        if (endPoint().getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // the client was faster and has closed: there is nothing left to reset
                failed(e);
                return;
            }
        }
        close();
    }

    private void close() {
        endPoint().close();
        failed(new EofException("closed by a fault"));
    }

    private void failed(Throwable cause) {
        callback.failed(cause);
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
