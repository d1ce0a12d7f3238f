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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.io.CloseMode;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

/** The end of a client is no error, so none is in the log of the program that ends. */
class QuietCloseTest extends ClientTestSupport {
    private static final List<String> LOGGERS =
            List.of("org.apache.hc", HttpClientFactory.class.getName());

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void aCloseWithIdleConnectionsLogsNothing() throws Exception {
        // As often as it takes for the race of closing threads to be lost once, mostly.
        assertThat(logged(10, true)).isEmpty();
    }

    @Test
    void aCloseAmidAnswersLogsNothing() throws Exception {
        assertThat(logged(100, false)).isEmpty();
    }

    /** What is logged when clients are closed, with their answers awaited or on their way. */
    private List<String> logged(int rounds, boolean awaited) throws Exception {
        AbstractAppender appender =
                new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
                    @Override
                    public void append(LogEvent event) {
                        lines.add(event.getLevel() + " " + event.getThrown());
                    }
                };
        appender.start();
        LoggerContext logging = LoggerContext.getContext(false);
        for (String name : LOGGERS) {
            LoggerConfig logger = new LoggerConfig(name, Level.WARN, false);
            logger.addAppender(appender, Level.WARN, null);
            logging.getConfiguration().addLogger(name, logger);
        }
        logging.updateLoggers();
        try {
            String id = ((Accepted) create()).task().id();
            for (int round = 0; round < rounds; round++) {
                CloseableHttpAsyncClient http =
                        HttpClientFactory.create(settings(), new AddressPolicy(trustedHosts));
                HttpSeedanceClient client = client(http, true);
                List<CompletableFuture<VideoTask>> answers =
                        IntStream.range(0, 6).mapToObj(i -> client.read(account(), id)).toList();
                if (awaited) {
                    answers.forEach(ClientTestSupport::get);
                    client.close();
                } else {
                    get(CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)));
                    http.close(CloseMode.IMMEDIATE);
                }
            }
        } finally {
            LOGGERS.forEach(logging.getConfiguration()::removeLogger);
            logging.updateLoggers();
            appender.stop();
        }
        return lines;
    }
}
