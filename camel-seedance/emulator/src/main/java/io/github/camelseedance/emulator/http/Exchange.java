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
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncServerExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.ResponseChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.IOSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, as HttpCore hands them over on the threads that do its I/O. */
final class Exchange implements AsyncServerExchangeHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Gate gate;
    private final IOSession connection;
    private final ScheduledExecutorService timer;
    private HttpWire wire;
    private Call call;
    private BoundedBuffer body;

    Exchange(Gate gate, IOSession connection, ScheduledExecutorService timer) {
        this.gate = gate;
        this.connection = connection;
        this.timer = timer;
    }

    /**
     * An error that got out would end the thread, and with it every connection: instead it ends
     * this one.
     */
    private static IllegalStateException contained(Error error) {
        LOG.error("The emulator failed", error);
        return new IllegalStateException(error);
    }

    @Override
    public void handleRequest(
            HttpRequest request, EntityDetails entity, ResponseChannel channel, HttpContext context)
            throws HttpException, IOException {
        try {
            begin(request, entity, channel, context);
        } catch (Error e) {
            throw contained(e);
        }
    }

    private void begin(
            HttpRequest request, EntityDetails entity, ResponseChannel channel, HttpContext context)
            throws HttpException, IOException {
        wire = new HttpWire(channel, context, connection, timer);
        call = gate.admit(head(request), wire).orElse(null);
        if (call == null) {
            return;
        }
        if (entity == null) {
            call.answer(new byte[0]);
            return;
        }
        Header expectation = request.getFirstHeader(HttpHeaders.EXPECT);
        if (expectation != null
                && HeaderElements.CONTINUE.equalsIgnoreCase(expectation.getValue())) {
            channel.sendInformation(new BasicHttpResponse(HttpStatus.SC_CONTINUE), context);
        }
        // One byte more than is allowed tells a body that is too large.
        body = new BoundedBuffer(entity.getContentLength(), call.maxBody() + 1);
    }

    private static RequestHead head(HttpRequest request) throws ProtocolException {
        URI uri;
        try {
            uri = request.getUri();
        } catch (URISyntaxException e) {
            throw new ProtocolException("The request's target is malformed", e);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : request.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        return new RequestHead(request.getMethod(), uri.getPath(), uri.getRawQuery(), headers);
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    /** What is too much is read all the same: a client that still writes sees no answer. */
    @Override
    public void consume(ByteBuffer bytes) {
        try {
            if (body != null) {
                body.add(bytes);
            }
        } catch (Error e) {
            throw contained(e);
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        try {
            if (body != null) {
                byte[] bytes = body.bytes();
                body = null;
                call.answer(bytes);
            }
        } catch (Error e) {
            throw contained(e);
        }
    }

    @Override
    public int available() {
        return wire.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        wire.produce(channel);
    }

    @Override
    public void failed(Exception cause) {
        // The client is gone, or was sent away by a fault: there is nobody to tell.
    }

    @Override
    public void releaseResources() {
        body = null;
    }
}
