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

import io.github.camelseedance.api.http.ClientSettings.Proxy;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the component's own HTTP client: one that sends each request once, follows no redirect,
 * keeps no cookie, and connects to private addresses only where they are trusted.
 *
 * <p>Its wire log is off, because it would hold the API key. The header log ({@code
 * org.apache.hc.client5.http.headers} at DEBUG) shows no key over HTTP/1.1; over HTTP/2 the library
 * copies headers before it logs them and would show it, as it would show a proxy's password when it
 * opens a tunnel: keep that logger out then.
 */
public final class HttpClientFactory {
    private static final Logger LOG = LoggerFactory.getLogger(HttpClientFactory.class);
    private static final int IO_THREADS = 2;

    /** The service names no keep-alive time; 30 s is below what usual gateways grant. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);

    /** A connection that rested for longer is asked whether it still stands before it is used. */
    private static final TimeValue UNCHECKED = TimeValue.ofMilliseconds(500);

    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_LENGTH = 16 * 1024;
    private static final int MAX_HEADERS_LENGTH = 64 * 1024;

    private HttpClientFactory() {}

    /**
     * A running client; the caller closes it.
     *
     * @param policy which private addresses may be connected to; the proxy is added to it
     */
    public static CloseableHttpAsyncClient create(ClientSettings settings, AddressPolicy policy) {
        AtomicReference<CloseableHttpAsyncClient> made = new AtomicReference<>();
        HttpAsyncClientBuilder builder =
                HttpAsyncClients.custom()
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableConnectionState()
                        .addExecInterceptorFirst("cancellation", new WholeCancellation())
                        .setUserAgent(UserAgent.VALUE)
                        .setThreadFactory(new DefaultThreadFactory("seedance-http", true))
                        .setIOReactorConfig(
                                IOReactorConfig.custom()
                                        .setIoThreadCount(IO_THREADS)
                                        .setTcpNoDelay(true)
                                        .build())
                        .setIoReactorExceptionCallback(
                                failure -> reactorFailed(failure, made.get()))
                        .setIoSessionDecorator(session -> session)
                        .setHttp1Config(
                                Http1Config.custom()
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .setMaxLineLength(MAX_HEADER_LENGTH)
                                        .build())
                        .setH2Config(
                                H2Config.custom()
                                        .setPushEnabled(false)
                                        .setMaxHeaderListSize(MAX_HEADERS_LENGTH)
                                        .build())
                        .evictIdleConnections(IDLE)
                        .setConnectionManager(connections(settings, policy));
        if (settings.proxy() != null) {
            useProxy(builder, settings.proxy(), policy);
        }
        CloseableHttpAsyncClient client = builder.build();
        made.set(client);
        client.start();
        return client;
    }

    /**
     * A client at work is closed by closing the selectors beneath its threads. What these meet then
     * depends on where they are: a closed selector, or a set of keys that changes under their
     * hands.
     */
    private static void reactorFailed(Exception failure, CloseableHttpAsyncClient client) {
        if (client.getStatus().compareTo(IOReactorStatus.SHUTTING_DOWN) >= 0) {
            LOG.debug("The HTTP client was closed", failure);
        } else {
            LOG.error("The HTTP client's reactor failed", failure);
        }
    }

    private static AsyncClientConnectionManager connections(
            ClientSettings settings, AddressPolicy policy) {
        HttpVersionPolicy version =
                settings.http2() ? HttpVersionPolicy.NEGOTIATE : HttpVersionPolicy.FORCE_HTTP_1;
        return PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(tls(settings.sslContext()))
                .setDefaultTlsConfig(TlsConfig.custom().setVersionPolicy(version).build())
                .setDnsResolver(new GuardedDnsResolver(policy, SystemDefaultDnsResolver.INSTANCE))
                .setMaxConnPerRoute(settings.maxConnections())
                // Hosts are few: the service, its uploads, its media. None shall starve another.
                .setMaxConnTotal(Math.multiplyExact(settings.maxConnections(), 4))
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                .setValidateAfterInactivity(UNCHECKED)
                                .build())
                .build();
    }

    private static TlsStrategy tls(SSLContext context) {
        try {
            // The verifier is named because the library's default leaves the check to the JDK, and
            // its asynchronous client asks for that check only after it has configured the engine:
            // a certificate of any host would do.
            return ClientTlsStrategyBuilder.create()
                    .setSslContext(context == null ? SSLContext.getDefault() : context)
                    .setHostnameVerifier(HttpsSupport.getDefaultHostnameVerifier())
                    .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
                    .buildAsync();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "The JVM's default TLS context cannot be made: check the javax.net.ssl system"
                            + " properties, or set sslContextParameters",
                    e);
        }
    }

    private static void useProxy(
            HttpAsyncClientBuilder builder, Proxy proxy, AddressPolicy policy) {
        HttpHost host = new HttpHost(proxy.scheme(), proxy.host(), proxy.port());
        policy.trust(URI.create(host.toURI()));
        builder.setRoutePlanner(new ProxyRoutePlanner(host, proxy.nonProxyHosts(), policy));
        if (proxy.user() != null) {
            ProxyCredentials credentials = new ProxyCredentials(proxy);
            builder.setDefaultCredentialsProvider(credentials.provider())
                    .addRequestInterceptorLast(credentials);
        }
    }
}
