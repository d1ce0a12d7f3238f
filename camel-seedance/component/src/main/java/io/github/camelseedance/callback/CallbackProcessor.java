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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.tracking.CallbackHint;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * One call of the service, or of anybody else: the token is checked before anything is read, and
 * the answer is given before anything is done.
 */
final class CallbackProcessor implements Processor {
    private static final int MAX_BODY = 1024 * 1024;

    private final Consumer<CallbackHint> hints;
    private final Set<CallbackToken> tokens = new CopyOnWriteArraySet<>();
    private final ObjectMapper mapper = new ObjectMapper();
    private volatile boolean stopping;

    CallbackProcessor(Consumer<CallbackHint> hints) {
        this.hints = hints;
    }

    void accept(CallbackSettings settings) {
        tokens.add(new CallbackToken(settings.secret()));
        if (settings.previousSecret() != null) {
            tokens.add(new CallbackToken(settings.previousSecret()));
        }
    }

    void stopping() {
        stopping = true;
    }

    @Override
    public void process(Exchange exchange) {
        int status = status(exchange.getMessage());
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setBody(null);
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    }

    private int status(Message request) {
        String token = request.getHeader("token", "", String.class);
        Optional<CallbackToken.Origin> origin =
                tokens.stream().flatMap(t -> t.origin(token).stream()).findFirst();
        if (origin.isEmpty()) {
            return 404;
        }
        if (stopping) {
            return 503;
        }
        try (InputStream body = request.getBody(InputStream.class)) {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                return 413;
            }
            hints.accept(
                    new CallbackHint(origin.get().account(), origin.get().key(), taskId(bytes)));
            return 200;
        } catch (IOException e) {
            return 400;
        }
    }

    private String taskId(byte[] body) {
        try {
            JsonNode json = mapper.readTree(body);
            return json.path("id").asText(null);
        } catch (IOException e) {
            return null;
        }
    }
}
