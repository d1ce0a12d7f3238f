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
package io.github.camelseedance.endurance.kill;

import java.util.Locale;

/** How a message becomes a task, and its end a delivery. Part of each key. */
enum Kind {
    /** {@code seedance:submit}, then {@code seedance:completion}. */
    SUBMIT,
    /** {@code seedance:generate} in one exchange. */
    GENERATE;

    String key(int number) {
        return "endurance-%s-%05d".formatted(folder(), number);
    }

    /** Where its messages wait. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String key) {
        return key.contains(SUBMIT.folder()) ? SUBMIT : GENERATE;
    }
}
