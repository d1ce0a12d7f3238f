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
package io.github.camelseedance.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.account.Limits;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.service.FaultChoice;
import io.github.camelseedance.emulator.service.Resets;
import io.github.camelseedance.emulator.service.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private static final int IO_THREADS = 2;

    @Test
    void anErrorEndsNoMoreThanItsConnection() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (HttpServer server =
                server(
                        timer,
                        work -> {
                            throw new StackOverflowError("for this test");
                        })) {
            server.start();
            for (int i = 0; i < 2 * IO_THREADS; i++) {
                byte[] large = new byte[100_000];
                assertThatThrownBy(() -> send(server, BodyPublishers.ofByteArray(large)))
                        .isInstanceOf(IOException.class);
            }
            assertThat(send(server, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void isCalledByANameThatCanBeCalled() {
        assertThat(HttpServer.callable("0.0.0.0")).isEqualTo("localhost");
        assertThat(HttpServer.callable("::")).isEqualTo("localhost");
        assertThat(HttpServer.callable("127.0.0.1")).isEqualTo("127.0.0.1");
    }

    private static HttpResponse<String> send(HttpServer server, HttpRequest.BodyPublisher body)
            throws Exception {
        URI nowhere = URI.create(server.url() + "/v1/nowhere");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(nowhere).POST(body).build(), BodyHandlers.ofString());
    }

    /** A server without anything behind it. */
    private static HttpServer server(ScheduledExecutorService timer, Executor workers) {
        EmulatorClock clock = new EmulatorClock(0, timer);
        Accounts accounts = new Accounts(clock, new Limits(0, 0, 0));
        accounts.add("any", 0, List.of("sk-any"));
        FaultChoice faults = new FaultChoice(new Faults(), null);
        Routes.Parts nothing =
                new Routes.Parts(null, null, null, null, null, null, null, null, null, null);
        Routes routes = new Routes(nothing, true, () -> "http://127.0.0.1:1", workers);
        Gate gate =
                new Gate(
                        routes,
                        accounts,
                        clock,
                        new Journal(10),
                        faults,
                        new Resets(),
                        workers,
                        timer);
        return new HttpServer("127.0.0.1", 0, gate, timer);
    }
}
