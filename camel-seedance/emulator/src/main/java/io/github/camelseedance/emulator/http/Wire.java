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
package io.github.camelseedance.emulator.http;

import io.github.camelseedance.emulator.service.Reply;
import java.time.Duration;

/**
 * One request's way back to its client. At most one of the methods is called, once, from any
 * thread.
 */
interface Wire {

    void send(Reply reply);

    /**
     * Sends the reply under a false Content-Length; the connection closes if that is more than is
     * there.
     */
    void sendAnnouncing(Reply reply, long length);

    /** Sends the reply in pieces of so many bytes with pauses between them. */
    void drip(Reply reply, int bytes, Duration pause);

    /** Kills the connection with a TCP reset. */
    void reset();

    /** Lets the client wait for an answer that never comes. */
    void hang();
}
