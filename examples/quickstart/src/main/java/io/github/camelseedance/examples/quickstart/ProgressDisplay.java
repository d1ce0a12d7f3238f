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

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Shows how the videos come along. Every method may be called by any thread. */
interface ProgressDisplay extends AutoCloseable {

    /** More bars than this do not fit into a usual terminal window. */
    int MAX_BARS = 20;

    /** The service has accepted the request for this video. */
    void started(String name);

    /** The video is done to this part, from 0 to 100. */
    void progress(String name, int percent);

    /** The video lies in its file; its length is in seconds. */
    void finished(String name, Path file, int seconds);

    /** There will be no such video. */
    void failed(String name, String reason);

    /** Leaves the terminal ready for other lines. */
    @Override
    void close();

    /** A bar for each video where there is a terminal to draw them on, else plain lines. */
    static ProgressDisplay of(List<String> names, PrintStream out) {
        Console console = System.console();
        if (isTerminal(console) && names.size() <= MAX_BARS) {
            return new ProgressBars(names, out, console.charset());
        }
        return new PlainLines(out);
    }

    private static boolean isTerminal(Console console) {
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            // Before JDK 22, which brought the method, there is a console only on a terminal.
            return true;
        }
    }
}
