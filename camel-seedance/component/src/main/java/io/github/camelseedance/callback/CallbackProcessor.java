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
package io.github.camelseedance.callback;

import io.github.camelseedance.tracking.CallbackHint;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of the service, or of anybody else: the token is checked before the body is read, and
 * the answer is given before anything is done. What comes from outside never fails an exchange,
 * which would be logged for each call.
 */
final class CallbackProcessor implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackProcessor.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Consumer<CallbackHint> hints;
    private final Set<CallbackToken> tokens = new CopyOnWriteArraySet<>();

    /** Held while a hint is handed on, so that none is once the receiver is stopping. */
    private final ReadWriteLock handing = new ReentrantReadWriteLock();

    private boolean stopping;

    CallbackProcessor(Consumer<CallbackHint> hints) {
        this.hints = hints;
    }

    /** Receives what is recognised by these settings from now on, besides all others. */
    void accept(CallbackSettings settings) {
        tokens.add(new CallbackToken(settings.secret()));
        if (settings.previousSecret() != null) {
            tokens.add(new CallbackToken(settings.previousSecret()));
        }
    }

    /** Hands on no further hint; waits for those that are being handed on. */
    void stopping() {
        handing.writeLock().lock();
        try {
            stopping = true;
        } finally {
            handing.writeLock().unlock();
        }
    }

    @Override
    public void process(Exchange exchange) {
        int status = status(exchange);
        // A new message: the request's would bring its headers along, and its body when asked.
        Message answer = new DefaultMessage(exchange.getContext());
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.setMessage(answer);
    }

    private int status(Exchange exchange) {
        Message request = exchange.getMessage();
        // Some servers take a part of an allowed method's name for that method.
        if (!"POST".equals(request.getHeader(Exchange.HTTP_METHOD, String.class))) {
            return METHOD_NOT_ALLOWED;
        }
        String token = lastSegment(request.getHeader(Exchange.HTTP_PATH, "", String.class));
        Optional<CallbackToken.Origin> origin =
                tokens.stream().flatMap(t -> t.origin(token).stream()).findFirst();
        if (origin.isEmpty()) {
            LOG.debug("Refused a call whose token was made with none of the secrets known here");
            return NOT_FOUND;
        }
        if (isStopping()) {
            return SERVICE_UNAVAILABLE;
        }
        // A compressed body is read as it is, and so holds no task id: it cannot grow here.
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
        try (InputStream in = request.getBody(InputStream.class)) {
            Optional<byte[]> body = CallbackBody.read(in);
            return body.isEmpty()
                    ? CONTENT_TOO_LARGE
                    : handOn(origin.get(), CallbackBody.taskId(body.get()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("The body of a callback can not be read", e);
            return BAD_REQUEST;
        }
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private boolean isStopping() {
        handing.readLock().lock();
        try {
            return stopping;
        } finally {
            handing.readLock().unlock();
        }
    }

    private int handOn(CallbackToken.Origin origin, String taskId) {
        handing.readLock().lock();
        try {
            if (stopping) {
                return SERVICE_UNAVAILABLE;
            }
            LOG.debug("Account {}: a callback for the key '{}'", origin.account(), origin.key());
            hints.accept(new CallbackHint(origin.account(), origin.key(), taskId));
            return OK;
        } catch (RuntimeException e) {
            LOG.debug("A callback can not be looked at now", e);
            return SERVICE_UNAVAILABLE;
        } finally {
            handing.readLock().unlock();
        }
    }
}
