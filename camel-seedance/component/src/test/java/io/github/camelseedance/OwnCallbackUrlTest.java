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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Who names a receiver of their own gets the callback there, and the component gets none. */
class OwnCallbackUrlTest {
    @Test
    void isSentAsItIsAndNothingIsReceivedHere() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofHours(1));
                ReverseProxy here = new ReverseProxy();
                CallbackServer server = CallbackServer.behind(here, node);
                ReverseProxy elsewhere = new ReverseProxy()) {
            node.component.setTrustedHosts("127.0.0.1");
            String own = elsewhere.baseUrl() + "/mine?for=";
            node.route(
                            route ->
                                    route.from("direct:in")
                                            .to(
                                                    "seedance:submit?callbackUrl=RAW("
                                                            + own
                                                            + "option)"))
                    .start();

            Exchange byOption = node.request("with-an-option-0001");
            Exchange byHeader = node.request("with-a-header-0001");
            byHeader.getMessage().setHeader(SeedanceConstants.CALLBACK_URL, own + "header");
            Exchange byBody = node.request("with-a-body-0001");
            byBody.getMessage().setHeader(SeedanceConstants.CALLBACK_URL, own + "header");
            byBody.getMessage()
                    .setBody(
                            Map.of(
                                    "prompt",
                                    "A cat",
                                    "image_urls",
                                    List.of(ScaleTestSupport.IMAGE),
                                    "callback_url",
                                    own + "body"));
            assertThat(called(node, byOption)).isEqualTo(own + "option");
            assertThat(called(node, byHeader)).isEqualTo(own + "header");
            assertThat(called(node, byBody)).isEqualTo(own + "body");

            assertThat(elsewhere.answers).hasSizeGreaterThanOrEqualTo(3);
            assertThat(here.answers).isEmpty();
        }
    }

    /** Where the service calls when the task has ended. */
    private static String called(ScaleTestSupport node, Exchange request) throws Exception {
        String id = node.call("direct:in", request).getMessage().getBody(VideoTask.class).id();
        node.emulator.tasks().complete(id);
        return await().until(
                        () -> node.emulator.callbacks().deliveries(id),
                        calls -> !calls.isEmpty() && !calls.get(0).attempts().isEmpty())
                .get(0)
                .url();
    }
}
