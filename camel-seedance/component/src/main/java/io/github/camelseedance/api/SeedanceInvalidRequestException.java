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
import java.util.stream.Collectors;

/** A request that was refused before anything was sent; it names every fault at once. */
public class SeedanceInvalidRequestException extends SeedanceException {
    private final List<Violation> violations;

    public SeedanceInvalidRequestException(List<Violation> violations) {
        super(
                "The request is not valid and was not sent: "
                        + violations.stream()
                                .map(Violation::toString)
                                .collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** All faults that were found. */
    public List<Violation> getViolations() {
        return violations;
    }
}
