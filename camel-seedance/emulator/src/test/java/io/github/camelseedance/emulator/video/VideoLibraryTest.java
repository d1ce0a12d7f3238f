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
package io.github.camelseedance.emulator.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.LogOf;
import io.github.camelseedance.emulator.render.RenderJob;
import io.github.camelseedance.emulator.storage.BlobStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VideoLibraryTest {

    private static final RenderJob NO_PICTURE =
            new RenderJob(List.of(new byte[] {1, 2, 3}), "Wind", 4, 64, 64);

    private final BlobStore blobs = new BlobStore(1024 * 1024);
    private VideoLibrary videos;

    @AfterEach
    void close() {
        videos.close();
        blobs.close();
    }

    @Test
    void failsAVideoThatCannotBeRenderedAndTriesAgainForTheNext() {
        videos = new VideoLibrary(false, blobs);
        try (LogOf log = new LogOf(VideoLibrary.class)) {
            CompletableFuture<?> first = videos.order(NO_PICTURE).begin("first");
            await().until(first::isCompletedExceptionally);

            CompletableFuture<?> second = videos.order(NO_PICTURE).begin("second");
            await().until(second::isCompletedExceptionally);

            assertThat(second).isNotSameAs(first);
            assertThat(log.lines()).containsOnly("ERROR A video could not be rendered").hasSize(2);
        }
    }

    @Test
    void hasNothingToWaitForWhenCostIsLow() {
        videos = new VideoLibrary(true, blobs);

        assertThat(videos.order(NO_PICTURE).begin("cheap")).isCompleted();
    }

    @Test
    void dropsWhatHasNotBegunWhenCleared() throws Exception {
        videos = new VideoLibrary(false, blobs);
        byte[] picture = picture();
        CompletableFuture<?> last = null;
        for (int i = 0; i < 30; i++) {
            RenderJob job = new RenderJob(List.of(picture), "Wind " + i, 15, 320, 320);
            last = videos.order(job).begin("task-" + i);
        }

        videos.clear();

        assertThat(last).isCancelled();
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void doesNothingForAnOrderThatIsNotBegun() {
        videos = new VideoLibrary(false, blobs);
        videos.order(NO_PICTURE);

        assertThat(videos.video("none")).isEmpty();
    }
}
