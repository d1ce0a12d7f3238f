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
package io.github.camelseedance.emulator.fault;

import java.util.List;
import java.util.Map;

/**
 * What a call is about, as far as it is known: by this faults are chosen.
 *
 * @param taskId null when it is about none, or none yet
 * @param model the task's; null when unknown
 * @param prompt the task's; null when unknown
 * @param createHeaders of the create that made the task; for a create its own
 * @param callHeaders of the call itself; empty for a create
 */
public record Subject(
        String taskId,
        String model,
        String prompt,
        Map<String, List<String>> createHeaders,
        Map<String, List<String>> callHeaders) {

    /** Nothing is known. */
    public static final Subject UNKNOWN = new Subject(null, null, null, Map.of(), Map.of());

    public Subject {
        createHeaders = createHeaders == null ? Map.of() : createHeaders;
        callHeaders = callHeaders == null ? Map.of() : callHeaders;
    }

    /** The values of a header, whose name may be in any case. */
    static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }
}
