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

import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How calls are made.
 *
 * @param connectTimeout for a connection
 * @param createTimeout for the whole of a create call
 * @param readTimeout for the whole of a status or credits call, and for each silence of a download
 * @param uploadTimeout for the whole of an upload
 * @param maxConnections kept to one host at once
 * @param trustedHosts {@code host} or {@code host:port} that may have private addresses
 * @param http2 whether HTTP/2 is negotiated over TLS
 * @param sslContext or null for the JVM's own
 * @param proxy or null
 */
public record ClientSettings(
        Duration connectTimeout,
        Duration createTimeout,
        Duration readTimeout,
        Duration uploadTimeout,
        int maxConnections,
        Set<String> trustedHosts,
        boolean http2,
        SSLContext sslContext,
        Proxy proxy) {

    /**
     * A forward proxy.
     *
     * @param user or null
     * @param password or null; never shown
     * @param nonProxyHosts patterns with {@code *}, separated by {@code |}, as the JDK's own; or
     *     null
     */
    public record Proxy(
            String scheme,
            String host,
            int port,
            String user,
            String password,
            String nonProxyHosts) {
        @Override
        public String toString() {
            return scheme + "://" + host + ":" + port;
        }
    }
}
