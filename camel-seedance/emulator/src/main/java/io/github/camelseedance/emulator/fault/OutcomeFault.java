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

/** A task's end that is not a video; {@link Phase#OUTCOME}. */
public sealed interface OutcomeFault extends Fault {

    /** {@code failed}; what was reserved goes back. */
    record Failed(String code, String message) implements OutcomeFault {

        public Failed {
            Check.notBlank("code", code);
            Check.notBlank("message", message);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.FAILED;
        }

        @Override
        public List<Object> arguments() {
            return TaskErrorCode.isUsual(code, message) ? List.of(code) : List.of(code, message);
        }
    }

    /** {@code cancelled}; what was reserved goes back. */
    record Cancelled() implements OutcomeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.CANCELLED;
        }
    }

    /** {@code completed}, and paid, but with no result. */
    record WithoutResults() implements OutcomeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.WITHOUT_RESULTS;
        }
    }

    /** {@code processing} for ever. */
    record NeverEnds() implements OutcomeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.NEVER_ENDS;
        }
    }
}
