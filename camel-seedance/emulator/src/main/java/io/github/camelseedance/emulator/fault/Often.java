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

import java.math.BigDecimal;

/**
 * How often a rule applies.
 *
 * @param times how many more times; {@link Integer#MAX_VALUE} for no end
 * @param probability 0 to 1, of each call; below 1 only without end
 */
public record Often(int times, double probability) {

    static final Often ONCE = new Often(1, 1);
    static final Often ALWAYS = new Often(Integer.MAX_VALUE, 1);

    static Often times(int times) {
        Check.atLeast(1, "times", times);
        return new Often(times, 1);
    }

    static Often sometimes(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability is " + probability + " but must be 0 to 1, as 0.2");
        }
        return new Often(Integer.MAX_VALUE, probability);
    }

    boolean isCounted() {
        return times < Integer.MAX_VALUE;
    }

    boolean isDiced() {
        return probability < 1;
    }

    Often less() {
        return isCounted() ? new Often(times - 1, probability) : this;
    }

    /** As a script writes it: nothing for once, {@code *3}, {@code *}, {@code %20}. */
    public String text() {
        if (isDiced()) {
            return "%"
                    + BigDecimal.valueOf(probability)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString();
        }
        if (isCounted()) {
            return times == 1 ? "" : "*" + times;
        }
        return "*";
    }
}
