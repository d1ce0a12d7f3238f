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

import java.net.UnknownHostException;

/** A connection was not made, because the address is private and the host is not trusted. */
public final class AddressRefusedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    AddressRefusedException(String host, int port) {
        super(
                "'"
                        + host
                        + "' has a private address, to which no connection is made. If it is meant,"
                        + " name '"
                        + host
                        + ":"
                        + port
                        + "' in the option trustedHosts");
    }
}
