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

import static io.github.camelseedance.api.http.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.nio.support.BasicResponseProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls over TLS, and the choice of the HTTP version. */
class TlsTest extends ClientTestSupport {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static SSLContext own;

    /** A key for 127.0.0.1, made by the JDK's own tool. */
    @BeforeAll
    static void makeKey(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=test",
                                "-ext",
                                "SAN=ip:127.0.0.1",
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("own", keys.getCertificate("mykey"));
        own =
                SSLContexts.custom()
                        .loadKeyMaterial(keys, PASSWORD)
                        .loadTrustMaterial(trust, null)
                        .build();
    }

    private static RawServer secure() throws Exception {
        ServerSocket socket =
                own.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new RawServer(
                socket,
                client -> {
                    client.next();
                    client.send(answer(200, TASK));
                    client.awaitEnd();
                });
    }

    @Test
    void usesTheGivenContext() throws Exception {
        sslContext = own;
        try (RawServer server = secure()) {
            assertThat(create(URI.create("https://127.0.0.1:" + server.port())))
                    .isInstanceOf(Accepted.class);
        }
    }

    @Test
    void sendsNothingToACertificateItDoesNotTrust() throws Exception {
        try (RawServer server = secure()) {
            assertThat(create(URI.create("https://127.0.0.1:" + server.port())))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused ->
                                    assertThat(refused.cause())
                                            .hasMessageContaining("sslContextParameters"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void sendsNothingToACertificateOfAnotherHost() throws Exception {
        sslContext = own;
        trustedHosts = Set.of("localhost");
        try (RawServer server = secure()) {
            assertThat(create(URI.create("https://localhost:" + server.port())))
                    .isInstanceOf(NotAccepted.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void speaksHttp2WhereItIsAskedFor() throws Exception {
        sslContext = own;
        http2 = true;
        assertThat(versionAtTheServer()).containsExactly("HTTP/2.0");
    }

    @Test
    void speaksHttp1WhereItIsNot() throws Exception {
        sslContext = own;
        assertThat(versionAtTheServer()).containsExactly("HTTP/1.1");
    }

    private List<String> versionAtTheServer() throws Exception {
        List<String> versions = new CopyOnWriteArrayList<>();
        HttpAsyncServer server =
                H2ServerBootstrap.bootstrap()
                        .setTlsStrategy(new H2ServerTlsStrategy(own))
                        .setCanonicalHostName("127.0.0.1")
                        .register("*", new Answering(versions))
                        .create();
        server.start();
        try {
            InetSocketAddress address =
                    (InetSocketAddress)
                            server.listen(new InetSocketAddress("127.0.0.1", 0), URIScheme.HTTPS)
                                    .get()
                                    .getAddress();
            assertThat(create(URI.create("https://127.0.0.1:" + address.getPort())))
                    .isInstanceOf(Accepted.class);
        } finally {
            server.close(CloseMode.IMMEDIATE);
        }
        return versions;
    }

    /** Accepts every create, and notes in which version it came. */
    private record Answering(List<String> versions)
            implements AsyncServerRequestHandler<Message<HttpRequest, byte[]>> {
        @Override
        public AsyncRequestConsumer<Message<HttpRequest, byte[]>> prepare(
                HttpRequest request, EntityDetails entity, HttpContext context) {
            return new BasicRequestConsumer<>(new BasicAsyncEntityConsumer());
        }

        @Override
        public void handle(
                Message<HttpRequest, byte[]> message, ResponseTrigger trigger, HttpContext context)
                throws HttpException, IOException {
            assertThat(message.getBody()).isEqualTo(BODY);
            versions.add(context.getProtocolVersion().toString());
            trigger.submitResponse(
                    new BasicResponseProducer(
                            new BasicHttpResponse(200),
                            new StringAsyncEntityProducer(TASK, ContentType.APPLICATION_JSON)),
                    context);
        }
    }
}
