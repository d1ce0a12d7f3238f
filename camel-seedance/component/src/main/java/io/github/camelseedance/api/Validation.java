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

import java.util.List;

/** What is done about a request that breaks a rule; nothing has been paid at that time. */
public enum Validation {
    /** Every breach refuses the request. */
    STRICT,

    /** A breach of a limit is logged and the service decides; any other refuses the request. */
    WARN,

    /** Limits are not looked at; a breach of any other rule refuses the request. */
    OFF;

    /** Those of the violations that refuse the request. */
    public List<Violation> refusing(List<Violation> violations) {
        return this == STRICT ? violations : of(violations, Violation.Kind.SHAPE);
    }

    /** Those of the violations that are logged while the request goes on. */
    public List<Violation> warning(List<Violation> violations) {
        return this == WARN ? of(violations, Violation.Kind.LIMIT) : List.of();
    }

    private static List<Violation> of(List<Violation> violations, Violation.Kind kind) {
        return violations.stream().filter(violation -> violation.kind() == kind).toList();
    }
}
