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
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names, and refuses private addresses where they are not trusted. HttpClient asks it for
 * each new connection, for literal addresses too, and connects to just the addresses it returns, so
 * that a name cannot mean one address when it is checked and another when it is used.
 */
final class GuardedDnsResolver implements DnsResolver {
    private static final int ANY_PORT = -1;

    private final AddressPolicy policy;
    private final DnsResolver resolver;

    GuardedDnsResolver(AddressPolicy policy, DnsResolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Arrays.stream(allowed(host, port))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return allowed(host, ANY_PORT);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    private InetAddress[] allowed(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            if (!policy.allows(host, port, address)) {
                throw new AddressRefusedException(host, port);
            }
        }
        return addresses;
    }
}
