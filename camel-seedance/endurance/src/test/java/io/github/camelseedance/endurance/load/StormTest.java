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

import io.github.camelseedance.emulator.fault.FaultKind;
import io.github.camelseedance.emulator.fault.Phase;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small storm; the large one is a command. */
class StormTest {
    private static final int TASKS = 200;
    private static final long SEED = 4711;

    @Test
    @Timeout(400)
    void losesNoTaskAndPaysNoneTwiceWhileAnswersGetLost() throws Exception {
        StormFigures figures = new Storm(TASKS, SEED, false).run();

        assertThat(figures.book().unexpected()).isEmpty();
        assertThat(figures.paidTwice()).isEmpty();
        assertThat(figures.lost()).isEmpty();
        assertThat(figures.refusedAndPaid()).isEmpty();
        assertThat(figures.notDelivered()).isEmpty();
        assertThat(figures.book().deliveredTwice()).isEmpty();
        assertThat(figures.book().deliveries())
                .hasSizeBetween(TASKS, TASKS + TASKS / Storm.FORBIDDEN_EACH);
        assertThat(figures.traffic().faultShare(Phase.CREATE)).isGreaterThan(0.15);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS", "BATCH"})
    void hasFaultsOfEveryKind(Phase phase) {
        assertThat(StormFaults.missing(phase)).isEqualTo(EnumSet.noneOf(FaultKind.class));
    }
}
