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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.nio.ServerHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ServerHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestValidateHost;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOEventHandlerFactory;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * Lets each new connection speak HTTP/1.1. HttpCore's own bootstrap does not hand the connection to
 * the one who answers, who needs it for faults.
 */
final class Connections implements IOEventHandlerFactory {

    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200).build();

    private final HttpProcessor processor =
            new DefaultHttpProcessor(
                    List.of(RequestValidateHost.INSTANCE),
                    List.of(
                            Connections::date,
                            new ResponseContent(true),
                            Connections::sayThatItCloses));
    private final Gate gate;
    private final ScheduledExecutorService timer;

    Connections(Gate gate, ScheduledExecutorService timer) {
        this.gate = gate;
        this.timer = timer;
    }

    @Override
    public IOEventHandler createHandler(ProtocolIOSession connection, Object attachment) {
        gate.connected();
        ServerHttp1StreamDuplexerFactory factory =
                new ServerHttp1StreamDuplexerFactory(
                        processor,
                        (request, context) -> new Exchange(gate, connection, timer),
                        LIMITS,
                        CharCodingConfig.DEFAULT,
                        HttpWire::isReusable,
                        () -> new HeadParser(LIMITS),
                        null,
                        null,
                        null);
        return new ServerHttp1IOEventHandler(factory.create(URIScheme.HTTP.id, connection));
    }

    private static void date(HttpResponse response, EntityDetails entity, HttpContext context) {
        response.setHeader(HttpHeaders.DATE, HttpDate.format(Instant.now()));
    }

    private static void sayThatItCloses(
            HttpResponse response, EntityDetails entity, HttpContext context) {
        if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
                HttpCoreContext.cast(context).getRequest(), response, context)) {
            response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
        }
    }
}
