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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.tracking.CallbackHint;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which HTTP server callbacks are received by. */
class HttpServersTest {
    private static final String SECRET = "a-secret-of-32-characters-or-more-0001";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<CallbackHint> hints = new ArrayList<>();
    private final CallbackReceivers receivers = new CallbackReceivers(context, hints::add);

    @AfterEach
    void stop() {
        receivers.stop();
        context.stop();
    }

    /** An HTTP server that takes notes; no request comes in by it. */
    private static class Server extends DefaultComponent implements RestConsumerFactory {
        private final List<String> consumers = new ArrayList<>();
        private final List<String> started = new ArrayList<>();
        private Map<String, Object> parameters;
        private RestConfiguration configuration;
        private boolean failing;

        @Override
        public Consumer createConsumer(
                CamelContext context,
                Processor processor,
                String verb,
                String basePath,
                String uriTemplate,
                String consumes,
                String produces,
                RestConfiguration configuration,
                Map<String, Object> parameters) {
            String request = verb + " " + basePath + "/" + uriTemplate;
            this.configuration = configuration;
            this.parameters = parameters;
            consumers.add(request);
            return new DefaultConsumer(context.getEndpoint("direct:none"), processor) {
                @Override
                protected void doStart() throws Exception {
                    super.doStart();
                    started.add(request);
                    if (failing) {
                        throw new IllegalStateException("The port is taken");
                    }
                }

                @Override
                protected void doStop() throws Exception {
                    started.remove(request);
                    super.doStop();
                }
            };
        }

        @Override
        protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> options) {
            throw new UnsupportedOperationException(uri);
        }
    }

    private static CallbackSettings settings(String server, String path) {
        return new CallbackSettings("https://example.com", path, SECRET, null, server);
    }

    private void hide(String component) {
        context.setClassResolver(
                new DefaultClassResolver() {
                    @Override
                    public InputStream loadResourceAsStream(String uri) {
                        return uri.endsWith("/component/" + component)
                                ? null
                                : super.loadResourceAsStream(uri);
                    }
                });
    }

    private HttpServer find(String name) {
        return new HttpServers(context).find(name);
    }

    @Test
    void isTheSingleOneOnTheClassPath() {
        assertThat(find(null).name()).isEqualTo("servlet");
        assertThat(context.getComponentNames()).containsOnly("servlet");
    }

    @Test
    void isTheSingleOneOfTheContext() {
        Server server = new Server();
        context.addComponent("mine", server);
        assertThat(find(null)).isEqualTo(new HttpServer("mine", server));
        assertThat(context.hasComponent("servlet")).isNull();
    }

    @Test
    void isTheSingleOneOfTheRegistry() {
        Server server = new Server();
        context.getRegistry().bind("mine", server);
        assertThat(find(null)).isEqualTo(new HttpServer("mine", server));
    }

    @Test
    void isOneAlthoughItIsInContextAndRegistry() {
        Server server = new Server();
        context.getRegistry().bind("mine-component", server);
        context.addComponent("mine", server);
        assertThat(find(null)).isEqualTo(new HttpServer("mine", server));
    }

    @Test
    void isTheOneOfTheRestConfiguration() {
        context.addComponent("mine", new Server());
        context.addComponent("another", new Server());
        context.getRestConfiguration().setComponent("another");
        assertThat(find(null).name()).isEqualTo("another");
    }

    @Test
    void isTheOneThatIsNamed() {
        context.addComponent("mine", new Server());
        context.getRegistry().bind("another", new Server());
        context.getRestConfiguration().setComponent("mine");
        assertThat(find("another").name()).isEqualTo("another");
        assertThat(find("servlet").name()).isEqualTo("servlet");
    }

    @Test
    void isAFactoryThatIsNoComponent() {
        RestConsumerFactory factory = (c, p, v, b, u, i, o, r, m) -> null;
        context.getRegistry().bind("mine", factory);
        assertThat(find("mine")).isEqualTo(new HttpServer("mine", factory));
    }

    @Test
    void isNotChosenAmongSeveral() {
        context.addComponent("mine", new Server());
        context.getRegistry().bind("another", new Server());
        assertThatThrownBy(() -> find(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than one HTTP server")
                .hasMessageContaining("[another, mine]")
                .hasMessageContaining("Set httpServerComponent to one of them");
    }

    @Test
    void isMissed() {
        hide("servlet");
        assertThatThrownBy(() -> find(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no HTTP server to receive callbacks by")
                .hasMessageContaining("Add one, such as camel-servlet or camel-platform-http");
        assertThat(context.getComponentNames()).isEmpty();
    }

    @Test
    void isMissedByItsName() {
        assertThatThrownBy(() -> find("jety"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("httpServerComponent=jety names no component and no bean")
                .hasMessageContaining("platform-http, servlet, jetty");
        assertThatThrownBy(() -> find("direct"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("httpServerComponent=direct names what has no HTTP server");
        context.getRestConfiguration().setComponent("jety");
        assertThatThrownBy(() -> find(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("component of the rest configuration=jety names no");
    }

    @Test
    void staysTheSameWhateverIsAddedLater() {
        HttpServers servers = new HttpServers(context);
        Server server = new Server();
        context.addComponent("mine", server);
        assertThat(servers.find(null).factory()).isSameAs(server);
        context.addComponent("another", new Server());
        assertThat(servers.find(null).factory()).isSameAs(server);
    }

    @Test
    void isAskedForOneConsumerAPath() throws Exception {
        Server server = new Server();
        context.addComponent("mine", server);
        context.start();
        receivers.receive(settings(null, "/one"));
        receivers.receive(settings("mine", "/one"));
        receivers.receive(settings(null, "/two"));
        assertThat(server.started).containsExactly("POST /one/{token}", "POST /two/{token}");
        assertThat(server.parameters).isEmpty();
        receivers.stop();
        assertThat(server.started).isEmpty();
        receivers.receive(settings(null, "/one"));
        assertThat(server.started).isEmpty();
    }

    @Test
    void isGivenTheRestConfigurationThatIsIts() throws Exception {
        Server server = new Server();
        context.addComponent("mine", server);
        receivers.receive(settings("mine", "/one"));
        assertThat(server.configuration).isSameAs(context.getRestConfiguration());
        context.getRestConfiguration().setComponent("another");
        receivers.receive(settings("mine", "/two"));
        assertThat(server.configuration).isNotSameAs(context.getRestConfiguration());
    }

    @Test
    void isLeftAloneWhenItFailsAndAskedAgain() throws Exception {
        Server server = new Server();
        server.failing = true;
        context.addComponent("mine", server);
        assertThatThrownBy(() -> receivers.receive(settings(null, "/one")))
                .hasStackTraceContaining("The port is taken");
        assertThat(server.started).isEmpty();
        server.failing = false;
        receivers.receive(settings(null, "/one"));
        assertThat(server.consumers).hasSize(2);
        assertThat(server.started).hasSize(1);
    }
}
