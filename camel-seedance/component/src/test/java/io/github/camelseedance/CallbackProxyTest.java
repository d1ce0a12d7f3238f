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

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.callback.Delivery;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The service reaches the application through a proxy that has its own idea of the address. */
class CallbackProxyTest {
    @Test
    void neitherPathPrefixNorForwardedHostMatters() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofHours(1));
                ReverseProxy proxy = new ReverseProxy();
                CallbackServer server = CallbackServer.behind(proxy, node)) {
            node.route(rb -> rb.from("direct:in").to("seedance:generate")).start();
            CompletableFuture<Exchange> sent = node.sendRequest("direct:in", "through-a-proxy-01");
            // Not before: a callback that is faster than the answer makes a read of its own.
            Awaitility.await().until(() -> node.tasks().watched() == 1);
            String id = node.emulator.tasks().list().get(0).id();
            node.emulator.tasks().complete(id);

            VideoTask task = ScaleTestSupport.get(sent).getMessage().getBody(VideoTask.class);
            assertThat(task.completed()).isTrue();
            assertThat(node.reads()).hasSize(1);
            // The exchange may be done before the service has got its answer.
            Awaitility.await()
                    .until(
                            () ->
                                    node.emulator.callbacks().deliveries(id).get(0).state()
                                            == Delivery.State.DELIVERED);
            assertThat(proxy.answers).containsExactly(200);
            assertThat(node.emulator.callbacks().deliveries(id))
                    .singleElement()
                    .satisfies(call -> assertThat(call.state()).isEqualTo(Delivery.State.DELIVERED))
                    .satisfies(
                            call ->
                                    assertThat(call.url())
                                            .startsWith(
                                                    proxy.baseUrl() + "/seedance/callback/sdcb_"));
        }
    }
}
