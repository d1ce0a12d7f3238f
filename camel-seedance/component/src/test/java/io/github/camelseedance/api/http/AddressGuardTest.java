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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.api.http.CreateOutcome.Accepted;
import io.github.camelseedance.api.http.CreateOutcome.NotAccepted;
import io.github.camelseedance.emulator.SeedanceEmulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private addresses are reached only where they are trusted. */
class AddressGuardTest extends ClientTestSupport {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.1.2.3",
                "::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "2001:0:4136:e378::1",
                "2002:a00:1::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd12:3456:789a::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void knowsPrivateAddresses(String address) throws UnknownHostException {
        assertThat(AddressPolicy.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111"
            })
    void knowsPublicAddresses(String address) throws UnknownHostException {
        assertThat(AddressPolicy.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void trustsAHostOnItsPortOrOnAny() throws UnknownHostException {
        AddressPolicy policy = new AddressPolicy(Set.of("Media.Local", "nas:8443", "[::1]:99"));
        policy.trust(URI.create("http://emulator"));
        InetAddress address = InetAddress.getByName("10.0.0.1");
        assertThat(policy.allows("media.local", 1, address)).isTrue();
        assertThat(policy.allows("NAS", 8443, address)).isTrue();
        assertThat(policy.allows("nas", 443, address)).isFalse();
        assertThat(policy.allows("::1", 99, InetAddress.getByName("::1"))).isTrue();
        assertThat(policy.allows("::1", 98, InetAddress.getByName("::1"))).isFalse();
        assertThat(policy.allows("emulator", 80, address)).isTrue();
        assertThat(policy.allows("emulator", 81, address)).isFalse();
        assertThat(policy.allows("other", 80, address)).isFalse();
        assertThat(policy.allows("other", 80, InetAddress.getByName("8.8.8.8"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:81", "http://127.0.0.1:81", "http://[::1]:81"})
    void trustsALoopbackHostByAllItsNames(String baseUrl) {
        AddressPolicy policy = new AddressPolicy(Set.of());
        policy.trust(URI.create(baseUrl));
        for (String name : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
            assertThat(policy.isTrusted(name, 81)).isTrue();
            assertThat(policy.isTrusted(name, 82)).isFalse();
        }
        assertThat(policy.isTrusted("127.0.0.2", 81)).isFalse();
    }

    @Test
    void onePrivateAddressSpoilsAName() throws UnknownHostException {
        InetAddress open = InetAddress.getByName("8.8.8.8");
        InetAddress inner = InetAddress.getByName("10.0.0.1");
        AddressPolicy policy = new AddressPolicy(Set.of("trusted:80"));
        GuardedDnsResolver mixed = new GuardedDnsResolver(policy, fixed(open, inner));
        assertThatThrownBy(() -> mixed.resolve("evil", 80))
                .isInstanceOf(AddressRefusedException.class)
                .hasMessageContaining("'evil:80' in the option trustedHosts");
        assertThatThrownBy(() -> mixed.resolve("trusted"))
                .isInstanceOf(AddressRefusedException.class);
        assertThat(mixed.resolve("trusted", 80))
                .containsExactly(new InetSocketAddress(open, 80), new InetSocketAddress(inner, 80));
        assertThat(new GuardedDnsResolver(policy, fixed(open)).resolve("good"))
                .containsExactly(open);
    }

    @Test
    void aLiteralPrivateAddressIsNotConnectedTo() {
        trustedHosts = Set.of();
        for (String host : new String[] {"127.0.0.1", "localhost", "2130706433"}) {
            assertThat(create(URI.create("http://" + host + ":" + service().getPort())))
                    .isInstanceOfSatisfying(
                            NotAccepted.class,
                            refused ->
                                    assertThat(refused.cause())
                                            .hasRootCauseInstanceOf(AddressRefusedException.class)
                                            .hasMessageContaining("trustedHosts"));
        }
        assertThat(emulator.journal().connections()).isZero();
    }

    @Test
    void aTrustedPortIsNoTrustInAnother() {
        trustedHosts = Set.of(service().getAuthority());
        try (SeedanceEmulator other = SeedanceEmulator.builder().build().start()) {
            assertThat(create()).isInstanceOf(Accepted.class);
            assertThat(create(URI.create(other.baseUrl()))).isInstanceOf(NotAccepted.class);
            assertThat(other.journal().connections()).isZero();
        }
    }

    private static DnsResolver fixed(InetAddress... addresses) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return addresses;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
