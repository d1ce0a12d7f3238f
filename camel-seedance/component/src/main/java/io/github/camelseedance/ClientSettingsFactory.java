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

import io.github.camelseedance.api.http.ClientSettings;
import io.github.camelseedance.api.http.ClientSettings.Proxy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how calls are made from the component's options and from what the context offers. */
final class ClientSettingsFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSettingsFactory.class);

    private ClientSettingsFactory() {}

    static ClientSettings of(SeedanceComponent component)
            throws GeneralSecurityException, IOException {
        return new ClientSettings(
                Duration.ofMillis(component.getConnectTimeout()),
                Duration.ofMillis(component.getCreateTimeout()),
                Duration.ofMillis(component.getReadTimeout()),
                Duration.ofMillis(component.getUploadTimeout()),
                component.getMaxConnections(),
                trustedHosts(component.getTrustedHosts()),
                component.isHttp2(),
                sslContext(component),
                proxy(component));
    }

    static Set<String> trustedHosts(String hosts) {
        return hosts == null
                ? Set.of()
                : Arrays.stream(hosts.split(","))
                        .map(String::trim)
                        .filter(host -> !host.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static SSLContext sslContext(SeedanceComponent component)
            throws GeneralSecurityException, IOException {
        SSLContextParameters parameters = component.effectiveSslContextParameters();
        return parameters == null ? null : parameters.createSSLContext(component.getCamelContext());
    }

    private static Proxy proxy(SeedanceComponent component) {
        if (component.getProxyHost() != null) {
            if (component.getProxyPort() == null) {
                throw new IllegalArgumentException(
                        "proxyHost="
                                + component.getProxyHost()
                                + " needs a proxyPort, such as 3128");
            }
            return new Proxy(
                    "http",
                    component.getProxyHost(),
                    component.getProxyPort(),
                    component.getProxyUser(),
                    component.getProxyPassword(),
                    component.getNonProxyHosts());
        }
        return camelProxy(component.getCamelContext());
    }

    /** Users set their proxy once, on Camel's own HTTP component. */
    private static Proxy camelProxy(CamelContext context) {
        if (context.hasComponent("https") instanceof HttpComponent http
                && http.getProxyHost() != null
                && http.getProxyPort() != null) {
            Proxy proxy =
                    new Proxy(
                            "http",
                            http.getProxyHost(),
                            http.getProxyPort(),
                            http.getProxyAuthUsername(),
                            http.getProxyAuthPassword(),
                            http.getNonProxyHosts());
            LOG.info("Calls go through the proxy of Camel's https component: {}", proxy);
            return proxy;
        }
        return null;
    }
}
