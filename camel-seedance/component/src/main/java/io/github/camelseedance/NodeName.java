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
package io.github.camelseedance;

import java.util.UUID;

/** The name under which a process owns rows of the task table, in words for an operator. */
final class NodeName {
    private static final int MAX_LENGTH = 200;
    private static final int UNIQUE_LENGTH = 18;

    private NodeName() {}

    /** Another one at each call, of at most 200 characters: {@code context@host/4b1d6a0c-...}. */
    static String of(String context, String host) {
        String unique = UUID.randomUUID().toString().substring(0, UNIQUE_LENGTH);
        String place = context + '@' + host;
        int room = MAX_LENGTH - UNIQUE_LENGTH - 1;
        return (place.length() > room ? place.substring(0, room) : place) + '/' + unique;
    }
}
