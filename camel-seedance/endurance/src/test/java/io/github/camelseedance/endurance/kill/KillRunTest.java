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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.AmbiguousSubmit;
import org.junit.jupiter.api.Test;

class KillRunTest {
    private static final int TASKS = 32;
    private static final int KILLS = 8;
    private static final long SEED = 4711;

    @Test
    void paysOnceAndLosesNothingWhenUnansweredRequestsAreRepeated() throws Exception {
        Result result = KillRun.run(AmbiguousSubmit.RETRY, TASKS, KILLS, SEED);

        assertThat(result.verdict().broken()).isEmpty();
        assertThat(result.kills()).containsKeys(Phase.values());
        assertThat(result.verdict().paid()).isGreaterThanOrEqualTo(TASKS);
        assertThat(result.verdict().unknown()).isEmpty();
    }

    @Test
    void paysOnceAndReportsWhatNobodyKnowsWhenUnansweredRequestsFail() throws Exception {
        Result result = KillRun.run(AmbiguousSubmit.FAIL, TASKS, KILLS, SEED);

        assertThat(result.verdict().broken()).isEmpty();
        assertThat(result.kills()).containsKeys(Phase.values());
        assertThat(result.verdict().unknown()).isNotEmpty();
    }
}
