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
package io.github.camelseedance.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a day takes on the frozen clock: a task of 165 s, its callback, which is refused three
 * times and then accepted, and the end of the video's link after 24 h. The first one in a JVM, most
 * of which is the loading of classes, is shown as the warm-up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 1)
@Measurement(iterations = 20)
public class FrozenStory {

    private static final int TRIES = 4;

    /** 1, 2 and 4 s pass between the four tries. */
    private static final Duration RETRIES = Duration.ofSeconds(7);

    private final AtomicInteger tries = new AtomicInteger();
    private SeedanceEmulator emulator;
    private Connection connection;
    private HttpServer receiver;
    private String callback;

    @Setup
    public void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        callback =
                ",\"callback_url\":\"http://127.0.0.1:"
                        + receiver.getAddress().getPort()
                        + "/done\"";
        emulator =
                SeedanceEmulator.builder()
                        .frozen()
                        .lowCost(true)
                        .imageFetching(ImageFetching.LOOPBACK)
                        .build()
                        .start();
        connection = new Connection(emulator.baseUrl(), emulator.apiKey());
    }

    private void receive(HttpExchange call) throws IOException {
        try (call) {
            call.getRequestBody().readAllBytes();
            call.sendResponseHeaders(tries.incrementAndGet() % TRIES == 0 ? 204 : 500, -1);
        }
    }

    @TearDown
    public void close() throws IOException {
        connection.close();
        emulator.close();
        receiver.stop(0);
    }

    @Benchmark
    public void day() throws IOException {
        int before = tries.get();
        String id = Calls.create(connection, callback);
        emulator.clock().advance(Duration.ofSeconds(165));
        String link = Calls.text(Calls.status(connection, id), "\"results\":[\"");
        emulator.clock().advance(RETRIES);
        if (tries.get() != before + TRIES) {
            throw new IllegalStateException((tries.get() - before) + " tries of the callback");
        }
        emulator.clock().advance(Duration.ofHours(24));
        URI video = URI.create(link);
        Calls.expect(403, connection.get(video.getPath() + "?" + video.getQuery()));
    }
}
