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

import java.time.Duration;
import java.util.List;

/** What goes wrong with the service's call of a {@code callback_url}; {@link Phase#CALLBACK}. */
public sealed interface CallbackFault extends Fault {

    /** Whether it acts when the task is created, and not when its callback is due. */
    default boolean actsAtCreation() {
        return false;
    }

    /** No callback at all. */
    record NotSent() implements CallbackFault {
        @Override
        public FaultKind kind() {
            return FaultKind.NOT_SENT;
        }
    }

    /**
     * The callback leaves later.
     *
     * @param duration emulated time
     */
    record Late(Duration duration) implements CallbackFault {

        public Late {
            Check.notNegative("duration", duration);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.LATE;
        }

        @Override
        public List<Object> arguments() {
            return List.of(duration);
        }
    }

    /** The task completes and its callback is delivered before its create is answered. */
    record BeforeAnswer() implements CallbackFault {

        @Override
        public FaultKind kind() {
            return FaultKind.BEFORE_ANSWER;
        }

        @Override
        public boolean actsAtCreation() {
            return true;
        }
    }

    /** The same callback comes twice. */
    record Twice() implements CallbackFault {
        @Override
        public FaultKind kind() {
            return FaultKind.TWICE;
        }
    }

    /** After the final body comes a stale one that says {@code processing}. */
    record OutOfOrder() implements CallbackFault {
        @Override
        public FaultKind kind() {
            return FaultKind.OUT_OF_ORDER;
        }
    }

    /** At the task's creation somebody else sends a body that claims it is completed. */
    record Forged() implements CallbackFault {

        @Override
        public FaultKind kind() {
            return FaultKind.FORGED;
        }

        @Override
        public boolean actsAtCreation() {
            return true;
        }
    }

    /** Comes as an empty GET, which is what following a 301 makes of a POST. */
    record Redirecting() implements CallbackFault {
        @Override
        public FaultKind kind() {
            return FaultKind.REDIRECTING;
        }
    }
}
