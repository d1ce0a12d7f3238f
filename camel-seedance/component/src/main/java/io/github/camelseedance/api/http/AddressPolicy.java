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

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which addresses may be connected to. Links come from outside, so a private address is allowed
 * only for what was configured: the base URLs' own host and port, the proxy's, and {@code
 * trustedHosts}.
 */
public final class AddressPolicy {
    /** One server by three names: where it gives links, it may take another than the client. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final Set<String> trusted = ConcurrentHashMap.newKeySet();

    /**
     * @param trustedHosts {@code host} (any port) or {@code host:port}
     */
    public AddressPolicy(Set<String> trustedHosts) {
        trustedHosts.stream().map(AddressPolicy::normalize).forEach(trusted::add);
    }

    /** Trusts the host and port of a configured base URL; of a loopback host, by all its names. */
    public void trust(URI baseUrl) {
        String host = normalize(baseUrl.getHost());
        Set<String> names = LOOPBACK.contains(host) ? LOOPBACK : Set.of(host);
        names.forEach(name -> trusted.add(name + ":" + port(baseUrl)));
    }

    /** Whether this host and port was configured, so that its address may be private. */
    public boolean isTrusted(String host, int port) {
        String name = normalize(host);
        return trusted.contains(name) || trusted.contains(name + ":" + port);
    }

    /** Whether this host and port may be connected to at this address. */
    public boolean allows(String host, int port, InetAddress address) {
        return isTrusted(host, port) || !isPrivate(address);
    }

    /** The port that a URL means. */
    public static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /**
     * Whether an address is not one of the public Internet (IANA's special-purpose registries). An
     * IPv6 address that carries an IPv4 address is judged by that one.
     */
    public static boolean isPrivate(InetAddress address) {
        return PrivateRanges.contains(address);
    }

    /** Host names know no case; the brackets of an IPv6 address belong to URLs only. */
    private static String normalize(String host) {
        return host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    }
}
