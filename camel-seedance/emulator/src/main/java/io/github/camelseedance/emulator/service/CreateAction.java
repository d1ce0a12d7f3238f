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
package io.github.camelseedance.emulator.service;

import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.image.Frame;
import io.github.camelseedance.emulator.image.FrameLoader;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.render.RenderJob;
import io.github.camelseedance.emulator.task.IdempotencyKeys;
import io.github.camelseedance.emulator.task.IdempotencyKeys.Claim;
import io.github.camelseedance.emulator.task.OutputSize;
import io.github.camelseedance.emulator.task.RequestReader;
import io.github.camelseedance.emulator.task.TaskOrder;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.TaskStore.Accepted;
import io.github.camelseedance.emulator.task.VideoRequest;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** {@code POST /v1/videos/generations}. */
final class CreateAction implements Action {

    private final RequestReader reader = new RequestReader();
    private final IdempotencyKeys keys;
    private final FrameLoader loader;
    private final TaskStore tasks;
    private final VideoLibrary videos;
    private final Callbacks callbacks;
    private final Resets resets;

    CreateAction(
            IdempotencyKeys keys,
            FrameLoader loader,
            TaskStore tasks,
            VideoLibrary videos,
            Callbacks callbacks,
            Resets resets) {
        this.keys = keys;
        this.loader = loader;
        this.tasks = tasks;
        this.videos = videos;
        this.callbacks = callbacks;
        this.resets = resets;
    }

    @Override
    public CompletionStage<Reply> answer(RecordedRequest request) {
        MediaTypes.requireJson(request);
        String key = request.header("Idempotency-Key");
        if (key == null) {
            return create(request, null, answer -> {});
        }
        Claim claim = keys.claim(request.credential().account(), key, request.body());
        Optional<byte[]> first = claim.replay();
        if (first.isPresent()) {
            return CompletableFuture.completedFuture(
                    Reply.json(200, first.get()).with("Idempotency-Replayed", "true"));
        }
        try {
            return create(request, key, claim::accepted)
                    .whenComplete(
                            (reply, failure) -> {
                                if (failure != null) {
                                    claim.refused();
                                }
                            });
        } catch (RuntimeException e) {
            claim.refused();
            throw e;
        }
    }

    /**
     * @param accepted is told the answer when the task is created
     */
    private CompletionStage<Reply> create(
            RecordedRequest request, String key, Consumer<byte[]> accepted) {
        VideoRequest video = reader.read(request.body());
        TaskOrder order = new TaskOrder(video, key, request.credential(), request.headers());
        Resets.Span span = resets.span();
        return loader.load(video.imageUrls())
                .thenCompose(frames -> span.within(() -> accept(order, frames, accepted)));
    }

    private CompletionStage<Reply> accept(
            TaskOrder order, List<Frame> frames, Consumer<byte[]> accepted) {
        VideoRequest request = order.request();
        Frame first = frames.get(0);
        OutputSize size =
                OutputSize.of(
                        request.quality(), request.aspectRatio(), first.width(), first.height());
        VideoLibrary.Order video =
                videos.order(
                        new RenderJob(
                                frames.stream().map(Frame::bytes).toList(),
                                request.prompt(),
                                request.duration(),
                                size.width(),
                                size.height()));
        Accepted task = tasks.create(order, video::begin);
        accepted.accept(task.answer());
        return callbacks.created(task.taskId()).thenApply(done -> Reply.json(200, task.answer()));
    }
}
