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
import java.util.Set;

/** No answer, or a late one. */
public sealed interface ConnectionFault extends Fault {

    /** The connection is reset (TCP RST) without an answer. */
    record Reset(Reached reached) implements ConnectionFault {

        /** Whether it does not wait for the request's body. */
        public boolean isBeforeBody() {
            return reached == Reached.HEAD;
        }

        @Override
        public FaultKind kind() {
            return switch (reached) {
                case HEAD -> FaultKind.RESET_BEFORE_BODY;
                case BODY -> FaultKind.RESET_AFTER_BODY;
                case EFFECT -> FaultKind.LOSE_ANSWER;
            };
        }
    }

    /** No answer ever; the connection stays open. */
    record Hang(Reached reached) implements ConnectionFault {
        @Override
        public FaultKind kind() {
            return reached == Reached.EFFECT ? FaultKind.HANG_AFTER_EFFECT : FaultKind.HANG;
        }
    }

    /** The request is read at once, the rest happens later (real time). */
    record Delay(Duration duration, Fault then) implements ConnectionFault {

        public Delay {
            Check.notNegative("duration", duration);
            if (then instanceof Delay) {
                throw new IllegalArgumentException(
                        "a delay cannot be delayed; give one delay with their sum");
            }
            if (Phase.common(FaultKind.DELAY.phases(), then.phases()).isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + then.text() + "' is no fault of a call, so it cannot be delayed");
            }
        }

        @Override
        public FaultKind kind() {
            return FaultKind.DELAY;
        }

        @Override
        public Set<Phase> phases() {
            return Phase.common(kind().phases(), then.phases());
        }

        @Override
        public List<Object> arguments() {
            return then instanceof None ? List.of(duration) : List.of(duration, then);
        }
    }

    /** The true answer, so much (real time) after its effect. */
    record AnswerLate(Duration duration) implements ConnectionFault {

        public AnswerLate {
            Check.notNegative("duration", duration);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.ANSWER_LATE;
        }

        @Override
        public List<Object> arguments() {
            return List.of(duration);
        }
    }
}
