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

import org.junit.jupiter.api.Test;

class NodesRunTest {
    @Test
    void paysOnceAndLosesNothingWhileOneLeaderAfterAnotherIsKilled() throws Exception {
        Result result = NodesRun.run(50, 5, 4711);

        assertThat(result.verdict().broken()).isEmpty();
        assertThat(result.kills())
                .containsKeys(
                        Phase.BEFORE_RECORD,
                        Phase.WAITING,
                        Phase.BEFORE_ROUTE,
                        Phase.BEFORE_CONFIRM);
        assertThat(result.verdict().paid()).isEqualTo(50);
    }
}
