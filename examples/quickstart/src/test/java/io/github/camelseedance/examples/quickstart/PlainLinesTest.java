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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PlainLinesTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PlainLines lines =
            new PlainLines(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void tellsEachChangeOfState() {
        lines.started("lake");
        lines.finished("lake", Path.of("videos", "lake.mp4"), 5);
        lines.started("harbour");
        lines.failed("harbour", "content_policy_violation: refused");

        assertThat(shown())
                .containsExactly(
                        "lake: started",
                        "lake: finished, 5 s in " + Path.of("videos", "lake.mp4"),
                        "harbour: started",
                        "harbour: failed: content_policy_violation: refused");
    }

    @Test
    void tellsEachFifthOnce() {
        for (int percent = 0; percent <= 100; percent++) {
            lines.progress("lake", percent);
        }

        assertThat(shown()).containsExactly("lake: 20 %", "lake: 40 %", "lake: 60 %", "lake: 80 %");
    }

    @Test
    void staysQuietWhenProgressStandsStillOrFallsBack() {
        lines.progress("lake", 45);
        lines.progress("lake", 45);
        lines.progress("lake", 30);
        lines.progress("lake", 59);

        assertThat(shown()).containsExactly("lake: 45 %");
    }

    @Test
    void countsEachVideoByItself() {
        lines.progress("lake", 40);
        lines.progress("harbour", 40);

        assertThat(shown()).containsExactly("lake: 40 %", "harbour: 40 %");
    }

    @Test
    void keepsLinesWholeWhenManyThreadsReport() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int video = 0; video < 8; video++) {
            String name = "video" + video;
            Thread thread =
                    new Thread(
                            () -> {
                                await(go);
                                for (int percent = 0; percent <= 100; percent++) {
                                    lines.progress(name, percent);
                                }
                            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(shown()).hasSize(8 * 4).allMatch(line -> line.matches("video\\d: [2468]0 %"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> shown() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
