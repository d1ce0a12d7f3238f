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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void endsWithOneLineForEachVideo() {
        ProgressBars bars = bars(StandardCharsets.UTF_8);
        bars.started("lake");
        bars.progress("lake", 40);
        bars.finished("lake", Path.of("videos", "lake.mp4"), 5);
        bars.failed("harbour", "a reason that the summary tells");
        bars.close();

        assertThat(shown())
                .containsPattern("lake {5}\u2501+ 100 % {2}\\d:\\d\\d {2}lake\\.mp4")
                .containsPattern("harbour {2}\u2500+ {3}0 % {2}\\d:\\d\\d {2}failed")
                .doesNotContain("a reason");
    }

    @Test
    void drawsWithLettersWhereTheCharsetHasNoLines() {
        ProgressBars bars = bars(StandardCharsets.US_ASCII);
        bars.progress("lake", 50);
        bars.close();

        assertThat(shown()).containsPattern("lake {5}=+-+ {2}50 %").doesNotContain("\u2501");
    }

    @Test
    void ignoresWhatComesAfterTheEnd() {
        ProgressBars bars = bars(StandardCharsets.UTF_8);
        bars.close();
        bars.progress("lake", 50);
        bars.finished("lake", Path.of("lake.mp4"), 5);

        assertThat(shown()).doesNotContain("lake.mp4").doesNotContain("50 %");
    }

    private ProgressBars bars(Charset charset) {
        return new ProgressBars(
                List.of("lake", "harbour"),
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                charset);
    }

    /** What was written, without the colours. */
    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[\\d+m", "");
    }
}
