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

import io.github.camelseedance.emulator.api.Sha256;
import io.github.camelseedance.emulator.render.RenderJob;
import io.github.camelseedance.emulator.render.VideoRenderer;
import io.github.camelseedance.emulator.storage.Blob;
import io.github.camelseedance.emulator.storage.BlobStore;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The videos of all tasks. Tasks with equal frames, size, length (and prompt, which shows in the
 * picture) share one rendering. Rendering happens on threads of its own, of low priority; what
 * somebody waits for comes first.
 */
public final class VideoLibrary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VideoLibrary.class);
    private static final int ETAG_BYTES = 16;

    private final boolean lowCost;
    private final BlobStore blobs;
    private final Map<String, Rendering> byKey = new ConcurrentHashMap<>();
    private final Map<String, Rendering> byTask = new ConcurrentHashMap<>();
    private final Map<String, WeakReference<byte[]>> frames = new ConcurrentHashMap<>();
    private final Pictures pictures;
    private final LinkedBlockingDeque<Runnable> waiting = new LinkedBlockingDeque<>();
    private final ExecutorService renderers;
    private VideoRenderer renderer;

    /**
     * @param lowCost render cheaply, without the prompt, and only what is asked for
     */
    public VideoLibrary(boolean lowCost, BlobStore blobs) {
        this.lowCost = lowCost;
        this.blobs = blobs;
        this.pictures = new Pictures(blobs);
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() - 1));
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads, threads, 10, TimeUnit.SECONDS, waiting, VideoLibrary::thread);
        pool.allowCoreThreadTimeOut(true);
        this.renderers = pool;
    }

    // a hint is all that is wanted: nothing breaks where the system ignores it
    @SuppressWarnings("ThreadPriorityCheck")
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "seedance-emulator-renderer");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /**
     * Prepares a video, without any effect so far.
     *
     * @param job what it is to show
     */
    public Order order(RenderJob job) {
        List<byte[]> shared = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (byte[] frame : job.frames()) {
            String hash = Sha256.hex(frame);
            shared.add(shared(hash, frame));
            hashes.add(hash);
            key.append(hash).append(' ');
        }
        key.append(job.width()).append('x').append(job.height()).append(' ');
        key.append(job.seconds()).append(' ');
        if (!lowCost) {
            key.append(Sha256.hex(job.prompt().getBytes(StandardCharsets.UTF_8)));
        }
        return new Order(
                key.toString(),
                hashes,
                new RenderJob(shared, job.prompt(), job.seconds(), job.width(), job.height()));
    }

    /** A video that can be begun. */
    public final class Order {

        private final String key;
        private final List<String> hashes;
        private final RenderJob job;

        private Order(String key, List<String> hashes, RenderJob job) {
            this.key = key;
            this.hashes = hashes;
            this.job = job;
        }

        /**
         * Makes room for a new task's video; unless cost is low, its rendering begins here.
         *
         * @return what is to be waited for before the task completes: the video, or nothing when
         *     cost is low, since then only a download begins it
         */
        public CompletableFuture<?> begin(String taskId) {
            Rendering rendering = byKey.computeIfAbsent(key, k -> new Rendering(job));
            byTask.put(taskId, rendering);
            pictures.keep(taskId, hashes, job.frames());
            if (lowCost) {
                return CompletableFuture.completedFuture(null);
            }
            if (rendering.start()) {
                renderers.execute(new Work(rendering));
            }
            return rendering.video;
        }
    }

    /** The images that a task was given, encoded as they came; none for an unknown task. */
    public List<Blob> frames(String taskId) {
        return pictures.of(taskId);
    }

    /** One copy of equal images, however often they were fetched. */
    private byte[] shared(String hash, byte[] frame) {
        WeakReference<byte[]> kept =
                frames.compute(
                        hash,
                        (h, known) ->
                                known == null || known.get() == null
                                        ? new WeakReference<>(frame)
                                        : known);
        byte[] bytes = kept.get();
        return bytes == null ? frame : bytes;
    }

    /** The video of a task, ready now or later; nothing when there is no such task. */
    public Optional<CompletableFuture<Video>> video(String taskId) {
        Rendering rendering = byTask.get(taskId);
        if (rendering == null) {
            return Optional.empty();
        }
        Work work = new Work(rendering);
        if (rendering.start()) {
            renderers.execute(work);
        }
        if (waiting.remove(work)) {
            waiting.addFirst(work);
        }
        return Optional.of(rendering.video);
    }

    /**
     * Forgets all tasks. Renderings stay, since equal jobs give equal videos, but those that have
     * not begun, as they would hold up what is asked for next.
     */
    public void clear() {
        byTask.clear();
        List<Runnable> unbegun = new ArrayList<>();
        waiting.drainTo(unbegun);
        unbegun.forEach(work -> ((Work) work).cancel());
        pictures.clear();
    }

    @Override
    public void close() {
        renderers.shutdownNow();
    }

    private synchronized VideoRenderer renderer() {
        if (renderer == null) {
            renderer = new VideoRenderer(lowCost);
        }
        return renderer;
    }

    /** Equal by its rendering, so that a waiting one can be found and put first. */
    private final class Work implements Runnable {

        private final Rendering rendering;

        Work(Rendering rendering) {
            this.rendering = rendering;
        }

        void cancel() {
            byKey.values().remove(rendering);
            rendering.video.cancel(false);
        }

        @Override
        public void run() {
            try {
                byte[] bytes = renderer().render(rendering.job());
                String etag = '"' + Sha256.hex(bytes).substring(0, 2 * ETAG_BYTES) + '"';
                rendering.video.complete(new Video(blobs.keep(bytes), etag));
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                // equal jobs later may have better luck
                byKey.values().remove(rendering);
                LOG.error("A video could not be rendered", e);
                rendering.video.completeExceptionally(e);
            } finally {
                rendering.done();
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Work work && work.rendering == rendering;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(rendering);
        }
    }
}
