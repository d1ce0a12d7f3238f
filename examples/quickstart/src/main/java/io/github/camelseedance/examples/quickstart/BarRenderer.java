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
package io.github.camelseedance.examples.quickstart;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws one line: name, bar, percent, elapsed time, what is going on. */
final class BarRenderer implements ProgressBarRenderer {

    private static final String COLOUR = "\u001b[36m";
    private static final String FAINT = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final int ESCAPES = (COLOUR + PLAIN + FAINT + PLAIN).length();
    private static final int MIN_BAR = 10;
    private static final int MAX_BAR = 40;
    private static final int MESSAGE = 20;
    private static final int MAX_NAME = 24;

    private final String nameFormat;
    private final String done;
    private final String open;

    /** The bar is drawn with letters where the charset has no lines. */
    BarRenderer(int nameColumn, Charset charset) {
        int column = Math.max(1, Math.min(MAX_NAME, nameColumn));
        this.nameFormat = "%-" + column + "." + column + "s  ";
        boolean lines = charset.canEncode() && charset.newEncoder().canEncode('\u2501');
        this.done = lines ? "\u2501" : "=";
        this.open = lines ? "\u2500" : "-";
    }

    @Override
    public String render(ProgressState state, int maxLength) {
        Duration elapsed = state.getTotalElapsed();
        String right =
                String.format(
                        Locale.ROOT,
                        "%3d %%  %d:%02d  %-" + MESSAGE + "." + MESSAGE + "s",
                        state.getCurrent(),
                        elapsed.toMinutes(),
                        elapsed.toSecondsPart(),
                        state.getExtraMessage());
        String left = String.format(nameFormat, state.getTaskName());
        int room = maxLength - ESCAPES - left.length() - right.length() - 1;
        int bar = Math.max(MIN_BAR, Math.min(MAX_BAR, room));
        int full = (int) Math.round(bar * state.getNormalizedProgress());
        return left
                + COLOUR
                + done.repeat(full)
                + PLAIN
                + FAINT
                + open.repeat(bar - full)
                + PLAIN
                + " "
                + right;
    }
}
