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
package io.github.camelseedance.emulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.api.Json;

/** A refusal of the control API: what was wrong, with which value, and what is allowed. */
final class ControlError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ControlError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static ControlError badRequest(String message) {
        return new ControlError(400, message);
    }

    static ControlError notFound(String message) {
        return new ControlError(404, message);
    }

    ControlReply answer() {
        ObjectNode envelope = Json.object();
        envelope.putObject("error").put("message", getMessage());
        return ControlReply.json(status, envelope);
    }
}
