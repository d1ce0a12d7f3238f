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
package io.github.camelseedance.benchmark;

import java.time.Duration;

/**
 * What is measured at a time.
 *
 * @param callbacks where the callbacks arrive
 * @param rate ends of tasks in a second, or 0 for all at once
 * @param duration of each task
 */
record LatencyCase(Callbacks callbacks, int tasks, int rate, Duration duration) {
    enum Callbacks {
        SAME_NODE("callbacks, consumer's node"),
        OTHER_NODE("callbacks, other node"),
        NONE("polling only");

        private final String text;

        Callbacks(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    String rateText() {
        return rate == 0 ? "all at once" : rate + "/s";
    }
}
