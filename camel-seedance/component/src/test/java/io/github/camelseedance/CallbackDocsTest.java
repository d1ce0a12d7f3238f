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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.callback.Delivery;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation says of callbacks works. */
class CallbackDocsTest extends DocTestSupport {
    private static final DocPage PAGE = DocPage.componentPage();
    private static final String MAIN = "camel-main";

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of(DocPage.readme(), "Callbacks: done is known in a moment"),
                Arguments.of(PAGE, "Callbacks"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aServerInCamelMainReceivesThem(DocPage page, String heading) throws Exception {
        try (ReverseProxy proxy = new ReverseProxy()) {
            String code = PAGE.code(MAIN, "java");
            assertThat(code).contains("new Server(8080)", "new VideoRoutes()", "main.run();");
            fixture.snippets
                    .script(
                            code.replace("8080", "0")
                                    .replace(
                                            "new VideoRoutes()",
                                            """
                                            new RouteBuilder() {
                                                public void configure() {
                                                    from("direct:in").to("seedance:generate");
                                                }
                                            }
                                            """)
                                    .replaceFirst(
                                            "(?s)try \\{\\s*main.run\\(\\);.*",
                                            """
                                            context.getRegistry().bind("main", main);
                                            context.getRegistry().bind("server", server);
                                            """))
                    .run(fixture.context);
            Server server = fixture.context.getRegistry().findSingleByType(Server.class);
            Main main = fixture.context.getRegistry().findSingleByType(Main.class);
            int port = ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
            proxy.forwardTo("http://127.0.0.1:" + port + "/camel");
            try {
                generate(main, properties(page.code(heading, "properties"), proxy.baseUrl()));
            } finally {
                main.stop();
                server.stop();
            }
        }
    }

    private Properties properties(String code, String callbackBaseUrl) throws IOException {
        assertThat(code).contains("https://videos.example.com/camel");
        Properties properties = new Properties();
        properties.load(
                new StringReader(
                        code.replace("https://videos.example.com/camel", callbackBaseUrl)
                                .replace(
                                        "{{env:SEEDANCE_CALLBACK_SECRET}}",
                                        CallbackServer.SECRET)));
        properties.setProperty("camel.component.seedance.base-url", fixture.emulator.baseUrl());
        properties.setProperty("camel.component.seedance.api-key", fixture.emulator.apiKey());
        return properties;
    }

    private void generate(Main main, Properties properties) throws Exception {
        main.setOverrideProperties(properties);
        main.start();
        VideoTask task =
                main.getCamelTemplate()
                        .requestBodyAndHeaders(
                                "direct:in",
                                "https://example.com/sea.jpg",
                                Map.of(SeedanceConstants.PROMPT, "Waves roll in"),
                                VideoTask.class);
        assertThat(task.completed()).isTrue();
        await().untilAsserted(
                        () ->
                                assertThat(fixture.emulator.callbacks().deliveries(task.id()))
                                        .extracting(Delivery::state)
                                        .containsExactly(Delivery.State.DELIVERED));
    }

    @Test
    void namesTheVersionsThatAreTestedHere() {
        assertThat(PAGE.code(MAIN, "xml"))
                .contains("<version>" + fixture.context.getVersion() + "</version>")
                .contains("<version>" + Server.getVersion() + "</version>");
    }
}
