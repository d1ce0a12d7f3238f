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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The proxy's user and password. For a tunnel HttpClient answers the proxy's challenge. A plain
 * request carries them from the start, since it cannot be sent a second time after a challenge.
 */
final class ProxyCredentials implements HttpRequestInterceptor {
    private final Proxy proxy;

    ProxyCredentials(Proxy proxy) {
        this.proxy = proxy;
    }

    /** The credentials for the proxy's own host and port, and for nobody else. */
    CredentialsProvider provider() {
        return CredentialsProviderBuilder.create()
                .add(
                        new AuthScope(proxy.host(), proxy.port()),
                        new UsernamePasswordCredentials(proxy.user(), password().toCharArray()))
                .build();
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        RouteInfo route = HttpClientContext.cast(context).getHttpRoute();
        if (route.getProxyHost() != null && !route.isTunnelled()) {
            byte[] pair = (proxy.user() + ":" + password()).getBytes(StandardCharsets.UTF_8);
            request.setHeader(
                    new SecretHeader(
                            HttpHeaders.PROXY_AUTHORIZATION,
                            "Basic " + Base64.getEncoder().encodeToString(pair)));
        }
    }

    private String password() {
        return proxy.password() == null ? "" : proxy.password();
    }
}
