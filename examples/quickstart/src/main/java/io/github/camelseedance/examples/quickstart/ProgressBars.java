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

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar for each video, one below the other, moving together. */
final class ProgressBars implements ProgressDisplay {

    private static final int REFRESH_MILLIS = 200;

    private final Map<String, ProgressBar> open = new LinkedHashMap<>();

    ProgressBars(List<String> names, PrintStream out, Charset charset) {
        int column = names.stream().mapToInt(String::length).max().orElse(0);
        ProgressBarBuilder builder =
                ProgressBar.builder()
                        .setInitialMax(100)
                        .setUpdateIntervalMillis(REFRESH_MILLIS)
                        .continuousUpdate()
                        .setRenderer(new BarRenderer(column, charset));
        // All at once: the library finds a bar's line again only while no other line is added.
        for (String name : names) {
            open.put(
                    name,
                    builder.setTaskName(name)
                            .setConsumer(new InteractiveConsoleProgressBarConsumer(out))
                            .build());
        }
    }

    @Override
    public void started(String name) {
        change(name, bar -> bar.setExtraMessage("waiting"));
    }

    @Override
    public void progress(String name, int percent) {
        String message = percent < 100 ? "rendering" : "downloading";
        change(name, bar -> bar.stepTo(percent).setExtraMessage(message));
    }

    @Override
    public void finished(String name, Path file, int seconds) {
        change(name, bar -> bar.stepTo(100).setExtraMessage(file.getFileName().toString()));
        close(name);
    }

    @Override
    public void failed(String name, String reason) {
        // The reason may be long, and the summary tells it.
        change(name, bar -> bar.setExtraMessage("failed"));
        close(name);
    }

    @Override
    public synchronized void close() {
        List.copyOf(open.keySet()).forEach(this::close);
    }

    private synchronized void change(String name, Consumer<ProgressBar> change) {
        ProgressBar bar = open.get(name);
        if (bar != null) {
            change.accept(bar);
        }
    }

    private synchronized void close(String name) {
        ProgressBar bar = open.remove(name);
        if (bar != null) {
            bar.close();
        }
    }
}
