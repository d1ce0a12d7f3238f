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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.callback.Delivery;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever reads logs, exceptions or JMX can not make up a callback, nor repeat one. */
class CallbackSecretsTest extends RouteTestSupport {
    private static final String PREVIOUS = "the-previous-secret-of-32-characters-or-more";
    private static final String JSON = "application/json";

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<CapturedLog> logs = new ArrayList<>();
    private CallbackServer server;

    @Override
    Duration taskDuration() {
        return Duration.ofHours(1);
    }

    @Override
    void configure(RouteBuilder routes) throws Exception {
        logs.add(CapturedLog.at(Level.TRACE, "io.github.camelseedance"));
        logs.add(CapturedLog.at(Level.DEBUG, "org.apache.camel"));
        // A server tells each URL that it is asked for, when its log is that fine.
        logs.add(CapturedLog.withInfo("org.apache.camel.component.servlet"));
        server = new CallbackServer(context);
        seedance.getConfiguration().setCallbackBaseUrl(server.baseUrl());
        seedance.getConfiguration().setCallbackSecret(CallbackServer.SECRET);
        seedance.getConfiguration().setCallbackPreviousSecret(PREVIOUS);
        context.getManagementStrategy()
                .addEventNotifier(
                        new EventNotifierSupport() {
                            @Override
                            public void notify(CamelEvent event) {
                                told.add(event.toString());
                            }
                        });
        routes.from("direct:submit")
                .to("seedance:submit?submitTimeout=100")
                .to("log:after?showAll=true");
        routes.from("seedance:completion").to("log:completion?showAll=true").to("mock:done");
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
        logs.forEach(CapturedLog::close);
    }

    @Test
    void areToldToNobody() throws Exception {
        Exchange submitted = succeeded(send("direct:submit", REQUEST));
        String id = submitted.getMessage().getBody(VideoTask.class).id();
        emulator.tasks().complete(id);
        await().until(() -> states(id).equals(List.of(Delivery.State.DELIVERED)));
        String url = emulator.callbacks().deliveries(id).get(0).url();
        String token = url.substring(url.lastIndexOf("sdcb_"));
        callInWrongWays(url);
        failWith(url);
        failAtTheStart();
        tellManaged();
        context.getEndpoints().forEach(endpoint -> told.add(endpoint.toString()));
        seedance.getTaskOperations().list(null, 100).forEach(row -> told.add(row.toString()));
        context.stop();
        logs.forEach(log -> told.addAll(log.lines()));

        assertThat(told)
                .anyMatch(line -> line.contains("/seedance/callback"))
                .anyMatch(line -> line.contains(id))
                .noneMatch(line -> line.contains(CallbackServer.SECRET))
                .noneMatch(line -> line.contains(PREVIOUS))
                .noneMatch(line -> line.contains("VerySecret"))
                .noneMatch(line -> line.contains(token))
                .noneMatch(line -> line.contains(token.substring(0, token.indexOf('.'))))
                .anyMatch(line -> line.contains("sdcb_***"));
    }

    @Test
    void areNotInWhatCamelMainSaysAboutItsProperties() throws Exception {
        Properties properties = new Properties();
        String component = "camel.component.seedance.";
        properties.setProperty(component + "callback-base-url", "https://example.com");
        properties.setProperty(component + "callback-secret", CallbackServer.SECRET);
        properties.setProperty(component + "callbackPreviousSecret", PREVIOUS);
        Main main = new Main();
        main.setOverrideProperties(properties);
        try (CapturedLog log = CapturedLog.at(Level.DEBUG, "org.apache.camel.main")) {
            main.start();
            main.stop();
            // Its summary; what it tells of each property is not cleared, but at DEBUG alone.
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("[camel-main]"))
                    .anyMatch(line -> line.contains("callbackBaseUrl"))
                    .anyMatch(line -> line.contains("callbackSecret"))
                    .noneMatch(line -> line.contains(CallbackServer.SECRET))
                    .noneMatch(line -> line.contains(PREVIOUS));
        }
    }

    private List<Delivery.State> states(String id) {
        return emulator.callbacks().deliveries(id).stream().map(Delivery::state).toList();
    }

    private void callInWrongWays(String url) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (HttpRequest.Builder request :
                List.of(
                        HttpRequest.newBuilder(URI.create(url)).GET(),
                        HttpRequest.newBuilder(URI.create(url + "x")).POST(body("{}")),
                        HttpRequest.newBuilder(URI.create(url + "?a=%C3%28")).POST(body("no json")),
                        HttpRequest.newBuilder(URI.create(url)).POST(body("x".repeat(1 << 21))),
                        HttpRequest.newBuilder(URI.create(url)).PUT(body("{\"id\":\"a\"}")))) {
            client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        }
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    /** The service tells the URL that it was given. */
    private void failWith(String url) {
        String error =
                "{\"error\":{\"code\":\"invalid_request\",\"message\":\"callback_url "
                        + url
                        + " is bad\",\"param\":\"callback_url\"}}";
        for (int status : new int[] {400, 403, 409, 429, 500}) {
            emulator.faults().next(Phase.CREATE, Fault.answer(status, JSON, error));
            tell(send("direct:submit", REQUEST).getException());
            emulator.faults().clear();
        }
        emulator.faults().next(Phase.CREATE, Fault.redirect(307, url));
        tell(send("direct:submit", REQUEST).getException());
    }

    private void failAtTheStart() {
        for (String options :
                List.of(
                        "callbackSecret=VerySecret",
                        "callbackPreviousSecret=VerySecret",
                        "callbackSecret=" + PREVIOUS + "&callbackBaseUrl=ftp://example.com",
                        "callbackSecret=" + PREVIOUS + "&callbackPath=/a b",
                        "callbackPreviousSecret=" + PREVIOUS + "&httpServerComponent=oops")) {
            tell(
                    catchThrowable(
                            () ->
                                    RouteBuilder.addRoutes(
                                            context,
                                            route ->
                                                    route.from("direct:" + options.hashCode())
                                                            .to("seedance:submit?" + options))));
        }
    }

    private void tell(Throwable thrown) {
        assertThat(thrown).isNotNull();
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        told.add(text.toString());
    }

    /** Every name and every readable attribute of what the context shows to JMX. */
    private void tellManaged() throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name :
                beans.queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getName() + ",*"),
                        null)) {
            told.add(name.toString());
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable() && attribute.getType().equals("java.lang.String")) {
                    told.add(String.valueOf(beans.getAttribute(name, attribute.getName())));
                }
            }
        }
    }
}
