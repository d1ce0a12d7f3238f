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
package io.github.camelseedance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * A run that fails in every way, with everything logged: neither the API key nor the signature of a
 * link is told to anybody.
 */
class SecretsTest extends DownloadTestSupport {
    private static final String JSON = "application/json";
    private static final String SIGNED = "https://media.example.com/a.mp4?sig=SignedSecretly";
    private static final Map<String, Level> LEVELS =
            Map.of(
                    "io.github.camelseedance", Level.TRACE,
                    "org.apache.hc", Level.TRACE,
                    "org.apache.camel", Level.INFO);

    private final LoggerContext logging = LoggerContext.getContext(false);
    private final Lines lines = new Lines();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private static final class Lines extends AbstractAppender {
        private final List<String> all = new CopyOnWriteArrayList<>();

        Lines() {
            super("secrets", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            all.add(
                    event.getLoggerName()
                            + " "
                            + event.getMessage().getFormattedMessage()
                            + (event.getThrown() == null ? "" : " " + trace(event.getThrown())));
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    void configure(RouteBuilder routes) {
        // A download that may pass is tried again for many seconds.
        HurriedTimers.hurry(context, seedance);
        lines.start();
        LEVELS.forEach(
                (name, level) -> {
                    LoggerConfig logger = new LoggerConfig(name, level, false);
                    logger.addAppender(lines, level, null);
                    logging.getConfiguration().addLogger(name, logger);
                });
        logging.updateLoggers();
        context.getManagementStrategy()
                .addEventNotifier(
                        new EventNotifierSupport() {
                            @Override
                            public void notify(CamelEvent event) {
                                events.add(event.toString());
                            }
                        });
        routes.from("direct:all")
                .routeId("all")
                .toD("seedance:${header.operation}?apiKey=" + API_KEY + "${header.options}")
                .to("log:after?showAll=true");
        routes.from("seedance:completion?apiKey=" + API_KEY)
                .routeId("completion")
                .to(download() + "&apiKey=" + API_KEY)
                .throwException(new IllegalStateException("of the completion route"));
    }

    @AfterAll
    void stopListening() {
        LEVELS.keySet().forEach(logging.getConfiguration()::removeLogger);
        logging.updateLoggers();
        lines.stop();
    }

    private Exchange call(String operation, String options, Object body) {
        Exchange exchange =
                send("direct:all", body, Map.of("operation", operation, "options", options));
        if (exchange.getException() != null) {
            failures.add(exchange.getException());
        }
        return exchange;
    }

    private Exchange fail(String operation, Phase phase, Fault fault, Object body) {
        emulator.faults().next(phase, fault);
        String options = phase == Phase.CREATE ? "&submitTimeout=100ms&track=false" : "";
        Exchange exchange = call(operation, options, body);
        assertThat(exchange.getException()).as("%s with %s", operation, fault).isNotNull();
        emulator.faults().clear();
        return exchange;
    }

    @Test
    void areToldToNobody() throws Exception {
        failCalls();
        failDownloads();
        failAtTheStart();
        failCompletion();
        succeed();
        List<String> managed = managed();
        List<String> endpoints = context.getEndpoints().stream().map(Endpoint::toString).toList();
        context.stop();

        assertThat(failures).hasSizeGreaterThan(80);
        List<String> told = new ArrayList<>(events);
        failures.forEach(failure -> told.add(trace(failure)));
        told.addAll(managed);
        told.addAll(endpoints);
        assertThat(told).anyMatch(text -> text.contains("apiKey=xxxxxx"));
        assertThat(told.stream().filter(SecretsTest::showsTheKey)).isEmpty();
        assertThat(told.stream().filter(this::showsASignature)).isEmpty();

        assertThat(lines.all)
                .anyMatch(line -> line.contains("http.headers") && line.contains("Idempotency-Key"))
                .anyMatch(line -> line.contains("Authorization: ***"))
                .anyMatch(line -> line.startsWith("io.github.camelseedance.api.http.HttpCalls"))
                .anyMatch(line -> line.startsWith("org.apache.camel.processor.errorhandler"));
        assertThat(lines.all.stream().filter(SecretsTest::showsTheKey)).isEmpty();
        assertThat(lines.all.stream().filter(line -> line.contains("http.wire"))).isEmpty();
        // HttpClient's header log shows each request line as it is: our logs and Camel's do not.
        assertThat(
                        lines.all.stream()
                                .filter(line -> !line.startsWith("org.apache.hc"))
                                .filter(this::showsASignature))
                .isEmpty();
    }

    private static boolean showsTheKey(String text) {
        return text.contains("VerySecret");
    }

    private boolean showsASignature(String text) {
        return text.contains("SignedSecretly")
                || text.contains("PasswordSecret")
                || text.contains("signature=");
    }

    private void failCalls() {
        List<Fault> answers = new ArrayList<>();
        for (int status : new int[] {200, 302, 400, 401, 402, 403, 404, 409, 413, 429, 500, 503}) {
            answers.add(
                    Fault.answer(
                            status,
                            JSON,
                            "{\"error\":{\"code\":\""
                                    + API_KEY
                                    + "\",\"message\":\"Bearer "
                                    + API_KEY
                                    + " for "
                                    + SIGNED
                                    + "\",\"param\":\""
                                    + API_KEY
                                    + "\",\"type\":\""
                                    + API_KEY
                                    + "\"}}",
                            Map.of("Location", SIGNED)));
        }
        answers.add(Fault.answer(500, "text/html", "<title>" + API_KEY + "</title>"));
        answers.add(Fault.answer(200, JSON, "not JSON: Authorization: Bearer " + API_KEY));
        answers.add(Fault.answer(200, JSON, "{\"success\":false,\"msg\":\"" + API_KEY + "\"}"));
        answers.add(Fault.resetAfterBody());
        answers.add(Fault.loseAnswer());
        for (Fault answer : answers) {
            fail("submit", Phase.CREATE, answer, REQUEST);
            fail("status", Phase.STATUS, answer, task);
            fail("credits", Phase.CREDITS, answer, null);
            fail("upload", Phase.UPLOAD, answer, Images.png(1));
        }
        call("credits", "&account=refused&baseUrl=http://127.0.0.1:1", null);
        call("submit", "", Map.of("prompt", PROMPT, "image_urls", List.of("ftp" + SIGNED)));
        call("submit", "", "https://me:PasswordSecret@example.com/a.jpg?sig=SignedSecretly");
        call("submit", "", Map.of("callback_url", "http://10.0.0.1/?sig=SignedSecretly"));
        call("generate", "&waitTimeout=1ms", REQUEST);
        call("await", "", "task-unified-1-unknown");
        failTask();
    }

    private void failTask() {
        String id =
                call("submit", "&track=false", REQUEST)
                        .getMessage()
                        .getHeader(SeedanceConstants.TASK_ID, String.class);
        emulator.tasks()
                .answerWith(
                        id,
                        "{\"id\":\""
                                + id
                                + "\",\"status\":\"failed\",\"error\":{\"code\":\"x\",\"message\":\""
                                + "Bearer "
                                + API_KEY
                                + " may not read "
                                + SIGNED
                                + "\"}}");
        assertThat(call("await", "", id).getException()).isNotNull();
    }

    private void failDownloads() {
        String options = "&spoolDirectory=" + spool + "&maxDownloadSize=1000000";
        for (String link :
                List.of(
                        "https://10.0.0.1/a.mp4?signature=SignedSecretly",
                        "http://127.0.0.1:1/a.mp4?signature=SignedSecretly",
                        "https://me:PasswordSecret@example.com/a.mp4",
                        "http://example.com/a.mp4?signature=SignedSecretly",
                        "https://exa mple.com/a.mp4?signature=SignedSecretly",
                        "ftp://example.com/a.mp4?signature=SignedSecretly")) {
            assertThat(call("download", options, link).getException()).isNotNull();
        }
        for (Fault fault :
                List.of(
                        Fault.answer(403, "text/plain", "no " + SIGNED),
                        Fault.answer(200, "text/html", "<a href='" + SIGNED + "'>a</a>"),
                        Fault.answer(200, "video/mp4", "no " + SIGNED),
                        Fault.redirect(302, "https://10.0.0.1/a.mp4?signature=SignedSecretly"),
                        Fault.redirect(302, "ftp://a/a.mp4?signature=SignedSecretly"),
                        Fault.redirect(307, "//?signature=SignedSecretly"))) {
            fail("download", Phase.DOWNLOAD, fault, task.videoUrl());
        }
        for (Fault fault :
                List.of(
                        Fault.cutAt(0),
                        Fault.wrongLength(10),
                        Fault.wrongLength(-10),
                        Fault.resetAfterBody(),
                        Fault.answer(503, "text/plain", "no " + SIGNED))) {
            emulator.faults().always(Phase.DOWNLOAD, fault);
            assertThat(refusal(call("download", options, task))).hasMessageContaining("attempts");
            emulator.faults().clear();
        }
        call("download", options + "&maxDownloadSize=9", task);
        assertThat(spooled()).isEmpty();
    }

    private void failAtTheStart() {
        for (String uri :
                List.of(
                        "seedance:sumbit?apiKey=" + API_KEY,
                        "seedance:submit?oops=1&apiKey=" + API_KEY,
                        "seedance:submit?validation=oops&apiKey=" + API_KEY,
                        "seedance:submit?account=other&apiKey=" + API_KEY + " and more",
                        "seedance:submit?apiKey=VerySecretToo",
                        "seedance:completion?apiKey=" + API_KEY,
                        "seedance:submit?account=a&baseUrl=https://a:PasswordSecret@example.com")) {
            Throwable thrown =
                    catchThrowable(
                            () ->
                                    context.addRoutes(
                                            new RouteBuilder() {
                                                @Override
                                                public void configure() {
                                                    from("direct:" + uri.hashCode()).to(uri);
                                                }
                                            }));
            assertThat(thrown).as(uri).isNotNull();
            failures.add(thrown);
        }
    }

    private void failCompletion() {
        NotifyBuilder failed =
                new NotifyBuilder(context).fromRoute("completion").whenFailed(1).create();
        succeeded(call("submit", "", REQUEST));
        assertThat(failed.matches(20, TimeUnit.SECONDS)).isTrue();
    }

    private void succeed() {
        VideoTask done =
                succeeded(call("generate", "", REQUEST)).getMessage().getBody(VideoTask.class);
        succeeded(call("download", "&spoolDirectory=" + spool, done));
        succeeded(call("upload", "", Images.png(1)));
        succeeded(call("credits", "", null));
    }

    /** Every name and every readable attribute of what the context shows to JMX. */
    private List<String> managed() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> all = new ArrayList<>();
        for (ObjectName name :
                server.queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getName() + ",*"),
                        null)) {
            all.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable() && attribute.getType().equals("java.lang.String")) {
                    all.add(String.valueOf(server.getAttribute(name, attribute.getName())));
                }
            }
        }
        return all;
    }
}
