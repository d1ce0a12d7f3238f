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

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What came of a run. Every method may be called by any thread. */
final class Summary {

    private record Video(Path file, int seconds, BigDecimal credits) {}

    private final Map<String, Video> videos = new TreeMap<>();
    private final Map<String, String> failures = new TreeMap<>();

    /** A video lies in its file; {@code credits} is what the service reserved for it. */
    synchronized void finished(String name, Path file, int seconds, BigDecimal credits) {
        videos.put(name, new Video(file, seconds, credits));
    }

    /** There is no such video, for this reason. */
    synchronized void failed(String name, String reason) {
        failures.put(name, reason);
    }

    /** How many videos are done, well or not. */
    synchronized int count() {
        return videos.size() + failures.size();
    }

    synchronized boolean hasFailures() {
        return !failures.isEmpty();
    }

    /** The lines to end with: how many, how long, what they cost, where they lie, what failed. */
    synchronized String text(Path folder, Duration elapsed) {
        StringBuilder text = new StringBuilder();
        if (!videos.isEmpty()) {
            int seconds = videos.values().stream().mapToInt(Video::seconds).sum();
            BigDecimal credits =
                    videos.values().stream()
                            .map(Video::credits)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            text.append(count(videos.size(), "video"))
                    .append(", ")
                    .append(seconds)
                    .append(" seconds, ")
                    .append(credits.stripTrailingZeros().toPlainString())
                    .append(" credits, made in ")
                    .append(elapsed.toSeconds())
                    .append(" s. They lie in ")
                    .append(folder)
                    .append(':');
            videos.values().forEach(v -> text.append("\n  ").append(v.file().getFileName()));
        }
        if (!failures.isEmpty()) {
            text.append(videos.isEmpty() ? "" : "\n")
                    .append(count(failures.size(), "video"))
                    .append(" failed:");
            failures.forEach(
                    (name, reason) -> text.append("\n  ").append(name).append(": ").append(reason));
        }
        return text.toString();
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
