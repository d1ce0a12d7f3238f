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

/** Which hosts were configured by the user, so that they may be private and without TLS. */
@FunctionalInterface
public interface HostTrust {

    /** Nothing was configured. */
    HostTrust NONE = (host, port) -> false;

    /**
     * Whether this host and port were configured, such as those of a {@code baseUrl} on loopback.
     *
     * @param host in lower case, an IPv6 address without brackets
     * @param port always given
     */
    boolean covers(String host, int port);
}
