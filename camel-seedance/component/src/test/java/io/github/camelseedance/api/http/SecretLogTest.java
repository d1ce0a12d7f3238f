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

import static io.github.camelseedance.api.http.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.http.ClientSettings.Proxy;
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
    void theKeyIsInNoLine() throws Exception {
        try (RawServer server =
                RawServer.answering(
                        r ->
                                r.line().contains("batch")
                                        ? answer(401, "{\"error\":\"bad " + API_KEY + "\"}")
                                        : answer(200, TASK))) {
            Account account = account(server.url());
            get(client().create(account, BODY, KEY));
            get(client().read(account, "task-unified-1-a"));
            failure(client().readBatch(account, List.of("a")));
            failure(client().credits(account));
            failure(
                    client().upload(
                                    account,
                                    new Upload(
                                            "a.png",
                                            "image/png",
                                            1,
                                            () -> new ByteArrayInputStream(new byte[1]))));
            assertThat(server.requests()).hasSize(5);
        }
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
    void aProxysPasswordIsInNoLineOfAPlainCall() throws Exception {
        trustedHosts = Set.of();
        try (RawServer server = RawServer.answering(r -> answer(200, TASK))) {
            proxy = new Proxy("http", "127.0.0.1", server.port(), "me", "PASSWORD", null);
            create(URI.create("http://api.example.com"));
            String sent = server.requests().get(0).headers().get("proxy-authorization");
            assertThat(lines.all)
                    .anyMatch(line -> line.contains("Proxy-Authorization: ***"))
                    .noneMatch(line -> line.contains(sent) || line.contains("PASSWORD"));
        }
    }

    @Test
    void noExceptionAndNoRecordShowsTheKey() throws Exception {
        try (RawServer server =
                new RawServer(
                        client -> {
                            client.next();
                            client.reset();
                        })) {
            Account account = account(server.url());
            assertThat(account.toString()).doesNotContain(API_KEY);
            for (Throwable e = failure(client().credits(account)); e != null; e = e.getCause()) {
                assertThat(e.toString()).doesNotContain(API_KEY);
            }
            assertThat(get(client().create(account, BODY, KEY)).toString()).doesNotContain(API_KEY);
        }
    }
}
