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

/** The true answer, but not as it should be. */
public sealed interface ChangeFault extends Fault {

    /** Changes what is said of one task, alone or in a batch. */
    sealed interface OfTask extends ChangeFault {}

    /** The true answer's first bytes, as a complete HTTP message. */
    record Truncate(int bytes) implements ChangeFault {

        public Truncate {
            Check.atLeast(0, "bytes", bytes);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.TRUNCATE;
        }

        @Override
        public List<Object> arguments() {
            return List.of(bytes);
        }
    }

    /** The true answer, but the connection closes after so many bytes of its body. */
    record CutAt(long bytes) implements ChangeFault {

        public CutAt {
            Check.atLeast(0, "bytes", bytes);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.CUT_AT;
        }

        @Override
        public List<Object> arguments() {
            return List.of(bytes);
        }
    }

    /** The true answer under a false Content-Length. */
    record WrongLength(long delta) implements ChangeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.WRONG_LENGTH;
        }

        @Override
        public List<Object> arguments() {
            return List.of(delta);
        }
    }

    /** The true answer, a few bytes at a time. */
    record Dripping(int bytes, Duration pause) implements ChangeFault {

        public Dripping {
            Check.atLeast(1, "bytes", bytes);
            Check.notNegative("pause", pause);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.DRIPPING;
        }

        @Override
        public List<Object> arguments() {
            return List.of(bytes, pause);
        }
    }

    /** The whole video, whatever range was asked for. */
    record IgnoreRange() implements ChangeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.IGNORE_RANGE;
        }
    }

    /** A 206 that does not say which range it is. */
    record RangeWithoutContentRange() implements ChangeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.RANGE_WITHOUT_CONTENT_RANGE;
        }
    }

    /** The true answer to a create without its id. */
    record WithoutId() implements ChangeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.WITHOUT_ID;
        }
    }

    /** The true answer with another status word. */
    record UnknownStatus(String word) implements OfTask {

        public UnknownStatus {
            Check.notBlank("word", word);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.UNKNOWN_STATUS;
        }

        @Override
        public List<Object> arguments() {
            return List.of(word);
        }
    }

    /** The true answer with half of its progress. */
    record ProgressGoesBack() implements OfTask {
        @Override
        public FaultKind kind() {
            return FaultKind.PROGRESS_GOES_BACK;
        }
    }

    /** The first tasks of a batch only. */
    record Partial(int tasks) implements ChangeFault {

        public Partial {
            Check.atLeast(0, "tasks", tasks);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.PARTIAL;
        }

        @Override
        public List<Object> arguments() {
            return List.of(tasks);
        }
    }

    /** A batch without one of its tasks. */
    record Omit(int index) implements ChangeFault {

        public Omit {
            Check.atLeast(0, "index", index);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.OMIT;
        }

        @Override
        public List<Object> arguments() {
            return List.of(index);
        }
    }
}
