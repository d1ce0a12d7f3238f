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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One line for each change of state, and one for each fifth of a video: for logs and pipes. */
final class PlainLines implements ProgressDisplay {

    private static final int STEP = 20;

    private final PrintStream out;
    private final Map<String, Integer> shown = new HashMap<>();

    PlainLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void started(String name) {
        out.println(name + ": started");
    }

    @Override
    public synchronized void progress(String name, int percent) {
        int step = percent / STEP;
        // The last step has a line of its own: the video is finished only when it is in its file.
        if (percent < 100 && step > shown.getOrDefault(name, 0)) {
            shown.put(name, step);
            out.println(name + ": " + percent + " %");
        }
    }

    @Override
    public synchronized void finished(String name, Path file, int seconds) {
        out.println(name + ": finished, " + seconds + " s in " + file);
    }

    @Override
    public synchronized void failed(String name, String reason) {
        out.println(name + ": failed: " + reason);
    }

    @Override
    public void close() {
        out.flush();
    }
}
