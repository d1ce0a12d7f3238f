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
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Resolves every name to loopback, and refuses it where the policy does not trust it. */
public final class RefusingResolver implements DnsResolver {
    private final AddressPolicy policy;

    public RefusingResolver(AddressPolicy policy) {
        this.policy = policy;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (!policy.allows(host, port, loopback)) {
            throw new AddressRefusedException(host, port);
        }
        return List.of(new InetSocketAddress(loopback, port));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException("no port given for " + host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
