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
package io.github.camelseedance.emulator.task;

import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Credential;
import io.github.camelseedance.emulator.fault.Subject;
import java.util.List;
import java.util.Map;

/**
 * What a create asks for, and who asks.
 *
 * @param idempotencyKey null when the create had none
 * @param headers of the create
 */
public record TaskOrder(
        VideoRequest request,
        String idempotencyKey,
        Credential credential,
        Map<String, List<String>> headers) {

    /** What the faults of a task's end are chosen by. */
    Subject subject(String taskId) {
        return new Subject(taskId, request.model().id(), request.prompt(), headers, Map.of());
    }

    Account account() {
        return credential.account();
    }
}
