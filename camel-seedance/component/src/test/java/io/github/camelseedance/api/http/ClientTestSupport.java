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

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.ImpatientTimer;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.http.ClientSettings.Proxy;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.junit5.SeedanceEmulatorExtension;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Makes clients and closes them, and has the service for them to call. */
abstract class ClientTestSupport {
    static final String API_KEY = "sk-evo-SECRETSECRETSECRET42";
    static final String KEY = "key-0123456789abcdef";
    static final byte[] BODY =
            ("{\"model\":\"seedance-2.0-image-to-video\",\"prompt\":\"Grüße \\u0041\",  \"duration\":5,"
                            + "\"image_urls\":[\"https://example.com/sea.png\"]}")
                    .getBytes(StandardCharsets.UTF_8);
    static final String TASK =
            "{\"id\":\"task-unified-1-a\",\"status\":\"pending\",\"created\":1763000000}";

    /** A key of an account that has no credits. */
    static final String POOR_KEY = "sk-evo-POORPOORPOOR42";

    @RegisterExtension
    static final SeedanceEmulator emulator =
            SeedanceEmulatorExtension.of(
                    SeedanceEmulator.builder()
                            .apiKey(API_KEY)
                            .account("poor", 0, POOR_KEY)
                            .imageFetching(ImageFetching.LOOPBACK)
                            .lowCost(true)
                            .frozen());

    final ImpatientTimer timer = new ImpatientTimer();
    private HttpSeedanceClient opened;

    Duration createTimeout = Duration.ofSeconds(10);
    Duration readTimeout = Duration.ofSeconds(10);
    Set<String> trustedHosts = Set.of("127.0.0.1");
    Proxy proxy;
    SSLContext sslContext;
    boolean http2;

    @AfterEach
    void closeAll() {
        if (opened != null) {
            opened.close();
        }
        timer.shutdownNow();
    }

    ClientSettings settings() {
        return new ClientSettings(
                Duration.ofSeconds(5),
                createTimeout,
                readTimeout,
                Duration.ofSeconds(10),
                8,
                trustedHosts,
                http2,
                sslContext,
                proxy);
    }

    /** The client under test, one for each test. */
    HttpSeedanceClient client() {
        if (opened == null) {
            ClientSettings settings = settings();
            AddressPolicy policy = new AddressPolicy(settings.trustedHosts());
            opened = client(HttpClientFactory.create(settings, policy), true);
        }
        return opened;
    }

    HttpSeedanceClient client(CloseableHttpAsyncClient http, boolean owned) {
        return new HttpSeedanceClient(http, owned, settings(), new ObjectMapper(), timer);
    }

    /** Where the service is. */
    static URI service() {
        return URI.create(emulator.baseUrl());
    }

    /** The account at the service. */
    static Account account() {
        return account(service());
    }

    static Account account(URI base) {
        return new Account("default", API_KEY, base, base);
    }

    CreateOutcome create() {
        return create(service());
    }

    /** Lets the deadlines of all calls pass. */
    void passDeadlines() {
        timer.ring(Duration.ofSeconds(10));
    }

    CreateOutcome create(URI base) {
        return get(client().create(account(base), BODY, KEY));
    }

    /** The service's answer in the place of the true one. */
    static Fault json(int status, String body) {
        return json(status, body, Map.of());
    }

    static Fault json(int status, String body, Map<String, String> headers) {
        return Fault.answer(status, "application/json", body, headers);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(15, TimeUnit.SECONDS).join();
    }

    /** What the call fails with. */
    static SeedanceException failure(CompletableFuture<?> future) {
        Throwable thrown = Assertions.catchThrowable(() -> get(future));
        Assertions.assertThat(thrown)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(SeedanceException.class);
        return (SeedanceException) thrown.getCause();
    }
}
