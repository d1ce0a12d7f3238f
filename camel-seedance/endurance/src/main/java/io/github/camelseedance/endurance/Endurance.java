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
package io.github.camelseedance.endurance;

import io.github.camelseedance.endurance.kill.KillRun;
import io.github.camelseedance.endurance.kill.NodesRun;
import io.github.camelseedance.endurance.load.Million;
import io.github.camelseedance.endurance.load.Storm;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Starts the run that the first word names; the words after it are its options. */
public final class Endurance {
    /** One kind of run. */
    interface Run {
        /** Runs, prints its figures and throws when a promise was broken. */
        void run(String[] options) throws Exception;
    }

    private static final Map<String, Run> RUNS =
            new TreeMap<>(
                    Map.of(
                            "kill", KillRun::run,
                            "nodes", NodesRun::run,
                            "storm", Storm::run,
                            "million", Million::run));

    private Endurance() {}

    public static void main(String[] words) throws Exception {
        Run run = words.length == 0 ? null : RUNS.get(words[0]);
        if (run == null) {
            throw new IllegalArgumentException(
                    "Say which run: -Dendurance=\"NAME --option value\" with one of the names "
                            + RUNS.keySet());
        }
        run.run(Arrays.copyOfRange(words, 1, words.length));
    }
}
