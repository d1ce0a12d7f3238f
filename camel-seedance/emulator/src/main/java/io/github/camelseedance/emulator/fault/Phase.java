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

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where on a task's way something can go wrong: the kinds of call, and what no call asks for. */
public enum Phase {
    /** {@code POST /v1/videos/generations}. */
    CREATE,
    /** {@code GET /v1/tasks/{id}}. */
    STATUS,
    /** {@code POST /v1/tasks/batch}. */
    BATCH,
    /** {@code GET /v1/credits}. */
    CREDITS,
    /** Everything below {@code /api/v1/files/upload} and {@code GET /api/v1/files/quota}. */
    UPLOAD,
    /** {@code GET} and {@code HEAD} of result videos. */
    DOWNLOAD,
    /** How a task ends; decided when it is created. */
    OUTCOME,
    /** The service's call of a {@code callback_url}. */
    CALLBACK;

    /** The phases that are calls of a client. */
    static final Set<Phase> CALLS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(OUTCOME, CALLBACK)));

    static final Set<Phase> ALL = Collections.unmodifiableSet(EnumSet.allOf(Phase.class));

    /** As a script spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Phase> of(String word) {
        return ALL.stream().filter(phase -> phase.word().equals(word)).findFirst();
    }

    /** All words, for messages. */
    static String words() {
        return Arrays.stream(values()).map(Phase::word).collect(Collectors.joining(", "));
    }

    static Set<Phase> common(Set<Phase> some, Set<Phase> others) {
        Set<Phase> common = EnumSet.copyOf(some);
        common.retainAll(others);
        return common;
    }
}
