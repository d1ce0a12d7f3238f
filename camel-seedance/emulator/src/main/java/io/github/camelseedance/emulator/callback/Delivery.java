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
package io.github.camelseedance.emulator.callback;

import java.util.List;

/**
 * A callback and how far it has come, as it was when asked.
 *
 * @param url the receiver, as the create gave it
 * @param method {@code POST} unless a fault turns it into {@code GET}
 * @param body JSON; empty with {@code GET}
 * @param attempts those that are over, oldest first
 */
public record Delivery(
        String taskId,
        String url,
        String method,
        String body,
        State state,
        List<Attempt> attempts) {

    /** How far a delivery has come. */
    public enum State {
        /** Still to be sent, being sent, or to be sent again. */
        WAITING,
        /** The receiver answered with a 2xx status. */
        DELIVERED,
        /** The first attempt and all retries have failed. */
        GIVEN_UP,
        /** A fault kept it from being sent. */
        NOT_SENT
    }
}
