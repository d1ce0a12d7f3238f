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
package io.github.camelseedance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A task with a video, and the folder that downloads go through. */
abstract class DownloadTestSupport extends RouteTestSupport {
    @TempDir static Path spool;

    VideoTask task;
    byte[] video;

    @BeforeAll
    void makeVideo() throws IOException {
        task = completedTask();
        try (InputStream in = URI.create(task.videoUrl()).toURL().openStream()) {
            video = in.readAllBytes();
        }
    }

    static String download() {
        return "seedance:download?spoolDirectory=" + spool;
    }

    static List<Path> spooled() {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<RecordedRequest> mediaRequests() {
        return emulator.journal().requests().stream()
                .filter(request -> request.path().startsWith("/media/"))
                .toList();
    }

    /** How a download failed, which must have left no file and shown no signature. */
    SeedanceDownloadException refusal(Exchange exchange) {
        SeedanceDownloadException refusal = failure(exchange, SeedanceDownloadException.class);
        assertThat(refusal.getMessage()).doesNotContain("signature=");
        assertThat(spooled()).isEmpty();
        return refusal;
    }
}
