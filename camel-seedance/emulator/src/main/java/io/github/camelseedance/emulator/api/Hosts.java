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
package io.github.camelseedance.emulator.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Tells kinds of hosts apart by their spelling alone; no name is ever resolved for it. */
public final class Hosts {

    private static final Pattern LOCALHOST =
            Pattern.compile("localhost\\.?", Pattern.CASE_INSENSITIVE);
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private Hosts() {}

    /**
     * @param host as {@link java.net.URI#getHost()} gives it, an IPv6 address in brackets
     */
    public static boolean isLoopback(String host) {
        InetAddress address = address(host);
        return address == null ? LOCALHOST.matcher(host).matches() : address.isLoopbackAddress();
    }

    /**
     * Whether the host is an address of a private or link-local network, or the one that stands for
     * any of this machine's; also an IPv6 address that stands for such an IPv4 one.
     */
    public static boolean isPrivate(String host) {
        InetAddress address = address(host);
        return address != null && isPrivate(address);
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean v6 = address instanceof Inet6Address;
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (v6 ? (bytes[0] & 0xfe) == 0xfc || isZero(bytes) : bytes[0] == 0);
    }

    /** Whether the first 12 bytes are 0, as those of {@code ::} and of {@code ::10.0.0.1}. */
    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, 0, 12, new byte[12], 0, 12);
    }

    /** The address that the host is, null when it is a name; one mapped to IPv6 is IPv4 again. */
    private static InetAddress address(String host) {
        try {
            if (host.startsWith("[")) {
                String bare = host.substring(1, host.length() - 1);
                return InetAddress.getByName(bare.split("%", 2)[0]);
            }
            return IPV4.matcher(host).matches() ? InetAddress.getByAddress(bytes(host)) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Each number is decimal, whatever it begins with. */
    private static byte[] bytes(String address) {
        byte[] bytes = new byte[4];
        String[] parts = address.split("\\.");
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    /**
     * The base of URLs, without the slash at its end.
     *
     * @throws IllegalArgumentException when it is anything but scheme, host and port
     */
    public static String baseUrl(String text) {
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI url = new URI(bare);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && bare.equals(url.getScheme() + "://" + url.getAuthority())
                    && url.getUserInfo() == null) {
                return bare;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "publicUrl is '"
                        + text
                        + "' but must be http:// or https:// with a host and, if need be, a port");
    }
}
