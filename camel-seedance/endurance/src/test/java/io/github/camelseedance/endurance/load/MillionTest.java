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
package io.github.camelseedance.endurance.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A fiftieth of the million, with a table in memory, since what bounds the speed of one in a file
 * is the writing; the whole is a command.
 */
class MillionTest {
    private static final int TASKS = 20_000;

    @Test
    @Timeout(300)
    void keepsNoMoreRowsThanAreOpenParkedOrRemembered() throws Exception {
        MillionFigures figures = new Million(TASKS, false).run();

        assertThatCode(figures::check).doesNotThrowAnyException();
        assertThat(figures.table().mostParked()).isEqualTo(Million.PARKED);
        // On a machine that is done before keyRetention is over nothing is purged until the end.
        assertThat(figures.table().mostRows()).isBetween(1L, (long) TASKS + Million.PARKED);
    }
}
