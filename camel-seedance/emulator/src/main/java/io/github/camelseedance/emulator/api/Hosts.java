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

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells kinds of hosts apart by their spelling alone; no name is ever resolved for it. */
public final class Hosts {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

    private static final Pattern PRIVATE =
            Pattern.compile(
                    "(0|10)(\\.\\d{1,3}){3}|192\\.168(\\.\\d{1,3}){2}|169\\.254(\\.\\d{1,3}){2}"
                            + "|172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2}|\\[f[cde].*");

    private Hosts() {}

    /**
     * @param host as {@link java.net.URI#getHost()} gives it, an IPv6 address in brackets
     */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether the host is an address of a private or link-local network. */
    public static boolean isPrivate(String host) {
        return PRIVATE.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
