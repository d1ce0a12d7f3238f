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
package io.github.camelseedance.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a host name tells by itself, without asking DNS. */
public final class HostNames {
    /** Top-level names that are reserved for private use (RFC 6761, RFC 6762, ICANN 2024). */
    private static final List<String> PRIVATE_SUFFIXES =
            List.of(".localhost", ".local", ".internal");

    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]*|[0-9]+");
    private static final int PARTS = 4;
    private static final int MAX_DIGITS = 16;

    private HostNames() {}

    /**
     * Whether this host is plainly not one of the public Internet: a name that is reserved for
     * private use or has no dot, or an address, however it is written, that is private.
     */
    public static boolean isPlainlyPrivate(String host, Predicate<InetAddress> isPrivate) {
        Optional<InetAddress> address = address(host);
        if (address.isPresent()) {
            return isPrivate.test(address.get());
        }
        return host.indexOf('.') < 0 || PRIVATE_SUFFIXES.stream().anyMatch(host::endsWith);
    }

    /** The address that a host is when it is not a name. */
    private static Optional<InetAddress> address(String host) {
        try {
            if (host.indexOf(':') >= 0) {
                // With a colon it can only be an address, so that this looks nothing up.
                return Optional.of(InetAddress.getByName(host.split("%", 2)[0]));
            }
            byte[] address = v4(host);
            return address == null
                    ? Optional.empty()
                    : Optional.of(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads an IPv4 address as {@code inet_aton} of the C library does, which most HTTP clients
     * follow: one to four numbers, decimal, octal or hexadecimal, of which the last fills the rest.
     */
    private static byte[] v4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length > PARTS) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long room = i < parts.length - 1 ? 1L << 8 : 1L << (8 * (PARTS - i));
            long number = number(parts[i]);
            if (number < 0 || number >= room) {
                return null;
            }
            address = address * room + number;
        }
        return new byte[] {
            (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
        };
    }

    private static long number(String text) {
        if (!NUMBER.matcher(text).matches() || text.length() > MAX_DIGITS) {
            return -1;
        }
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return text.length() == 2 ? 0 : Long.parseLong(text.substring(2), 16);
            }
            return Long.parseLong(text, text.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
