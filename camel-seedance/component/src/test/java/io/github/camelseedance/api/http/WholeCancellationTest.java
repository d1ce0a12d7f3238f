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

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeCancellationTest {
    private final ComplexCancellable request = new ComplexCancellable();
    private final AtomicReference<CancellableDependency> steps = new AtomicReference<>();
    private final List<String> cancelled = new ArrayList<>();

    @BeforeEach
    void send() throws Exception {
        new WholeCancellation()
                .execute(
                        new BasicHttpRequest("GET", "/"),
                        null,
                        new AsyncExecChain.Scope(
                                "exchange",
                                new HttpRoute(new HttpHost("localhost", 80)),
                                new BasicHttpRequest("GET", "/"),
                                request,
                                HttpClientContext.create(),
                                unused(),
                                null,
                                null),
                        (sent, body, scope, callback) -> steps.set(scope.cancellableDependency),
                        null);
    }

    private static AsyncExecRuntime unused() {
        return (AsyncExecRuntime)
                Proxy.newProxyInstance(
                        AsyncExecRuntime.class.getClassLoader(),
                        new Class<?>[] {AsyncExecRuntime.class},
                        (self, method, arguments) -> null);
    }

    private void begin(String step) {
        steps.get().setDependency(() -> cancelled.add(step));
    }

    @Test
    void cancelsTheExchangeThoughItsLeaseIsNotedLater() {
        begin("exchange");
        begin("lease");
        assertThat(request.cancel()).isTrue();
        assertThat(cancelled).contains("exchange");
        assertThat(steps.get().isCancelled()).isTrue();
    }

    @Test
    void cancelsWhatBeginsAfterwards() {
        request.cancel();
        begin("exchange");
        assertThat(cancelled).containsExactly("exchange");
    }
}
