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

import io.github.camelseedance.emulator.service.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.ResponseChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;

/** The way back to a client over HttpCore. */
final class HttpWire implements Wire {

    /** The JDK copies each piece that it writes into native memory, so a piece must be small. */
    private static final int PIECE = 128 * 1024;

    private static final String ENDS_EARLY = HttpWire.class.getName() + ".ENDS_EARLY";

    /** Lets HttpCore send the body in chunks. */
    private static final long UNKNOWN = -1;

    private final ResponseChannel channel;
    private final HttpContext context;
    private final IOSession connection;
    private final ScheduledExecutorService timer;

    private ByteBuffer body;
    private int piece;
    private Duration pause;
    private volatile boolean paused;

    HttpWire(
            ResponseChannel channel,
            HttpContext context,
            IOSession connection,
            ScheduledExecutorService timer) {
        this.channel = channel;
        this.context = context;
        this.connection = connection;
        this.timer = timer;
    }

    /** Whether the connection of an answer can take another request. */
    static boolean isReusable(HttpRequest request, HttpResponse response, HttpContext context) {
        return context.getAttribute(ENDS_EARLY) == null
                && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    @Override
    public void send(Reply reply) {
        send(reply, reply.length(), PIECE, Duration.ZERO);
    }

    @Override
    public void sendAnnouncing(Reply reply, long length) {
        if (length > reply.length()) {
            context.setAttribute(ENDS_EARLY, true);
            send(reply, length, PIECE, Duration.ZERO);
        } else {
            send(reply.truncated(length));
        }
    }

    @Override
    public void drip(Reply reply, int bytes, Duration pause) {
        send(reply, reply.length(), Math.max(1, bytes), pause);
    }

    private void send(Reply reply, long announced, int piece, Duration pause) {
        this.body = reply.body().slice();
        this.piece = piece;
        this.pause = pause;
        body.limit(Math.min(piece, body.capacity()));
        HttpResponse response = new BasicHttpResponse(reply.status(), reason(reply.status()));
        reply.headers().forEach(response::setHeader);
        boolean chunked = response.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        long length = chunked ? UNKNOWN : announced;
        try {
            channel.sendResponse(
                    response,
                    announced == 0 ? null : new BasicEntityDetails(length, null),
                    context);
        } catch (IOException | HttpException | CancelledKeyException e) {
            // The client has gone away meanwhile, or the fault's answer is none that HTTP knows.
            reset();
        }
    }

    /** HttpCore knows no more than the five kinds of status that HTTP has; a fault may. */
    private static String reason(int status) {
        return status < 600 ? EnglishReasonPhraseCatalog.INSTANCE.getReason(status, null) : "";
    }

    @Override
    public void reset() {
        connection.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void hang() {
        // Nothing is sent, and the connection stays as it is.
    }

    int available() {
        return paused ? 0 : body.remaining();
    }

    /** Writes as much of the current piece as the connection takes now. */
    void produce(DataStreamChannel out) throws IOException {
        if (paused) {
            return;
        }
        out.write(body);
        if (body.hasRemaining()) {
            return;
        }
        if (body.limit() == body.capacity()) {
            out.endStream();
            return;
        }
        body.limit(Math.min(body.limit() + piece, body.capacity()));
        if (!pause.isZero()) {
            paused = true;
            timer.schedule(() -> resume(out), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void resume(DataStreamChannel out) {
        paused = false;
        out.requestOutput();
    }
}
