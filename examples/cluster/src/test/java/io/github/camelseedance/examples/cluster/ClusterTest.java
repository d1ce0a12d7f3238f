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
package io.github.camelseedance.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.examples.cluster.Cluster.Load;
import io.github.camelseedance.examples.cluster.Outcome.NodePart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole example with fewer orders: real processes, a real server, a real kill. */
class ClusterTest {

    private static final Load LOAD = new Load(20, Duration.ofMillis(150), Duration.ofSeconds(1));

    @TempDir private Path folder;

    @Test
    void paysEachOrderOnceAndDeliversItThoughTheLeaderDies() throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        Outcome outcome =
                Cluster.run(
                        folder.resolve("run"),
                        LOAD,
                        new PrintStream(told, true, StandardCharsets.UTF_8));

        assertThat(outcome.paid()).isEqualTo(20);
        assertThat(outcome.paidTwice()).isZero();
        assertThat(outcome.videos()).isEqualTo(20);
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.openRows()).isZero();
        assertThat(outcome.kept()).isTrue();
        assertThat(outcome.nodes())
                .extracting(NodePart::role)
                .contains("leader, killed", "took over");
        assertThat(outcome.nodes())
                .extracting(NodePart::submitted)
                .satisfies(
                        counts ->
                                assertThat(counts.stream().mapToLong(Long::longValue).sum())
                                        .isEqualTo(20));
        assertThat(outcome.nodes())
                .filteredOn(node -> node.role().isEmpty())
                .extracting(NodePart::delivered)
                .containsExactly(0L);
        assertThat(names("run/orders")).noneMatch(name -> name.endsWith(".json"));
        assertThat(names("run/done")).hasSize(20);
        assertThat(names("run/videos")).hasSize(20).allMatch(name -> name.endsWith(".mp4"));
        assertThat(told.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
                .containsPattern("three nodes are up, node-[123] is the leader")
                .containsPattern("kill -9 node-[123], with \\d+ of its own orders in the making")
                .containsPattern("node-[123] is the leader, \\d+\\.\\d s after the kill")
                .contains(outcome.text());
    }

    private List<String> names(String of) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(of))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
