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
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sends calls through the proxy, but for {@code nonProxyHosts}. Behind a proxy it is the proxy that
 * resolves names, so addresses can be checked here only where they are written out.
 */
final class ProxyRoutePlanner extends DefaultRoutePlanner {
    /** IPv6, and every spelling of IPv4 that some resolver takes: a last label of digits or hex. */
    private static final Pattern LITERAL =
            Pattern.compile(".*:.*|(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Predicate<String> LOCALHOST =
            Pattern.compile("(.*\\.)?localhost\\.?", Pattern.CASE_INSENSITIVE).asMatchPredicate();

    private final HttpHost proxy;
    private final Predicate<String> direct;
    private final AddressPolicy policy;

    ProxyRoutePlanner(HttpHost proxy, String nonProxyHosts, AddressPolicy policy) {
        super(DefaultSchemePortResolver.INSTANCE);
        this.proxy = proxy;
        this.direct = nonProxyHosts == null ? host -> false : patterns(nonProxyHosts);
        this.policy = policy;
    }

    @Override
    protected HttpHost determineProxy(HttpHost target, HttpContext context)
            throws ProtocolException {
        String host = target.getHostName();
        if (direct.test(host.toLowerCase(Locale.ROOT))) {
            return null;
        }
        int port = DefaultSchemePortResolver.INSTANCE.resolve(target);
        if (!policy.isTrusted(host, port) && isWrittenOutPrivate(host)) {
            AddressRefusedException refused = new AddressRefusedException(host, port);
            throw new ProtocolException(refused.getMessage(), refused);
        }
        return proxy;
    }

    private static boolean isWrittenOutPrivate(String host) {
        if (LOCALHOST.test(host)) {
            return true;
        }
        if (!LITERAL.matcher(host).matches()) {
            return false;
        }
        try {
            return AddressPolicy.isPrivate(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return true; // a spelling that only the proxy may understand
        }
    }

    private static Predicate<String> patterns(String nonProxyHosts) {
        String regex =
                Arrays.stream(nonProxyHosts.toLowerCase(Locale.ROOT).split("\\|"))
                        .map(String::strip)
                        .filter(pattern -> !pattern.isEmpty())
                        .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                        .collect(Collectors.joining("|"));
        return Pattern.compile(regex).asMatchPredicate();
    }
}
