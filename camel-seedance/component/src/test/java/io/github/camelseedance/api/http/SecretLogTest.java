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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.http.ClientSettings.Proxy;
import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.Ambiguous;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No secret is in any log, with every logger at TRACE. */
class SecretLogTest extends ClientTestSupport {
    private static final List<String> LOGGERS = List.of("org.apache.hc", "io.github.camelseedance");

    private final LoggerContext logging = LoggerContext.getContext(false);
    private final Lines lines = new Lines();

    private static final class Lines extends AbstractAppender {
        private final List<String> all = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            all.add(
                    event.getLoggerName()
                            + " "
                            + event.getMessage().getFormattedMessage()
                            + (event.getThrown() == null ? "" : " " + event.getThrown()));
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        for (String name : LOGGERS) {
            LoggerConfig logger = new LoggerConfig(name, Level.TRACE, false);
            logger.addAppender(lines, Level.TRACE, null);
            logging.getConfiguration().addLogger(name, logger);
        }
        logging.updateLoggers();
    }

    @AfterEach
    void stopListening() {
        LOGGERS.forEach(logging.getConfiguration()::removeLogger);
        logging.updateLoggers();
        lines.stop();
    }

    @Test
    void theKeyIsInNoLine() {
        emulator.faults().next(Phase.BATCH, json(401, "{\"error\":\"bad " + API_KEY + "\"}"));
        CreateOutcome created = get(client().create(account(), BODY, KEY));
        get(client().read(account(), ((Accepted) created).task().id()));
        failure(client().readBatch(account(), List.of("a")));
        get(client().credits(account()));
        failure(
                client().upload(
                                account(),
                                new Upload(
                                        "a.png",
                                        "image/png",
                                        1,
                                        () -> new ByteArrayInputStream(new byte[1]))));
        emulator.journal().requests().assertCount(5);
        client().close();
        assertThat(lines.all)
                .anyMatch(line -> line.contains("http.headers") && line.contains("Idempotency-Key"))
                .anyMatch(line -> line.contains("Authorization: ***"))
                .anyMatch(
                        line ->
                                line.startsWith("io.github.camelseedance")
                                        && line.contains("/v1/videos/generations: HTTP 200"))
                .noneMatch(line -> line.contains(API_KEY) || line.contains("SECRETSECRET"))
                .noneMatch(line -> line.contains("http.wire"));
    }

    @Test
    void aProxysPasswordIsInNoLineOfAPlainCall() {
        trustedHosts = Set.of();
        // A plain call goes to the proxy as it would to the service, which takes it as well.
        proxy = new Proxy("http", "127.0.0.1", service().getPort(), "me", "PASSWORD", null);
        create(URI.create("http://api.example.com"));
        RecordedRequest request = emulator.journal().requests().assertCount(1).get(0);
        String sent = request.header("Proxy-Authorization");
        assertThat(lines.all)
                .anyMatch(line -> line.contains("Proxy-Authorization: ***"))
                .noneMatch(line -> line.contains(sent) || line.contains("PASSWORD"));
    }

    @Test
    void noExceptionAndNoRecordShowsTheKey() {
        emulator.faults()
                .next(Phase.CREDITS, Fault.resetAfterBody())
                .next(Phase.CREATE, Fault.resetAfterBody());
        assertThat(account().toString()).doesNotContain(API_KEY);
        for (Throwable e = failure(client().credits(account())); e != null; e = e.getCause()) {
            assertThat(e.toString()).doesNotContain(API_KEY);
        }
        assertThat(create()).isInstanceOf(Ambiguous.class).asString().doesNotContain(API_KEY);
    }
}
